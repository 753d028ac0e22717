/** Who is picked among eligible people: at random or in turn, and where it is wanted nobody for two directions. */
import type { UserId } from './ids.ts'
import type { Random } from './random.ts'

export const drawPolicies = ['random', 'in_turn'] as const
export type DrawPolicy = (typeof drawPolicies)[number]

export interface Turn {
  /** Ascending. */
  readonly eligible: readonly UserId[]
  /** Whoever had the turn before; null: nobody yet, the lowest id begins. */
  readonly lastPicked: UserId | null
}

/** In turn: the next by id, after the last one comes the first again. */
export function pickOne(policy: DrawPolicy, { eligible, lastPicked }: Turn, random: Random): UserId | null {
  if (eligible.length === 0) return null
  if (policy === 'random') return eligible[random.below(eligible.length)] as UserId
  return eligible.find((id) => lastPicked === null || id > lastPicked) ?? (eligible[0] as UserId)
}

/** One person per turn; the same one may be picked for several. */
export const pickEach = (policy: DrawPolicy, turns: readonly Turn[], random: Random): (UserId | null)[] => turns.map((turn) => pickOne(policy, turn, random))

/**
 * One person per turn and nobody twice. Each turn picks among those who are still free; when none is left, earlier picks
 * give way to one another, so that a turn stays empty only if no arrangement at all could fill as many.
 */
export function pickDistinct(policy: DrawPolicy, turns: readonly Turn[], random: Random): (UserId | null)[] {
  const picks: (UserId | null)[] = turns.map(() => null)

  /** Fills the turn, moving others where it must; a person is considered once a search. */
  const fill = (index: number, considered: Set<UserId>): boolean => {
    const turn = turns[index] as Turn
    const open = turn.eligible.filter((id) => !considered.has(id))
    const free = open.filter((id) => !picks.includes(id))
    const direct = pickOne(policy, { ...turn, eligible: free }, random)
    if (direct !== null) {
      picks[index] = direct
      return true
    }
    for (let rest = open; rest.length > 0; ) {
      const wanted = pickOne(policy, { ...turn, eligible: rest }, random) as UserId
      rest = rest.filter((id) => id !== wanted && !considered.has(id))
      considered.add(wanted)
      const holder = picks.indexOf(wanted)
      if (fill(holder, considered)) {
        picks[index] = wanted
        return true
      }
    }
    return false
  }
  turns.forEach((_, index) => fill(index, new Set()))
  return picks
}
