/** The draw: one eligible manager per direction, then a main one among the distinct people picked. */
import { z } from 'zod'
import { DirectionId, UserId } from './ids.ts'
import { type Candidate, Exclusion, exclusionOf, type Person, type PoolRules } from './manager.ts'
import { OutcomeCode } from './outcome.ts'
import { Deck, deckOf, drawPolicies, type DrawPolicy, firstDeck, nobody, noOne, oneEach, type Picker, plainTurn, roomy, type Turn, usualWeight } from './pick.ts'

export interface DirectionPool {
  readonly directionId: DirectionId
  readonly candidates: readonly Candidate[]
  /** Who was picked for this direction the last time, by drawing; only `in_turn` looks at it. */
  readonly lastPicked: UserId | null
  /** As the picks before have left it; only `even_random` looks at it. */
  readonly deck?: Deck
  /** What everybody has on their hands; only `least_loaded` looks at it. */
  readonly loads?: ReadonlyMap<UserId, number>
  /** Only `weighted` looks at it. */
  readonly weights?: ReadonlyMap<UserId, number>
  /** Takes the client when nobody can be picked, as long as they are active. */
  readonly reserve: Person | null
}

export const loadMeasures = ['assigned', 'open_deals'] as const

export const DrawOptions = z.object({
  policy: z.enum(drawPolicies).default('random'),
  /** False: nobody is picked for two directions of one distribution. */
  onePersonManyDirections: z.boolean().default(true),
  /** What a load is: clients that we drew somebody for in the last days, or their open deals of any origin. */
  load: z.enum(loadMeasures).default('assigned'),
  loadDays: z.number().int().min(1).max(90).default(30),
})
export type DrawOptions = z.infer<typeof DrawOptions>

const Numbers = z.record(z.string(), z.number().int())

/** What happened in one direction. `picked` is null when nobody could be picked; `outcome` then says why. */
export const DirectionDraw = z.object({
  directionId: DirectionId,
  /** Ascending ids: the order does not depend on how the portal listed people. */
  eligible: z.array(UserId),
  excluded: z.array(Exclusion),
  lastPicked: UserId.nullable().default(null),
  /** The deck that was picked from, as it was before; null: another policy. */
  deck: Deck.nullable().default(null),
  /** By user id, as they were picked by: loads with what this distribution had given before, weights; empty: another policy. */
  loads: Numbers.default({}),
  weights: Numbers.default({}),
  /** Known to be active then; null: none, or dismissed. */
  reserve: UserId.nullable().default(null),
  picked: UserId.nullable(),
  /** Picked as the reserve, without drawing. */
  fallback: z.boolean().default(false),
  outcome: OutcomeCode,
})
export type DirectionDraw = z.infer<typeof DirectionDraw>

export const Draw = DrawOptions.extend({
  /** Lower-case hexadecimal; with the pools it determines the whole result. */
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  directions: z.array(DirectionDraw),
  /** The distinct people picked, ascending: the pool of the main manager. */
  picked: z.array(UserId),
  /** Null as long as nobody was chosen. */
  mainManager: UserId.nullable(),
})
export type Draw = z.infer<typeof Draw>

/**
 * Draws all directions.
 * Deterministic: the same pools (in any order of people), rules, moment and chance give the same people.
 * @param now milliseconds since 1970
 */
export function drawDirections(pools: readonly DirectionPool[], rules: PoolRules, options: DrawOptions, pick: Picker, now: number): DirectionDraw[] {
  const { policy } = options
  const turns: Turn[] = []
  const excluded: Exclusion[][] = []
  for (const pool of pools) {
    const those = eligibleOf(pool, rules, now)
    const hadTurn = policy === 'even_random' && pool.deck ? new Set(pool.deck.hadTurn) : noOne
    turns.push({ for: pool.directionId, eligible: those.eligible, lastPicked: pool.lastPicked, hadTurn, loads: pool.loads ?? nobody, weights: pool.weights ?? nobody })
    excluded.push(those.excluded)
  }
  const picks = pick('directions', policy, options.onePersonManyDirections ? roomy : oneEach, turns)
  return pools.map((pool, index) => recordOf(pool, policy, turns[index] as Turn, excluded[index] as Exclusion[], picks, index))
}

function recordOf(pool: DirectionPool, policy: DrawPolicy, turn: Turn, excluded: readonly Exclusion[], picks: readonly (UserId | null)[], index: number): DirectionDraw {
  const { eligible } = turn
  const drawn = picks[index] ?? null
  const reserve = pool.reserve?.active ? pool.reserve.id : null
  const picked = drawn ?? reserve
  return {
    directionId: pool.directionId,
    eligible: eligible as UserId[],
    excluded: excluded as Exclusion[],
    lastPicked: pool.lastPicked,
    deck: policy === 'even_random' ? deckOf(pool.deck ?? firstDeck, drawn) : null,
    loads: policy === 'least_loaded' ? loadsOf(turn, picks, index) : {},
    weights: policy === 'weighted' ? weightsOf(turn) : {},
    reserve,
    picked,
    fallback: drawn === null && reserve !== null,
    outcome: drawn !== null ? 'ok' : reserve !== null ? 'fallback_used' : eligible.length > 0 ? 'no_eligible' : outcomeOfNobody(excluded),
  }
}

type NumbersById = Record<string, number>

/** With what the directions before this one have given. */
function loadsOf({ eligible, loads }: Turn, picks: readonly (UserId | null)[], index: number): NumbersById {
  const found: NumbersById = {}
  for (const id of eligible) found[id] = loads.get(id) ?? 0
  for (let before = 0; before < index; before++) {
    const load = found[picks[before] ?? 0]
    if (load !== undefined) found[picks[before] ?? 0] = load + 1
  }
  return found
}

function weightsOf({ eligible, weights }: Turn): NumbersById {
  const found: NumbersById = {}
  for (const id of eligible) found[id] = weights.get(id) ?? usualWeight
  return found
}

/** The distinct people picked, ascending. */
export const distinctPicked = (directions: readonly DirectionDraw[]): UserId[] =>
  [...new Set(directions.flatMap(({ picked }) => (picked === null ? [] : [picked])))].sort((a, b) => a - b)

/** The main manager is drawn by chance under every policy. @param picked distinct and ascending */
export function drawMain(picked: readonly UserId[], pick: Picker): UserId | null {
  return picked.length === 0 ? null : (pick('main', 'random', roomy, [plainTurn('main', picked)])[0] ?? null)
}

/** Who takes part and who does not, both in ascending id. */
export function eligibleOf({ candidates }: Pick<DirectionPool, 'candidates'>, rules: PoolRules, now: number): { eligible: UserId[]; excluded: Exclusion[] } {
  const eligible: UserId[] = []
  const excluded: Exclusion[] = []
  for (const candidate of inOrder(candidates)) {
    const exclusion = exclusionOf(candidate, rules, now)
    if (exclusion) excluded.push(exclusion)
    else eligible.push(candidate.person.id)
  }
  return { eligible, excluded }
}

/** They nearly always come sorted, and looking is much cheaper than sorting. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  let before = 0
  for (const { person } of candidates) {
    if (person.id < before) return [...candidates].sort((a, b) => a.person.id - b.person.id)
    before = person.id
  }
  return candidates
}

/** Absent or clocked out when that alone explains it, so that an administrator reads the cause and not "nobody". */
export function outcomeOfNobody(excluded: readonly Exclusion[]): OutcomeCode {
  const passing = excluded.filter(({ reason }) => reason === 'absent' || reason === 'workday_closed')
  if (passing.length === 0) return excluded.length === 0 ? 'department_empty' : 'no_eligible'
  if (passing.every(({ reason }) => reason === 'absent')) return 'absent'
  if (passing.every(({ reason }) => reason === 'workday_closed')) return 'workday_closed'
  return 'no_eligible'
}
