/** What becomes of somebody who was away and comes back: the engine itself, tried on a team of five. */
import { drawDirections, DrawOptions } from './draw.ts'
import { DepartmentId, DirectionId, UserId } from './ids.ts'
import type { Candidate } from './manager.ts'
import { byChance, type Deck, firstDeck } from './pick.ts'
import { randomOfText } from './random.ts'

const people = 5
/** Counted in clients of the direction. */
export const returnTrial = { leaves: 15, returns: 40, ends: 90 } as const

export interface Return {
  /** After each client: how many clients the one who was away has had beyond the middle of the others; below zero: fewer. */
  readonly course: readonly number[]
  /** Clients behind that middle when they come back. */
  readonly behind: number
  /** How many of those they have caught up in the end. */
  readonly caughtUp: number
  /** Clients of the direction until then. */
  readonly within: number
}

const directionId = DirectionId.parse('dir_return')
const [returning, ...others] = Array.from({ length: people }, (_, index) => UserId.parse(index + 1)) as [UserId, ...UserId[]]
const candidate = (id: UserId, isAway: boolean): Candidate => ({
  person: { id, name: '', position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true },
  presence: { absence: isAway ? { from: 0, until: 1 } : null, workday: 'unknown' },
  isHead: false,
})

/** Nothing is closed or forgotten meanwhile, and chance is the same each time, so that only the rule makes a difference. */
export function tryReturn(rule: Pick<DrawOptions, 'policy' | 'catchUp'>): Return {
  const options = DrawOptions.parse(rule)
  const pick = byChance(randomOfText('return'))
  const loads = new Map<UserId, number>([returning, ...others].map((id) => [id, 0]))
  const course: number[] = []
  let added: ReadonlyMap<UserId, number> | undefined
  let lastPicked: UserId | null = null
  let deck: Deck = firstDeck
  for (let client = 0; client < returnTrial.ends; client++) {
    const isAway = client >= returnTrial.leaves && client < returnTrial.returns
    const candidates = [candidate(returning, isAway), ...others.map((id) => candidate(id, false))]
    const pool = { directionId, candidates, lastPicked, deck, loads, reserve: null, ...(added ? { added } : {}) }
    const [draw] = drawDirections([pool], { skipAbsent: true, skipClockedOut: false, headsTakePart: false }, options, pick, 0)
    const picked: UserId | null = draw?.picked ?? null
    if (draw && picked !== null) {
      loads.set(picked, (loads.get(picked) ?? 0) + 1)
      added = new Map(Object.entries(draw.added).map(([id, number]) => [UserId.parse(Number(id)), number]))
      if (draw.deck) deck = { round: draw.deck.round, hadTurn: [...draw.deck.hadTurn, picked] }
      lastPicked = picked
    }
    const theirs = others.map((id) => loads.get(id) ?? 0).sort((a, b) => a - b)
    course.push((loads.get(returning) ?? 0) - (theirs[Math.floor((theirs.length - 1) / 2)] as number))
  }
  const back = course[returnTrial.returns - 1] as number
  // Over two rounds of the team: within one, the middle moves on between two clients of one's own.
  const last = course.slice(-2 * people)
  const caughtUp = Math.max(0, Math.round(last.reduce((sum, value) => sum + value, 0) / last.length - back))
  const reached = course.findIndex((value, client) => client >= returnTrial.returns && value >= back + caughtUp - 0.5)
  return { course, behind: Math.round(-back), caughtUp, within: caughtUp === 0 ? 0 : reached + 1 - returnTrial.returns }
}
