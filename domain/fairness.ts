/** Whether draws were fair: what everybody was to expect from the very draws they took part in, and how far from it a fair draw may come to lie. */
import type { Distribution } from './distribution.ts'
import type { DirectionId, UserId } from './ids.ts'
import { type DrawPolicy, nobody, pickAll, plainTurn, type Room, oneEach, roomy, type Turn, usualWeight } from './pick.ts'
import type { Random } from './random.ts'
import { byOrderOf, type ByOrder } from './fairness-order.ts'

/** One draw that was made: what each of its turns chose from, and who was picked. */
export interface MadeDraw {
  readonly policy: DrawPolicy
  readonly room: Room
  readonly turns: readonly { readonly turn: Turn; readonly picked: UserId | null }[]
}

export interface Share {
  readonly userId: UserId
  /** Draws that this person took part in. */
  readonly tookPart: number
  readonly picked: number
  /** From each draw's own people, weights and cards; not a whole number. */
  readonly expected: number
}

export const verdicts = ['too_few', 'even', 'unusual', 'skewed'] as const
export type Verdict = (typeof verdicts)[number]

/** Draws by chance: at random, even random, weighted. */
export interface ByChance {
  readonly draws: number
  /** Most above what they were to expect first. */
  readonly people: readonly Share[]
  /** Of a hundred fair repetitions of the very same draws, how many lie at least so far from what was to be expected; 0 to 1. */
  readonly p: number
  /** From whoever is furthest below to whoever is furthest above what they were to expect; `usual`: up to that in 95 of 100 fair repetitions. */
  readonly gap: { readonly size: number; readonly usual: number }
  readonly verdict: Verdict
}

export interface Fairness {
  /** Null: nothing was drawn by chance. */
  readonly byChance: ByChance | null
  /** In turn and least loaded, where nothing is left to chance and a test would say nothing; null: nothing was picked so. */
  readonly byOrder: ByOrder | null
}

const isChance = (policy: DrawPolicy): boolean => policy === 'random' || policy === 'even_random' || policy === 'weighted'

/** Below that even a wholly one-sided draw would not stand out. */
const fewest = 10
const seldom = 0.05
const hardlyEver = 0.001

/** Draws of a distribution's directions; whoever came without a draw (reserve, the client's own manager) is no part of them. */
export function picksOf({ draw }: Distribution, only: DirectionId | null = null): MadeDraw[] {
  const drawn = draw.directions.filter(({ directionId, fallback, by, eligible }) => !fallback && by === 'draw' && eligible.length > 0 && (only === null || directionId === only))
  const turns = drawn.map(({ directionId, eligible, lastPicked, deck, loads, weights, picked }) => ({
    turn: { for: directionId, eligible, lastPicked, hadTurn: new Set(deck?.hadTurn), loads: byId(loads), weights: byId(weights) },
    picked,
  }))
  // Directions of one client hang together only where nobody may have two of them.
  if (draw.onePersonManyDirections || only !== null) return turns.map((one) => ({ policy: draw.policy, room: roomy, turns: [one] }))
  return turns.length === 0 ? [] : [{ policy: draw.policy, room: oneEach, turns }]
}

/** The draw of the main manager; none where there was nobody to choose among, or nothing was drawn. */
export function mainOf({ draw }: Distribution): MadeDraw[] {
  const { mainManager, mainBy } = draw
  if (mainManager === null || draw.picked.length < 2 || (mainBy && mainBy.by !== 'draw')) return []
  const turn = { ...plainTurn('main', mainBy?.eligible ?? draw.picked), loads: byId(mainBy?.times ?? {}) }
  return [{ policy: draw.main === 'least_often' ? 'least_loaded' : 'random', room: roomy, turns: [{ turn, picked: mainManager }] }]
}

const byId = (numbers: Readonly<Record<string, number>>): ReadonlyMap<UserId, number> => {
  const entries = Object.entries(numbers)
  return entries.length === 0 ? nobody : new Map(entries.map(([id, number]) => [Number(id) as UserId, number]))
}

/**
 * Repeats all the draws as often as `runs` says with the same pools, weights and policies; cards go on from those of the first draw.
 * Yields how far it is, so that whoever asks may breathe in between. Give `random` a seed of its own: the answer is then the same whoever asks.
 * @param draws oldest first
 */
export function* fairnessOf(draws: readonly MadeDraw[], random: Random, runs = 999): Generator<number, Fairness> {
  const chance = draws.filter(({ policy }) => isChance(policy))
  const byOrder = byOrderOf(draws.filter(({ policy }) => !isChance(policy)))
  if (chance.length === 0) return { byChance: null, byOrder }
  const people = [...new Set(chance.flatMap(({ turns }) => turns.flatMap(({ turn }) => turn.eligible)))].sort((a, b) => a - b)
  const place = new Map(people.map((id, index) => [id, index]))
  const add = (counts: Float64Array, id: UserId, by: number): void => {
    const index = place.get(id) as number
    counts[index] = (counts[index] as number) + by
  }
  const count = (picks: readonly (UserId | null)[], counts: Float64Array, by = 1): void => {
    for (const id of picks) if (id !== null) add(counts, id, by)
  }
  const observed = new Float64Array(people.length)
  for (const { turns } of chance) count(turns.map(({ picked }) => picked), observed)

  const exact = chance.filter(isExact)
  const others = chance.filter((one) => !isExact(one))
  const expected = new Float64Array(people.length)
  for (const { policy, turns } of exact) for (const { turn } of turns) for (const [id, share] of sharesOf(policy, turn)) add(expected, id, share)
  const repeated: Float64Array[] = []
  for (let run = 0; run < runs; run++) {
    const counts = new Float64Array(people.length)
    repeat(exact, random, (picks) => count(picks, counts))
    repeat(others, random, (picks) => {
      count(picks, counts)
      count(picks, expected, 1 / runs)
    })
    repeated.push(counts)
    yield (run + 1) / runs
  }
  const far = distance(observed, expected)
  const further = repeated.filter((counts) => distance(counts, expected) >= far - 1e-9).length
  const p = (1 + further) / (1 + runs)
  const gaps = repeated.map((counts) => gapOf(counts, expected)).sort((a, b) => a - b)
  const drawn = chance.reduce((sum, { turns }) => sum + turns.length, 0)
  const shares = people.map((userId, index): Share => {
    const tookPart = chance.reduce((sum, { turns }) => sum + turns.filter(({ turn }) => turn.eligible.includes(userId)).length, 0)
    return { userId, tookPart, picked: observed[index] as number, expected: expected[index] as number }
  })
  return {
    byChance: {
      draws: drawn,
      people: shares.sort((a, b) => b.picked - b.expected - (a.picked - a.expected) || a.userId - b.userId),
      p,
      gap: { size: gapOf(observed, expected), usual: gaps[Math.max(0, Math.ceil(runs * 0.95) - 1)] ?? 0 },
      verdict: drawn < fewest ? 'too_few' : p <= hardlyEver ? 'skewed' : p < seldom ? 'unusual' : 'even',
    },
    byOrder,
  }
}

/** Where chances can be written down: every pick hangs on nothing but its own pool. */
const isExact = ({ policy, room }: MadeDraw): boolean => policy !== 'even_random' && room.each === null && room.left.size === 0

function sharesOf(policy: DrawPolicy, { eligible, weights }: Turn): (readonly [UserId, number])[] {
  const weightOf = (id: UserId): number => (policy === 'weighted' ? (weights.get(id) ?? usualWeight) : 1)
  const all = eligible.reduce((sum, id) => sum + weightOf(id), 0)
  return eligible.map((id) => [id, weightOf(id) / all])
}

/** The same pools once more by other chance; decks go on as they would have gone. */
function repeat(draws: readonly MadeDraw[], random: Random, take: (picks: readonly (UserId | null)[]) => void): void {
  const decks = new Map<string, Set<UserId>>()
  for (const { policy, room, turns } of draws) {
    const now = turns.map(({ turn }) => {
      if (policy !== 'even_random') return turn
      const hadTurn = decks.get(turn.for) ?? new Set(turn.hadTurn)
      decks.set(turn.for, hadTurn)
      return { ...turn, hadTurn }
    })
    const picks = pickAll(policy, now, room, random)
    if (policy === 'even_random') {
      for (const [index, { hadTurn }] of now.entries()) {
        const picked = picks[index] ?? null
        const deck = hadTurn as Set<UserId>
        if (picked === null) continue
        if (deck.has(picked)) deck.clear()
        deck.add(picked)
      }
    }
    take(picks)
  }
}

/** Pearson's: squares of what is too much or too little, each by what was to be expected. */
function distance(counts: Float64Array, expected: Float64Array): number {
  let sum = 0
  for (let index = 0; index < counts.length; index++) {
    const wanted = expected[index] as number
    if (wanted > 0) sum += ((counts[index] as number) - wanted) ** 2 / wanted
  }
  return sum
}

function gapOf(counts: Float64Array, expected: Float64Array): number {
  let most = -Infinity
  let least = Infinity
  for (let index = 0; index < counts.length; index++) {
    const over = (counts[index] as number) - (expected[index] as number)
    most = Math.max(most, over)
    least = Math.min(least, over)
  }
  return most - least
}
