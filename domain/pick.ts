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
const nothingHeld = (): number => 0

/**
 * In turn: the next by id, after the last one comes the first again. Even random: one of those who still have a card, else of all.
 * Least loaded: one of those who have least. Weighted: by chance, somebody of weight 50 half as often as somebody of 100.
 * @param held for how many directions somebody was picked already in this very draw
 */
export function pickOne(policy: DrawPolicy, turn: Turn, random: Random, held: (id: UserId) => number = nothingHeld): UserId | null {
  const { eligible } = turn
  if (eligible.length === 0) return null
  switch (policy) {
    case 'random':
      return oneOf(eligible, random)
    case 'in_turn':
      return eligible.find((id) => turn.lastPicked === null || id > turn.lastPicked) ?? (eligible[0] as UserId)
    case 'even_random': {
      const withCard = eligible.filter((id) => !turn.hadTurn.has(id))
      return oneOf(withCard.length > 0 ? withCard : eligible, random)
    }
    case 'least_loaded': {
      const loads = eligible.map((id) => (turn.loads.get(id) ?? 0) + held(id))
      const least = Math.min(...loads)
      return oneOf(eligible.filter((_, index) => loads[index] === least), random)
    }
    case 'weighted':
      return byWeight(turn, random)
  }
}

const oneOf = (people: readonly UserId[], random: Random): UserId => people[random.below(people.length)] as UserId

function byWeight({ eligible, weights }: Turn, random: Random): UserId {
  let rest = random.below(eligible.reduce((sum, id) => sum + (weights.get(id) ?? usualWeight), 0))
  return eligible.find((id) => (rest -= weights.get(id) ?? usualWeight) < 0) as UserId
}

/**
 * One person per turn, and nobody for more turns than `roomOf` says (at least one). Each turn picks among those who still have room; when
 * nobody has, earlier picks give way to one another, so that a turn stays empty only if no arrangement at all could fill as many.
 */
export function pickAll(policy: DrawPolicy, turns: readonly Turn[], roomOf: (id: UserId) => number, random: Random): (UserId | null)[] {
  const picks: (UserId | null)[] = turns.map(() => null)
  const heldBy = (id: UserId): number[] => [...picks.keys()].filter((index) => picks[index] === id)
  const held = (id: UserId): number => picks.reduce((count, picked) => (picked === id ? count + 1 : count), 0)
  const isFree = (id: UserId): boolean => held(id) < roomOf(id)

  /** Fills the turn, moving others where it must; a person is considered once a search. */
  const fill = (index: number, considered: Set<UserId>): boolean => {
    const turn = turns[index] as Turn
    const open = considered.size === 0 ? turn.eligible : turn.eligible.filter((id) => !considered.has(id))
    const free = picks.some((picked) => picked !== null) ? open.filter(isFree) : open
    const direct = pickOne(policy, { ...turn, eligible: free }, random, held)
    if (direct !== null) {
      picks[index] = direct
      return true
    }
    for (let rest = open; rest.length > 0; ) {
      const wanted = pickOne(policy, { ...turn, eligible: rest }, random, held) as UserId
      rest = rest.filter((id) => id !== wanted && !considered.has(id))
      considered.add(wanted)
      if (heldBy(wanted).some((holder) => fill(holder, considered))) {
        picks[index] = wanted
        return true
      }
    }
    return false
  }
  turns.forEach((_, index) => fill(index, new Set()))
  return picks
}

/** Picks for a whole draw, of whatever chance. @param room for how many turns one person may be picked; null: any number */
export type Picker = (name: string, policy: DrawPolicy, room: number | null, turns: readonly Turn[]) => (UserId | null)[]

/** By a stream that is given; nothing of it is kept. */
export const byChance =
  (random: Random): Picker =>
  (_, policy, room, turns) =>
    pickAll(policy, turns, () => room ?? Infinity, random)

const none: ReadonlyMap<UserId, number> = new Map()
/** A turn that looks at nothing but who is eligible. */
export const plainTurn = (wanted: string, eligible: readonly UserId[]): Turn => ({ for: wanted, eligible, lastPicked: null, hadTurn: new Set(), loads: none, weights: none })
