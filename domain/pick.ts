/** Who is picked among eligible people, by which policy, and nobody for more directions than they have room for. */
import { z } from 'zod'
import { UserId } from './ids.ts'
import type { Random } from './random.ts'

export const drawPolicies = ['random', 'in_turn', 'even_random', 'least_loaded', 'weighted'] as const
export type DrawPolicy = (typeof drawPolicies)[number]

/**
 * A direction's shuffled deck: everybody has one card a round. Whoever was away keeps theirs, so they owe one turn at most;
 * whoever joins has one at once; a round ends when nobody who could take the client has a card left.
 */
export const Deck = z.object({
  /** Counts from 1. */
  round: z.number().int().min(1),
  /** Whose card of this round is gone, in the order of their turns. */
  hadTurn: z.array(UserId),
})
export type Deck = z.infer<typeof Deck>
export const firstDeck: Deck = { round: 1, hadTurn: [] }

/** The deck that this pick was made from: whoever had no card left was picked from the next round. */
export const deckOf = (deck: Deck, picked: UserId | null): Deck =>
  picked !== null && deck.hadTurn.includes(picked) ? { round: deck.round + 1, hadTurn: [] } : deck

export interface Turn {
  /** Whom it is for: a direction's id, `main` or `representative`. */
  readonly for: string
  /** Ascending. */
  readonly eligible: readonly UserId[]
  /** Whoever had the turn before; null: nobody yet, the lowest id begins. Only `in_turn` looks at it. */
  readonly lastPicked: UserId | null
  /** Who has no card left in the deck's round. Only `even_random` looks at it. */
  readonly hadTurn: ReadonlySet<UserId>
  /** What everybody has on their hands already; missing: nothing. Only `least_loaded` looks at it. */
  readonly loads: ReadonlyMap<UserId, number>
  /** Whole numbers from 1; missing: `usualWeight`. Only `weighted` looks at it. */
  readonly weights: ReadonlyMap<UserId, number>
}

export const usualWeight = 100
/** Numbers of a record, by the person they belong to. */
export const byId = (numbers: Readonly<Record<string, number>>): Map<UserId, number> => new Map(Object.entries(numbers).map(([id, number]) => [Number(id) as UserId, number]))
export const nobody: ReadonlyMap<UserId, number> = new Map()
export const noOne: ReadonlySet<UserId> = new Set()

/** A turn that looks at nothing but who is eligible. */
export const plainTurn = (wanted: string, eligible: readonly UserId[]): Turn => ({ for: wanted, eligible, lastPicked: null, hadTurn: noOne, loads: nobody, weights: nobody })

/** For how many turns of one draw somebody may be picked. */
export interface Room {
  /** Anybody; null: for any number. */
  readonly each: number | null
  /** What is left of single people's limits, at least 1. */
  readonly left: ReadonlyMap<UserId, number>
}
export const roomy: Room = { each: null, left: nobody }
export const oneEach: Room = { each: 1, left: nobody }

type Picks = readonly (UserId | null)[]
const noPicks: Picks = []
// Plain loops in what follows: a million draws have to take seconds, and closures made anew for each of them are most of the time.
function heldBy(id: UserId, picks: Picks): number {
  let held = 0
  for (const picked of picks) if (picked === id) held++
  return held
}

/**
 * In turn: the next by id, after the last one comes the first again. Even random: one of those who still have a card, else of all.
 * Least loaded: one of those who have least. Weighted: by chance, somebody of weight 50 half as often as somebody of 100.
 * @param picks of the turns before in this very draw: what they gave counts as load
 */
export function pickOne(policy: DrawPolicy, turn: Turn, eligible: readonly UserId[], random: Random, picks: Picks = noPicks): UserId | null {
  if (eligible.length === 0) return null
  switch (policy) {
    case 'random':
      return oneOf(eligible, random)
    case 'in_turn':
      for (const id of eligible) if (turn.lastPicked === null || id > turn.lastPicked) return id
      return eligible[0] as UserId
    case 'even_random': {
      const withCard: UserId[] = []
      for (const id of eligible) if (!turn.hadTurn.has(id)) withCard.push(id)
      return oneOf(withCard.length > 0 ? withCard : eligible, random)
    }
    case 'least_loaded':
      return oneOf(leastLoaded(turn, eligible, picks), random)
    case 'weighted':
      return byWeight(turn, eligible, random)
  }
}

const oneOf = (people: readonly UserId[], random: Random): UserId => people[random.below(people.length)] as UserId

function leastLoaded({ loads }: Turn, eligible: readonly UserId[], picks: Picks): UserId[] {
  let least = Infinity
  let among: UserId[] = []
  for (const id of eligible) {
    const load = (loads.get(id) ?? 0) + heldBy(id, picks)
    if (load < least) {
      least = load
      among = [id]
    } else if (load === least) among.push(id)
  }
  return among
}

function byWeight({ weights }: Turn, eligible: readonly UserId[], random: Random): UserId {
  let all = 0
  for (const id of eligible) all += weights.get(id) ?? usualWeight
  let rest = random.below(all)
  for (const id of eligible) if ((rest -= weights.get(id) ?? usualWeight) < 0) return id
  throw new Error('a number below the sum of all weights belongs to somebody')
}

/**
 * One person per turn, and nobody for more turns than they have room for. Each turn picks among those who still have room; when
 * nobody has, earlier picks give way to one another, so that a turn stays empty only if no arrangement at all could fill as many.
 */
export function pickAll(policy: DrawPolicy, turns: readonly Turn[], room: Room, random: Random): (UserId | null)[] {
  const picks: (UserId | null)[] = []
  const anyNumber = room.each === null && room.left.size === 0
  for (const turn of turns) {
    if (anyNumber) picks.push(pickOne(policy, turn, turn.eligible, random, picks))
    else {
      picks.push(null)
      fill({ policy, turns, room, random, picks }, picks.length - 1, new Set())
    }
  }
  return picks
}

interface Filling {
  readonly policy: DrawPolicy
  readonly turns: readonly Turn[]
  readonly room: Room
  readonly random: Random
  readonly picks: (UserId | null)[]
}

/** Fills the turn, moving others where it must; a person is considered once a search. */
function fill(filling: Filling, index: number, considered: Set<UserId>): boolean {
  const { policy, turns, room, random, picks } = filling
  const turn = turns[index] as Turn
  const open = turn.eligible.filter((id) => !considered.has(id))
  const free = open.filter((id) => heldBy(id, picks) < Math.min(room.each ?? Infinity, room.left.get(id) ?? Infinity))
  const direct = pickOne(policy, turn, free, random, picks)
  if (direct !== null) {
    picks[index] = direct
    return true
  }
  for (let rest = open; rest.length > 0; ) {
    const wanted = pickOne(policy, turn, rest, random, picks) as UserId
    rest = rest.filter((id) => id !== wanted && !considered.has(id))
    considered.add(wanted)
    const holders = [...picks.keys()].filter((holder) => picks[holder] === wanted)
    if (holders.some((holder) => fill(filling, holder, considered))) {
      picks[index] = wanted
      return true
    }
  }
  return false
}

/** Picks for a whole draw, of whatever chance. */
export type Picker = (name: string, policy: DrawPolicy, room: Room, turns: readonly Turn[]) => (UserId | null)[]

/** By a stream that is given; nothing of it is kept. */
export const byChance =
  (random: Random): Picker =>
  (_, policy, room, turns) =>
    pickAll(policy, turns, room, random)
