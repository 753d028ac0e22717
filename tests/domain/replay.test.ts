/** A draft on cases of the past: it decides as the draw does, remembers as the ledger does, and counts what came out. */
import { describe, expect, it } from 'vitest'
import { DrawOptions } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import type { ExclusionReason, Person } from '../../domain/manager.ts'
import { PersonRules } from '../../domain/person-rules.ts'
import { randomFrom } from '../../domain/random.ts'
import type { ReplayCase, ReplayDraft } from '../../domain/replay-case.ts'
import { replay, type ReplayResult } from '../../domain/replay.ts'
import type { Beginning, RecordedPool } from '../../domain/shadow.ts'

const day = 86_400_000
const monday = Date.UTC(2026, 4, 4, 9)
const id = (number: number) => UserId.parse(number)
const [plumbing, roofing] = [DirectionId.parse('dir_plumbing'), DirectionId.parse('dir_roofing')]
const person = (number: number): Person => ({ id: id(number), name: '', position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true })
const direction = (directionId: DirectionId, ...members: number[]) => ({
  id: directionId,
  members: members.map((number) => ({ person: person(number), isHead: false })),
  demand: { tags: [], hours: null },
  heads: [] as UserId[],
  reserve: null as Person | null,
})
const draftOf = (options: Partial<DrawOptions>, change: Partial<ReplayDraft> = {}): ReplayDraft => ({
  directions: [direction(plumbing, 1, 2, 3), direction(roofing, 3, 4)],
  rules: { skipAbsent: true, skipClockedOut: true, headsTakePart: false },
  options: DrawOptions.parse(options),
  personRules: new Map(),
  others: [],
  ...change,
})
const cases = (count: number, change: (index: number) => Partial<ReplayCase> = () => ({})): ReplayCase[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `case${index}`,
    at: monday + index * 3_600_000,
    directionIds: [plumbing],
    clients: [`client${index}`],
    owner: null,
    away: new Map(),
    actual: new Map(),
    actualMain: null,
    ...change(index),
  }))
function run(all: readonly ReplayCase[], draft: ReplayDraft, seed = 1): ReplayResult {
  let state = seed
  const chance = randomFrom(() => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0))
  const steps = replay(all, draft, () => chance)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
const picked = ({ people }: ReplayResult) => Object.fromEntries(people.filter((one) => one.picked > 0).map((one) => [one.userId, one.picked]))
const rulesOf = (number: number, change: Partial<PersonRules>) => [id(number), PersonRules.parse({ userId: number, weight: 100, version: 1, ...change })] as const

describe('a replay', () => {
  it('remembers turns, cards and loads from case to case', () => {
    for (const policy of ['in_turn', 'even_random', 'least_loaded'] as const) expect(picked(run(cases(30), draftOf({ policy }))), policy).toEqual({ 1: 10, 2: 10, 3: 10 })
  })

  it('is the same for the same seed', () => expect(run(cases(40), draftOf({}), 5)).toEqual(run(cases(40), draftOf({}), 5)))

  it('leaves out whoever was away then, and says what stayed without a manager', () => {
    const all = cases(6, (index) => ({ away: new Map(index < 3 ? [[id(1), 'absent'], [id(2), 'workday_closed'], [id(3), 'dismissed']] : []) }))
    const { unserved } = run(all, draftOf({}))
    expect(unserved.map(({ caseId }) => caseId)).toEqual(['case0', 'case1', 'case2'])
    expect(run(all, draftOf({}, { rules: { skipAbsent: false, skipClockedOut: true, headsTakePart: false } })).unserved).toEqual([])
  })

  it('keeps limits of a day and a week', () => {
    const personRules = new Map([rulesOf(1, { dayLimit: 2, weekLimit: 3 }), rulesOf(2, { dayLimit: 1 }), rulesOf(3, { dayLimit: 1 })])
    const twoDays = cases(40, (index) => ({ at: monday + Math.floor(index / 20) * day + (index % 20) * 60_000 }))
    const result = run(twoDays, draftOf({}, { personRules }))
    expect(picked(result)).toEqual({ 1: 3, 2: 2, 3: 2 })
    expect(result.unserved).toHaveLength(33)
    expect(new Set(result.unserved.map(({ outcome }) => outcome))).toEqual(new Set(['limit_reached']))
  })

  it('keeps the client’s own manager, or their deputy', () => {
    const same = cases(20, () => ({ clients: ['always the same'] }))
    expect(Object.values(picked(run(same, draftOf({ keepManagerMonths: 1 }))))).toEqual([20])
    const first = run(same.slice(0, 1), draftOf({ keepManagerMonths: 1 })).people[0]?.userId ?? 0
    const personRules = new Map([rulesOf(first, { deputies: [{ userId: id(9), from: monday, until: monday + day }] })])
    const away = same.map((one, index) => ({ ...one, away: new Map(index === 0 ? [] : [[id(first), 'absent' as const]]) }))
    const found = picked(run(away.slice(0, 5), draftOf({ keepManagerMonths: 1 }, { personRules, others: [person(9)] })))
    expect(found[9]).toBeGreaterThan(0)
    expect(Object.keys(found).map(Number).sort()).toEqual([9, first].sort())
  })

  it('gives nobody a second direction of a client where that is the rule', () => {
    const both = cases(30, (index) => ({ clients: [`client${Math.floor(index / 2)}`], directionIds: [index % 2 === 0 ? plumbing : roofing] }))
    const result = run(both, draftOf({ oneDirectionPerClient: true }))
    expect(result.byDirection.get(roofing)?.get(id(3)) ?? 0).toBeLessThan(15)
    expect(result.unserved).toEqual([])
  })

  it('compares with what really was, where that is known', () => {
    const all = cases(10, (index) => ({ actual: index < 4 ? new Map([[plumbing, id(7)]]) : index === 4 ? new Map([[plumbing, null]]) : new Map(), actualMain: index < 4 ? id(7) : null }))
    const result = run(all, draftOf({}))
    expect(result).toMatchObject({ cases: 10, asked: 10, compared: 5, unknown: 0 })
    expect(result.differs.map(({ actual }) => actual)).toEqual([7, 7, 7, 7, null])
    expect(result.people.find(({ userId }) => userId === 7)).toMatchObject({ picked: 0, actual: 4, actualMain: 4 })
  })

  it('counts idle and overloaded days, and directions that the draft does not have', () => {
    const crowded = cases(12, (index) => ({ at: monday + (index < 11 ? 0 : day) + index, directionIds: [plumbing, DirectionId.parse('dir_gone')] }))
    const result = run(crowded, draftOf({ policy: 'in_turn' }, { directions: [direction(plumbing, 1, 2)] }))
    expect(result).toMatchObject({ asked: 24, unknown: 12, overload: 6 })
    expect(result.people.map(({ userId, idleDays, overloadedDays }) => [userId, idleDays, overloadedDays])).toEqual([[1, 1, 0], [2, 0, 0]])
  })

  it('has the main manager by the draft’s mode', () => {
    const both = cases(40, () => ({ directionIds: [plumbing, roofing] }))
    const draft = draftOf({ main: 'priority' }, { directions: [direction(roofing, 4), direction(plumbing, 1)] })
    expect(run(both, draft).people.find(({ userId }) => userId === 4)?.main).toBe(40)
    const often = run(both, draftOf({ main: 'least_often', mainNotTwice: true }, { directions: [direction(roofing, 4), direction(plumbing, 1)] }))
    expect(often.people.map(({ main }) => main)).toEqual([20, 20])
  })
})

describe('a draft beside the live rule', () => {
  const pool = (eligible: number[], excluded: readonly (readonly [number, ExclusionReason])[] = [], more: Partial<RecordedPool> = {}) =>
    new Map([[plumbing, { eligible: eligible.map(id), excluded: excluded.map(([who, reason]) => ({ userId: id(who), reason })), keep: null, reserve: null, ...more }]])
  const begun = (change: Partial<Beginning>): Beginning => ({ last: {}, decks: {}, missed: {}, given: [], mains: [], ...change })

  it('picks among those whom the live draw saw, and goes on from turns, cards and loads as they were', () => {
    const seen = cases(4, () => ({ pools: pool([2, 3]) }))
    expect(picked(run(seen, draftOf({ policy: 'in_turn' })))).toEqual({ 2: 2, 3: 2 })
    const one = seen.slice(0, 1)
    expect(picked(run(one, draftOf({ policy: 'in_turn' }, { beginning: begun({ last: { [plumbing]: id(2) } }) })))).toEqual({ 3: 1 })
    expect(picked(run(one, draftOf({ policy: 'even_random' }, { beginning: begun({ decks: { [plumbing]: { round: 4, hadTurn: [id(3)] } } }) })))).toEqual({ 2: 1 })
    const given = [1, 2, 3].map((hours) => ({ userId: id(2), at: monday - hours * 3_600_000 }))
    expect(picked(run(cases(3, () => ({ pools: pool([2, 3]) })), draftOf({ policy: 'least_loaded' }, { beginning: begun({ given: given.reverse() }) })))).toEqual({ 3: 3 })
  })

  it('judges anew only what is the draft’s: who is skipped, limits by its own turns; any other reason stands', () => {
    const away = new Map([[id(1), 'absent' as const]])
    const one = cases(1, () => ({ away, pools: pool([], [[1, 'absent'], [2, 'paused'], [3, 'deal_limit'], [4, 'head']]) }))
    expect(run(one, draftOf({})).unserved).toHaveLength(1)
    expect(picked(run(one, draftOf({}, { rules: { skipAbsent: false, skipClockedOut: true, headsTakePart: false } })))).toEqual({ 1: 1 })
    expect(picked(run(one, draftOf({}, { rules: { skipAbsent: true, skipClockedOut: true, headsTakePart: true } })))).toEqual({ 4: 1 })
    // The live rule had given person 1 enough today; the draft had not, until it did.
    const limited = cases(4, () => ({ pools: pool([2], [[1, 'day_limit']]) }))
    const personRules = new Map([rulesOf(1, { dayLimit: 2 })])
    expect(picked(run(limited, draftOf({ policy: 'least_loaded' }, { personRules })))).toEqual({ 1: 2, 2: 2 })
    // Hours as the live draw found them, but for whom it did not come to look at them.
    const hours = { days: [7], from: 0, until: 60 } as never
    const asleep = new Map([rulesOf(1, { hours }), rulesOf(2, { hours })])
    const late = cases(2, () => ({ away: new Map([[id(1), 'absent' as const]]), pools: pool([2], [[1, 'absent']]) }))
    expect(picked(run(late, draftOf({ policy: 'in_turn' }, { personRules: asleep, rules: { skipAbsent: false, skipClockedOut: true, headsTakePart: false } })))).toEqual({ 2: 2 })
    const today = begun({ given: [{ userId: id(1), at: monday - 1 }, { userId: id(1), at: monday - 1 }] })
    expect(picked(run(limited, draftOf({ policy: 'in_turn' }, { personRules, beginning: today })))).toEqual({ 2: 4 })
  })

  it('keeps clients with whoever it gave them to itself, and else with whoever had them before', () => {
    const kept = cases(2, (index) => ({ clients: ['always the same'], pools: pool([1, 2, 3], [], index === 0 ? { keep: id(3) } : { keep: id(1) }) }))
    expect(picked(run(kept, draftOf({ keepManagerMonths: 6 })))).toEqual({ 3: 2 })
    expect(picked(run(kept.slice(1), draftOf({ keepManagerMonths: 6 })))).toEqual({ 1: 1 })
  })

  it('has rules with conditions over it where a case comes to one, and the robot’s own fields over both', () => {
    const choice = { policy: 'in_turn' as const, skipAbsent: false, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null }
    const away = new Map([[id(1), 'absent' as const], [id(2), 'absent' as const]])
    const draft = draftOf({ policy: 'random' }, { choices: new Map([['rul_first0000', choice]]), directions: [direction(plumbing, 1, 2)] })
    expect(picked(run(cases(4, () => ({ away, rule: 'rul_first0000' })), draft))).toEqual({ 1: 2, 2: 2 })
    expect(run(cases(4, () => ({ away, rule: null })), draft).unserved).toHaveLength(4)
    expect(run(cases(4, () => ({ away, rule: 'rul_first0000', fixed: { skipAbsent: true } })), draft).unserved).toHaveLength(4)
  })

  it('counts other main managers', () => {
    const result = run(cases(3, (index) => ({ pools: pool([2]), actual: new Map([[plumbing, id(2)]]), actualMain: index === 0 ? id(1) : index === 1 ? id(2) : null })), draftOf({}))
    expect(result.mains).toEqual({ differs: [{ caseId: 'case0', draft: expect.any(Number) as number }], compared: 2 })
  })
})
