/** A replay on history in the reader's own browser: in small pieces, with progress, and stopped at any moment. */
import type { PastData, ShadowView } from '../../domain/contract/past.ts'
import type { DirectionId, UserId } from '../../domain/ids.ts'
import { randomOfText } from '../../domain/random.ts'
import type { ReplayCase, ReplayDraft } from '../../domain/replay-case.ts'
import { replay, type ReplayResult } from '../../domain/replay.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Beginning, RecordedPool } from '../../domain/shadow.ts'

/** Milliseconds of work between two breaths of the page. */
const pieceMs = 14

/** @param settings the draft; a pause of today is none of the past, which has its own in the records */
export function draftOf(data: PastData, settings: Settings, beginning?: Beginning): ReplayDraft {
  return {
    directions: data.directions.map(({ id, members, heads, reserve, tags }) => ({ id, members, heads, reserve, demand: { tags, hours: settings.hours } })),
    rules: settings,
    options: settings,
    personRules: new Map(data.personRules.map((rules) => [rules.userId, { ...rules, pausedUntil: null }])),
    others: data.others,
    choices: new Map(data.choices.map(({ id, choice }) => [id, choice])),
    ...(beginning ? { beginning } : {}),
  }
}

const casesOf = (data: PastData, recorded: readonly RecordedPool[] = []): ReplayCase[] =>
  data.cases.map(({ rule, pools, ...one }) => ({
    ...one,
    ...(rule === undefined ? {} : { rule }),
    away: new Map(one.away.map(({ userId, reason }) => [userId, reason])),
    actual: new Map(one.actual.map(({ directionId, picked }) => [directionId, picked])),
    ...(pools ? { pools: new Map(one.actual.flatMap(({ directionId }, index) => (recorded[pools[index] ?? -1] ? [[directionId, recorded[pools[index] ?? -1] as RecordedPool] as const] : []))) } : {}),
  }))

/** The same draft on the same data comes out the same. */
export const replayOf = (data: PastData, settings: Settings, progress: (part: number) => void, stopped: () => boolean): Promise<ReplayResult | null> =>
  inPieces(replay(casesOf(data), draftOf(data, settings), randomOfText), progress, stopped)

/** What the draft beside the live rule would have picked, from what each live draw saw. */
export const shadowOf = ({ data, pools, seed, beginning }: ShadowView, stopped: () => boolean): Promise<ReplayResult | null> =>
  inPieces(replay(casesOf(data, pools), draftOf(data, data.settings, beginning), (id) => randomOfText(`${seed}:${id}`)), () => undefined, stopped)

/** @returns null when it was stopped */
async function inPieces(work: Generator<number, ReplayResult>, progress: (part: number) => void, stopped: () => boolean): Promise<ReplayResult | null> {
  let breathed = performance.now()
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value
    if (performance.now() - breathed < pieceMs) continue
    progress(step.value)
    await new Promise((next) => setTimeout(next))
    if (stopped()) return null
    breathed = performance.now()
  }
}

export interface Compared {
  readonly people: readonly { readonly id: UserId; readonly name: string; readonly was: number; readonly would: number }[]
  readonly spread: { readonly was: readonly [number, number]; readonly would: readonly [number, number] }
  readonly unserved: { readonly was: number; readonly would: number }
  /** Distributions in which somebody else had been picked in a direction. */
  readonly others: number
  /** Distributions of which the records do not tell which rule with conditions they would come to. */
  readonly unruled: number
}

const namesIn = (data: PastData): ReadonlyMap<UserId, string> =>
  new Map([...data.directions.flatMap(({ members }) => members.map(({ person }) => person)), ...data.others].map(({ id, name }) => [id, name]))

export interface Difference {
  readonly one: PastData['cases'][number]
  readonly picks: readonly { readonly direction: string; readonly was: string | null; readonly would: string | null }[]
}

/** Distributions with other managers, newest first. */
export function differencesIn(data: PastData, { differs }: ReplayResult, most: number): Difference[] {
  const names = namesIn(data)
  const nameOf = (id: UserId | null): string | null => (id === null ? null : (names.get(id) ?? String(id)))
  const other = new Set(differs.map(({ caseId }) => caseId))
  const newest = data.cases.filter(({ id }) => other.has(id)).slice(-most)
  return newest.reverse().map((one) => ({
    one,
    picks: differs
      .filter(({ caseId }) => caseId === one.id)
      .map(({ directionId, actual, draft }) => ({ direction: data.directions.find(({ id }) => id === directionId)?.name ?? '', was: nameOf(actual), would: nameOf(draft) })),
  }))
}

export interface UnderDraft {
  readonly picks: readonly { readonly id: DirectionId; readonly direction: string; readonly name: string | null; readonly same: boolean }[]
  /** Null: that distribution had no main manager. */
  readonly main: { readonly name: string | null; readonly same: boolean } | null
}

/** Whom the draft would have picked in one distribution; null where it is none of those compared. */
export function underDraft(data: PastData, { differs, mains }: ReplayResult, caseId: string): UnderDraft | null {
  const one = data.cases.find(({ id }) => id === caseId)
  if (!one) return null
  const names = namesIn(data)
  const nameOf = (id: UserId | null): string | null => (id === null ? null : (names.get(id) ?? String(id)))
  const picks = one.actual.flatMap(({ directionId, picked }) => {
    const direction = data.directions.find(({ id }) => id === directionId)
    const other = differs.find((differ) => differ.caseId === caseId && differ.directionId === directionId)
    return direction ? [{ id: directionId, direction: direction.name, name: nameOf(other ? other.draft : picked), same: !other }] : []
  })
  const other = mains.differs.find((differ) => differ.caseId === caseId)
  return { picks, main: one.actualMain === null ? null : { name: nameOf(other ? other.draft : one.actualMain), same: !other } }
}

export function compare(data: PastData, result: ReplayResult): Compared {
  const names = namesIn(data)
  const people = result.people.map(({ userId, picked, actual }) => ({ id: userId, name: names.get(userId) ?? '', was: actual, would: picked }))
  const spread = (numbers: readonly number[]): readonly [number, number] => (numbers.length === 0 ? [0, 0] : [Math.min(...numbers), Math.max(...numbers)])
  return {
    people: people.sort((a, b) => b.was - a.was || b.would - a.would),
    spread: { was: spread(people.map(({ was }) => was)), would: spread(people.map(({ would }) => would)) },
    unserved: { was: data.cases.reduce((sum, { actual }) => sum + actual.filter(({ picked }) => picked === null).length, 0), would: result.unserved.length },
    others: new Set(result.differs.map(({ caseId }) => caseId)).size,
    unruled: data.choices.length === 0 ? 0 : data.cases.filter(({ rule }) => rule === undefined).length,
  }
}
