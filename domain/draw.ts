/** The draw: one eligible manager per direction, then a main one among the distinct people picked. */
import { z } from 'zod'
import { DirectionId, UserId } from './ids.ts'
import { type Candidate, Exclusion, exclusionOf, type PoolRules } from './manager.ts'
import { OutcomeCode } from './outcome.ts'
import type { Random } from './random.ts'

export interface DirectionPool {
  readonly directionId: DirectionId
  readonly candidates: readonly Candidate[]
}

/** What happened in one direction. `picked` is null when nobody was eligible; `outcome` then says why. */
export const DirectionDraw = z.object({
  directionId: DirectionId,
  /** Ascending ids: the order does not depend on how the portal listed people. */
  eligible: z.array(UserId),
  excluded: z.array(Exclusion),
  picked: UserId.nullable(),
  outcome: OutcomeCode,
})
export type DirectionDraw = z.infer<typeof DirectionDraw>

export const Draw = z.object({
  policy: z.enum(['random']),
  /** Lower-case hexadecimal; with the pools it determines the whole result. */
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  directions: z.array(DirectionDraw),
  /** The distinct people picked, ascending: the pool of the main manager. */
  picked: z.array(UserId),
  mainManager: UserId.nullable(),
})
export type Draw = z.infer<typeof Draw>

/**
 * Draws all directions and the main manager in one step.
 * Deterministic: the same pools (in any order of people), rules, moment and random stream give the same people.
 * @param now milliseconds since 1970
 */
export function draw(pools: readonly DirectionPool[], rules: PoolRules, seed: string, random: Random, now: number): Draw {
  const directions = pools.map((pool) => drawDirection(pool, rules, random, now))
  const picked = [...new Set(directions.flatMap((one) => (one.picked === null ? [] : [one.picked])))].sort((a, b) => a - b)
  return { policy: 'random', seed, directions, picked, mainManager: pick(picked, random) }
}

function drawDirection({ directionId, candidates }: DirectionPool, rules: PoolRules, random: Random, now: number): DirectionDraw {
  const eligible: UserId[] = []
  const excluded: Exclusion[] = []
  for (const candidate of [...candidates].sort((a, b) => a.person.id - b.person.id)) {
    const exclusion = exclusionOf(candidate, rules, now)
    if (exclusion) excluded.push(exclusion)
    else eligible.push(candidate.person.id)
  }
  const picked = pick(eligible, random)
  return { directionId, eligible, excluded, picked, outcome: picked === null ? outcomeOfNobody(excluded) : 'ok' }
}

function pick(people: readonly UserId[], random: Random): UserId | null {
  return people.length === 0 ? null : (people[random.below(people.length)] as UserId)
}

/** Absent or clocked out when that alone explains it, so that an administrator reads the cause and not "nobody". */
function outcomeOfNobody(excluded: readonly Exclusion[]): OutcomeCode {
  const passing = excluded.filter(({ reason }) => reason === 'absent' || reason === 'workday_closed')
  if (passing.length === 0) return excluded.length === 0 ? 'department_empty' : 'no_eligible'
  if (passing.every(({ reason }) => reason === 'absent')) return 'absent'
  if (passing.every(({ reason }) => reason === 'workday_closed')) return 'workday_closed'
  return 'no_eligible'
}
