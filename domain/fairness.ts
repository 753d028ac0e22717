/** Whether draws were fair: what everybody was to expect from the very draws they took part in, and how far from it a fair draw may come to lie. */
import { byOrderOf, type ByOrder } from './fairness-order.ts'
import type { UserId } from './ids.ts'
import { isLookedAt, lookedAt, type MadeDraw } from './made-draws.ts'
import { type DrawPolicy, pickAll, type Turn, usualWeight } from './pick.ts'
import type { Random } from './random.ts'

export interface Share {
  readonly userId: UserId
  /** Draws that this person took part in. */
  readonly tookPart: number
  readonly picked: number
  /** From each draw's own people, weights and cards; not a whole number. */
  readonly expected: number
  /** Between these in 95 of 100 fair repetitions. */
  readonly usual: [number, number]
}

/** Draws by chance: at random, even random, weighted. */
export interface ByChance {
  readonly draws: number
  /** Most above what they were to expect first. */
  readonly people: readonly Share[]
  /** Of a hundred fair repetitions of the very same draws, how many lie at least so far from what was to be expected; 0 to 1. */
  readonly p: number
  /** From whoever is furthest below to whoever is furthest above what they were to expect; `usual`: up to that in 95 of 100 fair repetitions. */
  readonly gap: { readonly size: number; readonly usual: number }
}

export interface Fairness {
  /** Null: nothing was drawn by chance. */
  readonly byChance: ByChance | null
  /** In turn and least loaded, where nothing is left to chance and a test would say nothing; null: nothing was picked so. */
  readonly byOrder: ByOrder | null
}

const isChance = (policy: DrawPolicy): boolean => policy === 'random' || policy === 'even_random' || policy === 'weighted'

/** How many picks of these a test would look at. */
export const chanceDraws = (draws: readonly MadeDraw[]): number => draws.reduce((sum, one) => sum + (isChance(one.policy) ? lookedAt(one).length : 0), 0)

/** Where fewer than so many repetitions of a hundred lie as far apart, they are repeated more finely. */
const rare = 0.01
/** What may go to so many groups is told apart only by so many repetitions; more of them would take a page's patience. */
const finest = (groups: number): number => Math.min(19_999, 200 * groups - 1)

/**
 * Repeats all the draws as often as `runs` says with the same pools, weights and policies; cards go on from those of the first draw.
 * Yields how far it is, so that whoever asks may breathe in between. Give `random` a seed of its own: the answer is then the same whoever asks.
 * @param draws oldest first
 * @param groups how many groups are judged together with this one: whatever is rare here has to be rarer for that
 */
export function* fairnessOf(draws: readonly MadeDraw[], random: Random, { runs = 999, groups = 1 } = {}): Generator<number, Fairness> {
  const chance = draws.filter(({ policy }) => isChance(policy))
  const byOrder = byOrderOf(draws.filter(({ policy }) => !isChance(policy)))
  if (chance.length === 0) return { byChance: null, byOrder }
  const people = [...new Set(chance.flatMap((one) => lookedAt(one).flatMap(({ turn }) => turn.eligible)))].sort((a, b) => a - b)
  const place = new Map(people.map((id, index) => [id, index]))
  const add = (counts: Float64Array, id: UserId, by: number): void => {
    const index = place.get(id) as number
    counts[index] = (counts[index] as number) + by
  }
  const count = (picks: readonly (UserId | null)[], counts: Float64Array, by = 1): void => {
    for (const id of picks) if (id !== null) add(counts, id, by)
  }
  const observed = new Float64Array(people.length)
  for (const one of chance) count(lookedAt(one).map(({ picked }) => picked), observed)

  const exact = chance.filter(isExact)
  const others = chance.filter((one) => !isExact(one))
  const written = new Float64Array(people.length)
  for (const { policy, turns } of exact) for (const { turn } of turns) for (const [id, share] of sharesOf(policy, turn)) add(written, id, share)
  const seen = new Float64Array(people.length)
  const repeated: Float64Array[] = []
  const expectedNow = (): Float64Array => written.map((share, index) => share + (seen[index] as number) / Math.max(1, repeated.length))
  const pNow = (expected: Float64Array): number => {
    const far = distance(observed, expected)
    return (1 + repeated.filter((counts) => distance(counts, expected) >= far - 1e-9).length) / (1 + repeated.length)
  }
  let all = runs
  for (let run = 0; run < all; run++) {
    const counts = new Float64Array(people.length)
    repeat(exact, random, (picks) => count(picks, counts))
    repeat(others, random, (picks) => {
      count(picks, counts)
      count(picks, seen)
    })
    repeated.push(counts)
    if (repeated.length === runs && groups > 1 && pNow(expectedNow()) <= rare) all = Math.max(runs, finest(groups))
    yield repeated.length / all
  }
  const expected = expectedNow()
  const p = pNow(expected)
  const gaps = repeated.map((counts) => gapOf(counts, expected)).sort((a, b) => a - b)
  const shares = people.map((userId, index): Share => {
    const tookPart = chance.reduce((sum, one) => sum + lookedAt(one).filter(({ turn }) => turn.eligible.includes(userId)).length, 0)
    return { userId, tookPart, picked: observed[index] as number, expected: expected[index] as number, usual: usualOf(repeated.map((counts) => counts[index] as number), expected[index] as number) }
  })
  return {
    byChance: {
      draws: chanceDraws(chance),
      people: shares.sort((a, b) => b.picked - b.expected - (a.picked - a.expected) || a.userId - b.userId),
      p,
      gap: { size: gapOf(observed, expected), usual: gaps[Math.max(0, Math.ceil(repeated.length * 0.95) - 1)] ?? 0 },
    },
    byOrder,
  }
}

/** Where chances can be written down: every pick hangs on nothing but its own pool. */
export const isExact = ({ policy, room }: MadeDraw): boolean => policy !== 'even_random' && room.each === null && room.left.size === 0

function sharesOf(policy: DrawPolicy, { eligible, weights }: Turn): (readonly [UserId, number])[] {
  const weightOf = (id: UserId): number => (policy === 'weighted' ? (weights.get(id) ?? usualWeight) : 1)
  const all = eligible.reduce((sum, id) => sum + weightOf(id), 0)
  return eligible.map((id) => [id, weightOf(id) / all])
}

/** The same pools once more by other chance; decks go on as they would have gone. */
function repeat(draws: readonly MadeDraw[], random: Random, take: (picks: readonly (UserId | null)[]) => void): void {
  const decks = new Map<string, Set<UserId>>()
  for (const draw of draws) {
    const { policy, room, turns } = draw
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
    take(draw.only === undefined ? picks : picks.filter((_, index) => isLookedAt(draw, (turns[index] as MadeDraw['turns'][number]).turn)))
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

function usualOf(counts: number[], expected: number): [number, number] {
  counts.sort((a, b) => a - b)
  return [counts[Math.floor(counts.length * 0.025)] ?? expected, counts[Math.max(0, Math.ceil(counts.length * 0.975) - 1)] ?? expected]
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
