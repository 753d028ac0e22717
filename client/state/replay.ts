/** A replay on history in the reader's own browser: in small pieces, with progress, and stopped at any moment. */
import type { Answer } from '../../domain/contract/contract.ts'
import type { UserId } from '../../domain/ids.ts'
import { randomFrom } from '../../domain/random.ts'
import { replay, type ReplayCase, type ReplayDraft, type ReplayResult } from '../../domain/replay.ts'
import type { Settings } from '../../domain/settings.ts'

export type Data = Answer<'replay.data'>

/** Milliseconds of work between two breaths of the page. */
const pieceMs = 14

/** The same draft on the same data comes out the same: words of a small generator that begins anew. */
function words(): () => number {
  let state = 0x9e3779b9
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

export function draftOf(data: Data, settings: Settings): ReplayDraft {
  return {
    directions: data.directions.map(({ id, members, heads, reserve }) => ({ id, members, heads, reserve, demand: { tags: [], hours: settings.hours } })),
    rules: settings,
    options: settings,
    personRules: new Map(data.personRules.map((rules) => [rules.userId, rules])),
    others: data.others,
  }
}

const casesOf = (data: Data): ReplayCase[] =>
  data.cases.map((one) => ({
    ...one,
    owner: null,
    away: new Map(one.away.map(({ userId, reason }) => [userId, reason])),
    actual: new Map(one.actual.map(({ directionId, picked }) => [directionId, picked])),
  }))

/** @returns null when it was stopped */
export async function replayOf(data: Data, settings: Settings, progress: (part: number) => void, stopped: () => boolean): Promise<ReplayResult | null> {
  const work = replay(casesOf(data), draftOf(data, settings), randomFrom(words()))
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
}

export function compare(data: Data, result: ReplayResult): Compared {
  const names = new Map([...data.directions.flatMap(({ members }) => members.map(({ person }) => person)), ...data.others].map(({ id, name }) => [id, name]))
  const people = result.people.map(({ userId, picked, actual }) => ({ id: userId, name: names.get(userId) ?? '', was: actual, would: picked }))
  const spread = (numbers: readonly number[]): readonly [number, number] => (numbers.length === 0 ? [0, 0] : [Math.min(...numbers), Math.max(...numbers)])
  return {
    people: people.sort((a, b) => b.was - a.was || b.would - a.would),
    spread: { was: spread(people.map(({ was }) => was)), would: spread(people.map(({ would }) => would)) },
    unserved: { was: data.cases.reduce((sum, { actual }) => sum + actual.filter(({ picked }) => picked === null).length, 0), would: result.unserved.length },
  }
}
