/** The draw: one eligible manager per direction, then a main one among the distinct people picked. */
import { z } from 'zod'
import { Hours } from './hours.ts'
import { DirectionId, UserId } from './ids.ts'
import { MainBy, mainModes } from './main.ts'
import { type Candidate, type Demand, type Exclusion, Exclusion as ExclusionRecord, exclusionOf, type Person, type PoolRules, roomLeft } from './manager.ts'
import { missedBy } from './missed.ts'
import { nameInstead, type Named, waysOfNaming } from './named.ts'
import { OutcomeCode } from './outcome.ts'
import { Deck, deckOf, drawPolicies, type DrawPolicy, firstDeck, nobody, noOne, type Picker, roomy, type Turn, usualWeight } from './pick.ts'

export interface DirectionPool {
  readonly directionId: DirectionId
  readonly candidates: readonly Candidate[]
  /** What the direction asks of whoever serves it; absent: nothing. */
  readonly demand?: Demand
  /** Who was picked for this direction the last time, by drawing; only `in_turn` looks at it. */
  readonly lastPicked: UserId | null
  /** As the picks before have left it; only `even_random` looks at it. */
  readonly deck?: Deck
  /** What everybody has on their hands; only `least_loaded` looks at it. */
  readonly loads?: ReadonlyMap<UserId, number>
  /** What this direction's draw before has added to everybody's load (`DirectionDraw.added`); absent: it is the first one. */
  readonly added?: ReadonlyMap<UserId, number>
  /** Only `weighted` looks at it. */
  readonly weights?: ReadonlyMap<UserId, number>
  /** Whoever serves this client in this direction already, where that is to be kept. */
  readonly keep?: UserId | null
  /** Heads of the direction's departments, where they take what nobody else can. */
  readonly heads?: readonly UserId[]
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
  /** Least loaded: how many clients somebody who comes back or is new may catch up on the middle of the others; null: all. */
  catchUp: z.number().int().min(0).max(100).nullable().default(null),
  /** Working hours of everybody who has none of their own; null: any time. */
  hours: Hours.nullable().default(null),
  /** For so many months a client stays with whoever served them in a direction; 0: not. */
  keepManagerMonths: z.number().int().min(0).max(60).default(0),
  /** Nobody serves a client in two directions, visits of the last year counted in. */
  oneDirectionPerClient: z.boolean().default(false),
  /** Whether heads take what nobody else can, before the reserve. */
  headAsLastResort: z.boolean().default(false),
  main: z.enum(mainModes).default('random'),
  /** Nobody is drawn as the main manager twice in a row, where somebody else could be. */
  mainNotTwice: z.boolean().default(false),
})
export type DrawOptions = z.infer<typeof DrawOptions>

const Numbers = z.record(z.string(), z.number().int())

/** What happened in one direction. `picked` is null when nobody could be picked; `outcome` then says why. */
export const DirectionDraw = z.object({
  directionId: DirectionId,
  /** Ascending ids: the order does not depend on how the portal listed people. */
  eligible: z.array(UserId),
  excluded: z.array(ExclusionRecord),
  lastPicked: UserId.nullable().default(null),
  /** The deck that was picked from, as it was before; null: another policy. */
  deck: Deck.nullable().default(null),
  /** By user id, as they were picked by: loads with what this distribution had given before, weights; empty: another policy. */
  loads: Numbers.default({}),
  /** By user id, of everybody who is not away: the part of the load that stands for what somebody missed and may not catch up. Empty: no limit. */
  added: Numbers.default({}),
  weights: Numbers.default({}),
  /** Known to be active then; null: none, or dismissed. */
  reserve: UserId.nullable().default(null),
  picked: UserId.nullable(),
  /** Picked because nobody could be drawn: the head or the reserve. */
  fallback: z.boolean().default(false),
  /** How the picked person came to it. */
  by: z.enum(waysOfNaming).default('draw'),
  /** Whose deputy the picked person is; null: their own. */
  standsFor: UserId.nullable().default(null),
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
  /** How; null: not chosen yet, or before there was a choice. */
  mainBy: MainBy.nullable().default(null),
})
export type Draw = z.infer<typeof Draw>

/**
 * Picks for all directions: whoever serves the client already, then the draw, then heads and reserves where nobody is left.
 * Deterministic: the same pools (in any order of people), rules, moment and chance give the same people.
 * @param now milliseconds since 1970
 * @param named everybody who may be named without a draw, and whom deputies stand in for
 */
export function drawDirections(pools: readonly DirectionPool[], rules: PoolRules, options: DrawOptions, pick: Picker, now: number, named?: Named): DirectionDraw[] {
  const { policy } = options
  const kept = named ? pools.map(({ keep, candidates }) => nameInstead(keep ?? null, named, now, candidates)) : []
  const taken = options.onePersonManyDirections ? noOne : new Set(kept.flatMap((one) => (one ? [one.id] : [])))
  const turns: Turn[] = []
  const excluded: Exclusion[][] = []
  const missed: ReadonlyMap<UserId, number>[] = []
  const left = new Map<UserId, number>()
  for (const [index, pool] of pools.entries()) {
    const those = eligibleOf(pool, rules, now, kept[index] ? noOne : taken, left)
    const hadTurn = policy === 'even_random' && pool.deck ? new Set(pool.deck.hadTurn) : noOne
    const own = policy === 'least_loaded' ? (pool.loads ?? nobody) : nobody
    const added = policy === 'least_loaded' && options.catchUp !== null ? missedBy(own, pool.added, those, options.catchUp) : nobody
    const loads = added.size === 0 ? own : new Map(those.eligible.map((id) => [id, (own.get(id) ?? 0) + (added.get(id) ?? 0)]))
    turns.push({ for: pool.directionId, eligible: those.eligible, lastPicked: pool.lastPicked, hadTurn, loads, weights: pool.weights ?? nobody })
    missed.push(added)
    excluded.push(those.excluded)
  }
  const room = options.onePersonManyDirections ? (left.size === 0 ? roomy : { each: null, left }) : { each: 1, left }
  const open = kept.some((one) => one !== null) ? turns.filter((_, index) => !kept[index]) : turns
  const picks = pick('directions', policy, room, open)
  let place = 0
  return pools.map((pool, index) => {
    const own = kept[index] ?? null
    const before = picks.slice(0, place)
    const drawn = own === null ? (picks[place++] ?? null) : null
    const record = recordOf(pool, policy, turns[index] as Turn, excluded[index] as Exclusion[], drawn, before, { own, named, now })
    return { ...record, added: Object.fromEntries(missed[index] ?? nobody) }
  })
}

interface Naming {
  readonly own: ReturnType<typeof nameInstead>
  readonly named: Named | undefined
  readonly now: number
}
type Came = Pick<DirectionDraw, 'picked' | 'by' | 'standsFor' | 'fallback' | 'outcome'>

/** @param before what the turns before this one gave */
function recordOf(pool: DirectionPool, policy: DrawPolicy, turn: Turn, excluded: Exclusion[], drawn: UserId | null, before: readonly (UserId | null)[], naming: Naming): Omit<DirectionDraw, 'added'> {
  const reserve = pool.reserve?.active ? pool.reserve.id : null
  const came = cameTo(pool, turn, excluded, drawn, reserve, naming)
  return {
    directionId: pool.directionId,
    eligible: turn.eligible as UserId[],
    excluded,
    lastPicked: pool.lastPicked,
    deck: policy === 'even_random' ? deckOf(pool.deck ?? firstDeck, drawn) : null,
    loads: policy === 'least_loaded' ? loadsOf(turn, before) : {},
    weights: policy === 'weighted' ? weightsOf(turn) : {},
    reserve,
    picked: came.picked,
    by: came.by,
    standsFor: came.standsFor,
    fallback: came.fallback,
    outcome: came.outcome,
  }
}

function cameTo(pool: DirectionPool, turn: Turn, excluded: readonly Exclusion[], drawn: UserId | null, reserve: UserId | null, naming: Naming): Came {
  const { own } = naming
  if (own) return { picked: own.id, by: 'client_manager', standsFor: own.standsFor, fallback: false, outcome: 'ok' }
  if (drawn !== null) return { picked: drawn, by: 'draw', standsFor: null, fallback: false, outcome: 'ok' }
  const last = lastResort(pool, reserve, naming)
  if (last) return last
  return { picked: null, by: 'draw', standsFor: null, fallback: false, outcome: turn.eligible.length > 0 ? 'no_eligible' : outcomeOfNobody(excluded) }
}

/** The first head who can, else the reserve, each or their deputy; a reserve whom nobody stands in for takes the client even when away. */
function lastResort(pool: DirectionPool, reserve: UserId | null, { named, now }: Naming): Came | null {
  for (const head of named ? (pool.heads ?? []) : []) {
    const found = named ? nameInstead(head, named, now) : null
    if (found) return { picked: found.id, by: 'head', standsFor: found.standsFor, fallback: true, outcome: 'fallback_used' }
  }
  if (reserve === null) return null
  const found = named ? nameInstead(reserve, named, now) : null
  return { picked: found?.id ?? reserve, by: 'reserve', standsFor: found?.standsFor ?? null, fallback: true, outcome: 'fallback_used' }
}

type NumbersById = Record<string, number>

/** With what the directions before this one have given. */
function loadsOf({ eligible, loads }: Turn, before: readonly (UserId | null)[]): NumbersById {
  const found: NumbersById = {}
  for (const id of eligible) found[id] = loads.get(id) ?? 0
  for (const picked of before) {
    const load = found[picked ?? 0]
    if (load !== undefined) found[picked ?? 0] = load + 1
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

/**
 * Who takes part and who does not, both in ascending id.
 * @param taken whoever the client has for another direction already, where one is the most
 * @param left takes down how many clients more may go to those who have limits
 */
export function eligibleOf(
  { candidates, demand }: Pick<DirectionPool, 'candidates' | 'demand'>,
  rules: PoolRules,
  now: number,
  taken: ReadonlySet<UserId> = noOne,
  left?: Map<UserId, number>,
): { eligible: UserId[]; excluded: Exclusion[] } {
  const eligible: UserId[] = []
  const excluded: Exclusion[] = []
  for (const candidate of inOrder(candidates)) {
    const { id } = candidate.person
    const exclusion = exclusionOf(candidate, rules, now, demand) ?? (taken.has(id) ? { userId: id, reason: 'serves_client' as const, until: null } : null)
    if (exclusion) excluded.push(exclusion)
    else {
      eligible.push(id)
      const room = left && candidate.standing ? roomLeft(candidate.standing) : null
      if (room !== null) left?.set(id, room)
    }
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

/** What passes by itself, and the outcome that an administrator reads when that alone explains why there was nobody. */
const passing: Partial<Record<Exclusion['reason'], OutcomeCode>> = {
  absent: 'absent',
  paused: 'absent',
  workday_closed: 'workday_closed',
  outside_hours: 'workday_closed',
  day_limit: 'limit_reached',
  week_limit: 'limit_reached',
  deal_limit: 'limit_reached',
}

export function outcomeOfNobody(excluded: readonly Exclusion[]): OutcomeCode {
  const causes = new Set(excluded.flatMap(({ reason }) => passing[reason] ?? []))
  const [only] = causes
  if (causes.size === 1 && only) return only
  return excluded.length === 0 ? 'department_empty' : 'no_eligible'
}
