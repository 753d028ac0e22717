/** What the sentences of a distribution are made of, and who serves what, from its record alone. */
import type { Distribution, DistributionDirection } from '../../domain/distribution.ts'
import type { DirectionId, UserId } from '../../domain/ids.ts'
import { ref, type Param, type Ref } from '../methods.ts'
import { plain, plainClient } from '../plain.ts'
import type { TextFacts } from './texts.ts'

export interface Served {
  readonly direction: DistributionDirection
  readonly manager: UserId
}

/** Directions with a manager, in the order asked for. */
export function servedOf({ draw, directions }: Distribution): Served[] {
  return draw.directions.flatMap(({ directionId, picked }) => {
    const direction = directions.find(({ id }) => id === directionId)
    return direction && picked !== null ? [{ direction, manager: picked }] : []
  })
}

/** Names of the directions that nobody serves. */
export const unservedOf = ({ draw, directions }: Distribution): string[] =>
  draw.directions.flatMap(({ directionId, picked }) => (picked === null ? [directions.find(({ id }) => id === directionId)?.name ?? directionId] : []))

export const nameIn = ({ names }: Distribution, id: UserId | null): string => (id === null ? '' : (names[String(id)] ?? ''))

/** For texts that the host formats, so everything that people typed is made plain. */
export function factsOf(distribution: Distribution): TextFacts {
  const { representativeId, client, comment, draw } = distribution
  const name = (id: UserId | null) => (id === null ? null : plain(nameIn(distribution, id)))
  return {
    client: plainClient(client),
    representative: name(representativeId),
    comment: plain(comment),
    mainManager: name(draw.mainManager),
    parts: servedOf(distribution).map(({ direction, manager }) => ({ direction: plain(direction.name), manager: name(manager) ?? '' })),
    unserved: unservedOf(distribution).map(plain),
  }
}

/** Where a direction's deal is: known from the ledger, or an effect of the same run; null: it was never made. */
export type DealPlace = (id: DirectionId, before?: string) => Param

export const dealKey = (id: DirectionId): string => `deal:${id}`
export const dealRef = (id: DirectionId, before = ''): Ref => ref(dealKey(id), ['item', 'id'], before)
export const taskRef = ref('task', ['task', 'id'])
export const madeDeals =
  (dealIds: Readonly<Record<string, number>>): DealPlace =>
  (id, before = '') => {
    const known = dealIds[id]
    return known === undefined ? null : before === '' ? known : `${before}${known}`
  }
