/** Sentences that are put together from a draw record; each language composes them by its own grammar. */
import type { DistributionView } from '../../domain/contract/journal.ts'
import type { PersonView } from '../../domain/contract/people.ts'
import type { UserId } from '../../domain/ids.ts'

/** Plain text, or a name to be shown in bold. */
export type Piece = string | { strong: string }
export type DirectionOfRecord = DistributionView['directions'][number]
type Reason = DirectionOfRecord['excluded'][number]['reason']

/** Words that a language file borrows from the page: dates and lists in its own form. */
export interface Forms {
  day(at: number): string
  list(words: readonly string[]): string
}

export interface Sentences {
  /** Chip beside a crossed-out name; `until` is the last moment of the absence, exclusive. */
  reason(reason: Reason, until: number | null, forms: Forms): string
  /** How a direction's manager was found: "Each had the same chance: 1 in 3." */
  how(direction: DirectionOfRecord, distribution: DistributionView): string
  /** What became of the whole visit, for somebody who is not part of it. */
  summary(distribution: DistributionView, forms: Forms): Piece[]
  /** Why a direction is left without a manager. */
  nobody(direction: DirectionOfRecord, forms: Forms): string
  /** How the main manager was picked among so many. */
  mainAmong(count: number, by: DistributionView['mainBy']): string
  /** The reader's own name in a list of people. */
  youNamed(name: string): string
  /** First line of the "why" page, said to this reader. */
  verdict(distribution: DistributionView, viewer: UserId): string
  /** The explanation below it. */
  explanation(distribution: DistributionView, viewer: UserId, forms: Forms): string
}

/** Names of the directions that this person was picked in. */
export const directionsOf = (distribution: DistributionView, person: UserId): DirectionOfRecord[] =>
  distribution.directions.filter(({ picked }) => picked === person)

/** The person picked, or whoever got the client without a draw. */
export const pickedPerson = ({ eligible, picked, reserve, own }: DirectionOfRecord): PersonView | null => reserve ?? own ?? eligible.find(({ id }) => id === picked) ?? null

/** Name of the person picked, from the record itself. */
export const pickedName = (direction: DirectionOfRecord): string | null => pickedPerson(direction)?.name ?? null

/** Whether this person's card of the round was gone, so that the pick was among others. */
export const hadTurn = ({ deck }: DirectionOfRecord, person: UserId): boolean => deck?.hadTurn.includes(person) ?? false

/** How many of those who took part still had a card of the round; all of them where there is no deck. */
export const withCard = ({ deck, eligible }: DirectionOfRecord): number => eligible.length - (deck?.hadTurn.length ?? 0)

/** What the least loaded of a direction had, and how many had as little; null: this reader may not see figures. */
export function least({ loads, picked, eligible }: DirectionOfRecord): { load: number; people: number } | null {
  const load = loads?.[String(picked)]
  return load === undefined ? null : { load, people: eligible.filter(({ id }) => loads?.[String(id)] === load).length }
}

/** Whether a pick in one direction took somebody away from another, so that chances were not simply equal. */
export const oneEach = ({ onePersonManyDirections, directions }: DistributionView): boolean => !onePersonManyDirections && directions.length > 1

/** Whoever got the client without a draw and is not in the list of those who took part. */
export const outsidePool = ({ reserve, own, eligible }: DirectionOfRecord): PersonView | null =>
  reserve ?? (own && !eligible.some(({ id }) => id === own.id) ? own : null)

/** The word beside that person. */
export const outsideWord = ({ by, standsFor }: DirectionOfRecord) =>
  standsFor ? ('run.deputy' as const) : by === 'head' ? ('run.headStepsIn' as const) : by === 'client_manager' ? ('run.ownManager' as const) : ('run.reserve' as const)
