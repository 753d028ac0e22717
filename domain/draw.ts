/** The draw: one eligible manager per direction, then a main one among the distinct people picked. */
import { z } from 'zod'
import { eligibleOf, outcomeOfNobody } from './eligible.ts'
import { Hours } from './hours.ts'
import { DirectionId, UserId } from './ids.ts'
import { MainBy, mainModes } from './main.ts'
import { type Candidate, type Demand, Exclusion, type Person, type PoolRules } from './manager.ts'
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

/** Whether nobody is drawn for two directions of one distribution. */
export const isOneEach = ({ onePersonManyDirections, oneDirectionPerClient }: Pick<DrawOptions, 'onePersonManyDirections' | 'oneDirectionPerClient'>): boolean => !onePersonManyDirections || oneDirectionPerClient

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
  /** By user id, of everybody who is not away: the part of the load that stands for what somebody missed and may not catch up. Empty: no limit. */
  added: Numbers.default({}),
  weights: Numbers.default({}),
  /** By user id: for how many of the distribution's directions more somebody has room, where their limits may end within it. */
  left: Numbers.default({}),
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
  const keeping = kept.flatMap((one) => (one ? [one.id] : []))
  const oneEachOnly = isOneEach(options)
  const taken = oneEachOnly ? new Set(keeping) : noOne
  const turns: Turn[] = []
  const excluded: Exclusion[][] = []
  const missed: ReadonlyMap<UserId, number>[] = []
  const left = new Map<UserId, number>()
  for (const [index, pool] of pools.entries()) {
    const those = eligibleOf(pool, rules, now, kept[index] ? noOne : taken, left, kept[index] ? [] : keeping)
    const hadTurn = policy === 'even_random' && pool.deck ? new Set(pool.deck.hadTurn) : noOne
    const own = policy === 'least_loaded' ? withMore(pool.loads ?? nobody, kept[index] ? [] : keeping) : nobody
    const added = policy === 'least_loaded' && options.catchUp !== null ? missedBy(own, pool.added, those, options.catchUp) : nobody
    const loads = added.size === 0 ? own : new Map(those.eligible.map((id) => [id, (own.get(id) ?? 0) + (added.get(id) ?? 0)]))
    turns.push({ for: pool.directionId, eligible: those.eligible, lastPicked: pool.lastPicked, hadTurn, loads, weights: pool.weights ?? nobody })
    missed.push(added)
    excluded.push(those.excluded)
  }
  const room = oneEachOnly ? { each: 1, left } : left.size === 0 ? roomy : { each: null, left }
  const open = kept.some((one) => one !== null) ? turns.filter((_, index) => !kept[index]) : turns
  const picks = pick('directions', policy, room, open)
  let place = 0
  return pools.map((pool, index) => {
    const own = kept[index] ?? null
    const before = picks.slice(0, place)
    const drawn = own === null ? (picks[place++] ?? null) : null
    const turn = turns[index] as Turn
    const ending = oneEachOnly || left.size === 0 ? {} : endingWithin(open.length, left, turn.eligible)
    return recordOf(pool, policy, { turn, excluded: excluded[index] as Exclusion[], added: missed[index] as ReadonlyMap<UserId, number>, left: ending }, drawn, before, { own, named, now })
  })
}

/** Every direction that somebody keeps is one more on their hands. */
function withMore(loads: ReadonlyMap<UserId, number>, keeping: readonly UserId[]): ReadonlyMap<UserId, number> {
  if (keeping.length === 0) return loads
  const found = new Map(loads)
  for (const id of keeping) found.set(id, (found.get(id) ?? 0) + 1)
  return found
}

const endingWithin = (turns: number, left: ReadonlyMap<UserId, number>, eligible: readonly UserId[]): NumbersById =>
  Object.fromEntries(eligible.flatMap((id) => ((left.get(id) ?? turns) < turns ? [[id, left.get(id) ?? 0]] : [])))

interface Naming {
  readonly own: ReturnType<typeof nameInstead>
  readonly named: Named | undefined
  readonly now: number
}
type Came = Pick<DirectionDraw, 'picked' | 'by' | 'standsFor' | 'fallback' | 'outcome'>

interface Chosen {
  readonly turn: Turn
  readonly excluded: Exclusion[]
  readonly added: ReadonlyMap<UserId, number>
  readonly left: NumbersById
}

/** @param before what the turns before this one gave */
function recordOf(pool: DirectionPool, policy: DrawPolicy, { turn, excluded, added, left }: Chosen, drawn: UserId | null, before: readonly (UserId | null)[], naming: Naming): DirectionDraw {
  const reserve = pool.reserve?.active ? pool.reserve.id : null
  const came = cameTo(pool, turn, excluded, drawn, reserve, naming)
  return {
    directionId: pool.directionId,
    eligible: turn.eligible as UserId[],
    excluded,
    lastPicked: pool.lastPicked,
    deck: policy === 'even_random' ? deckOf(pool.deck ?? firstDeck, drawn) : null,
    loads: policy === 'least_loaded' ? loadsOf(turn, before) : {},
    added: Object.fromEntries(added),
    weights: policy === 'weighted' ? weightsOf(turn) : {},
    left,
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
