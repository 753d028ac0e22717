/** Whether people were picked fairly: computed from the ledger's own records, each direction and the main managers apart. */
import { setImmediate as breathe } from 'node:timers/promises'
import type { FairnessGroup } from '../../domain/contract/fairness.ts'
import type { Distribution } from '../../domain/distribution.ts'
import { fairnessOf, mainOf, picksOf, type Fairness, type MadeDraw } from '../../domain/fairness.ts'
import type { House } from '../house.ts'
import { randomOf, sha256 } from '../runs/chance.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'

const day = 86_400_000
/** More of one direction are not repeated a thousand times in front of a page; the newest say most. */
const mostDraws = 3000
/** Between two breaths calls and pages come in; milliseconds. */
const breathMs = 12

export function fairnessHandlers({ store, now }: House): Pick<Handlers, 'fairness.show'> {
  return {
    async 'fairness.show'({ days }, { memberId }) {
      const from = now() - days * day
      const all = await store.distributions.since(memberId, from)
      // What was undone gave its picks back; what was selected again stands in its place.
      const holding = all.filter(({ undone }) => !undone)
      const directory = await store.directory.get(memberId)
      const named = Object.assign({}, ...holding.map(({ names }) => names)) as Record<string, string>
      const group = (key: string, name: string, draws: readonly MadeDraw[]) => groupOf(key, name, draws, `${memberId}\n${from}`, (id) => personView(id, directory, named))
      const groups: FairnessGroup[] = []
      for (const [id, name] of directionsIn(holding)) groups.push(await group(id, name, holding.flatMap((one) => picksOf(one, id))))
      return {
        from,
        distributions: holding.length,
        selectedAgain: holding.filter(({ insteadOf }) => insteadOf !== null).length,
        directions: groups.filter(({ draws }) => draws > 0),
        main: await group('main', '', holding.flatMap(mainOf)),
      }
    },
  }
}

/** By their newest names, in the order of their first appearance. */
export function directionsIn(distributions: readonly Distribution[]): Map<Distribution['directions'][number]['id'], string> {
  return new Map(distributions.flatMap(({ directions }) => directions.map(({ id, name }) => [id, name] as const)))
}

async function groupOf(key: string, name: string, draws: readonly MadeDraw[], identity: string, person: (id: Parameters<typeof personView>[0]) => ReturnType<typeof personView>): Promise<FairnessGroup> {
  const { byChance, byOrder } = await breathing(draws, `${identity}\n${key}`)
  return {
    key,
    name,
    draws: (byChance?.draws ?? 0) + (byOrder?.draws ?? 0),
    chance: byChance && { ...byChance, people: byChance.people.map(({ userId, ...share }) => ({ person: person(userId), ...share })) },
    order: byOrder && { ...byOrder, people: byOrder.people.map(({ userId, share, ...rest }) => ({ person: person(userId), expected: share, ...rest })) },
  }
}

/** @param runs fewer where only what was to be expected is asked for */
export async function breathing(draws: readonly MadeDraw[], identity: string, runs?: number): Promise<Fairness> {
  // A seed of its own: the same records give the same figures whoever looks.
  const work = fairnessOf(draws.slice(-mostDraws), randomOf(sha256(`${identity}\n${draws.length}`), 'fairness'), runs)
  let paused = performance.now()
  let step = work.next()
  while (!step.done) {
    if (performance.now() - paused > breathMs) {
      await breathe()
      paused = performance.now()
    }
    step = work.next()
  }
  return step.value
}
