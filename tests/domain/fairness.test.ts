/** Fairness: what everybody was to expect, that a fair draw is seldom suspected, and that a skewed one is found. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawDirections, DrawOptions } from '../../domain/draw.ts'
import type { Distribution } from '../../domain/distribution.ts'
import { type Fairness, fairnessOf } from '../../domain/fairness.ts'
import { holm, judge } from '../../domain/fairness-verdict.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import { mainOf, type MadeDraw, picksOf } from '../../domain/made-draws.ts'
import { PersonRules } from '../../domain/person-rules.ts'
import { byChance as byDrawing, type DrawPolicy, nobody, noOne, oneEach, pickAll, roomy, type Turn } from '../../domain/pick.ts'
import { randomFrom, type Random } from '../../domain/random.ts'

function stream(seed: number): Random {
  let state = (seed * 2654435761 + 88172645) >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  for (let index = 0; index < 20; index++) next()
  return randomFrom(next)
}
const ids = (...numbers: number[]) => numbers.map((id) => UserId.parse(id))
const turnOf = (eligible: readonly UserId[], change: Partial<Turn> = {}): Turn => ({ for: 'dir_one', eligible, lastPicked: null, hadTurn: noOne, loads: nobody, weights: nobody, ...change })
const made = (policy: DrawPolicy, turn: Turn, picked: UserId | null): MadeDraw => ({ policy, room: roomy, turns: [{ turn, picked }] })

function result(draws: readonly MadeDraw[], seed = 1, runs = 199, groups = 1): Fairness {
  const steps = fairnessOf(draws, stream(seed), { runs, groups })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
const byChance = (draws: readonly MadeDraw[], seed = 1, runs = 199, groups = 1) => {
  const found = result(draws, seed, runs, groups).byChance
  if (!found) throw new Error('nothing was drawn by chance')
  return found
}
/** Of one group that is all there is. */
const verdictOf = (found: { readonly draws: number; readonly p: number } | null) => judge(found ? [found] : [])[0]?.verdict

/** Draws as the application makes them, from pools that come and go. `skew`: whoever is taken instead of whoever was picked. */
function journal(policy: DrawPolicy, pools: readonly (readonly UserId[])[], seed: number, skew = (picked: UserId): UserId => picked): MadeDraw[] {
  const random = stream(seed)
  const weights = new Map([[UserId.parse(1), 50], [UserId.parse(2), 300]])
  const hadTurn = new Set<UserId>()
  const loads = new Map<UserId, number>()
  let lastPicked: UserId | null = null
  return pools.map((eligible) => {
    const turn = turnOf(eligible, { hadTurn: new Set(hadTurn), weights, loads: new Map(loads), lastPicked })
    const drawn = pickAll(policy, [turn], roomy, random)[0] ?? null
    const picked = drawn === null ? null : skew(drawn)
    if (picked !== null) {
      if (hadTurn.has(picked)) hadTurn.clear()
      hadTurn.add(picked)
      loads.set(picked, (loads.get(picked) ?? 0) + 1)
      lastPicked = picked
    }
    return made(policy, turn, picked)
  })
}
/** Six people of whom one or two are away at a time. */
const changing = (draws: number, seed: number): UserId[][] => {
  const random = stream(seed + 77)
  return Array.from({ length: draws }, () => ids(1, 2, 3, 4, 5, 6).filter(() => random.below(4) > 0))
}
const everybody = (draws: number): UserId[][] => Array.from({ length: draws }, () => ids(1, 2, 3, 4, 5))

describe('what was to be expected', () => {
  it('comes from each draw’s own people and weights', () => {
    const draws = [
      made('random', turnOf(ids(1, 2)), UserId.parse(1)),
      made('random', turnOf(ids(1, 2, 3, 4)), UserId.parse(1)),
      made('weighted', turnOf(ids(2, 3), { weights: new Map([[UserId.parse(2), 300]]) }), UserId.parse(3)),
    ]
    const { people } = byChance(draws)
    expect(Object.fromEntries(people.map(({ userId, expected }) => [userId, expected]))).toEqual({ 1: 0.75, 2: 1.5, 3: 0.5, 4: 0.25 })
    expect(Object.fromEntries(people.map(({ userId, picked, tookPart }) => [userId, [picked, tookPart]]))).toEqual({ 1: [2, 2], 2: [0, 3], 3: [1, 2], 4: [0, 1] })
  })

  it('adds up to the draws, whatever the policy', () => {
    fc.assert(
      fc.property(fc.constantFrom<DrawPolicy>('random', 'even_random', 'weighted'), fc.integer({ min: 1, max: 40 }), fc.nat({ max: 1000 }), (policy, count, seed) => {
        const draws = journal(policy, changing(count, seed).filter((pool) => pool.length > 0), seed)
        if (draws.length === 0) return
        const { people } = byChance(draws, seed, 50)
        expect(people.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(draws.length, 6)
        expect(people.reduce((sum, { picked }) => sum + picked, 0)).toBe(draws.length)
      }),
      { numRuns: 40 },
    )
  })

  it('knows that nobody can have two directions of one client where that is the rule', () => {
    const one = { turn: turnOf(ids(1)), picked: UserId.parse(1) }
    const two = { turn: turnOf(ids(1, 2), { for: 'dir_two' }), picked: UserId.parse(2) }
    const { people, p } = byChance(Array.from({ length: 20 }, () => ({ policy: 'random', room: oneEach, turns: [one, two] })))
    for (const { expected } of people) expect(expected).toBeCloseTo(20, 6)
    expect(p).toBe(1)
  })
})

describe('the verdict', () => {
  for (const policy of ['random', 'even_random', 'weighted'] as const) {
    it(`suspects fair draws no oftener than it says: ${policy}`, () => {
      const repeats = 250
      let suspected = 0
      for (let seed = 1; seed <= repeats; seed++) {
        const draws = journal(policy, changing(40, seed).filter((pool) => pool.length > 0), seed)
        if (byChance(draws, seed + 5000, 99).p <= 0.1) suspected++
      }
      // A binomial count of 250 with chance 0.1 lies beyond this once in ten thousand.
      expect(suspected).toBeLessThanOrEqual(25 + 3.8 * Math.sqrt(250 * 0.1 * 0.9))
      // It must not be blind either: draws at random reach their level.
      if (policy === 'random') expect(suspected).toBeGreaterThanOrEqual(25 - 3.8 * Math.sqrt(250 * 0.1 * 0.9))
    })
  }

  it('finds a friend who gets every third client of the others', () => {
    for (const policy of ['random', 'even_random', 'weighted'] as const) {
      let client = 0
      const found = byChance(journal(policy, everybody(100), 3, (picked) => (++client % 3 === 0 ? UserId.parse(4) : picked)), 9, 999)
      expect(verdictOf(found), policy).toBe('skewed')
      expect(found.people[0]?.userId).toBe(4)
      expect(found.gap.size).toBeGreaterThan(found.gap.usual)
    }
  })

  it('calls draws at random even where chance alone leaves a gap, and says which gap is usual', () => {
    const found = byChance(journal('random', everybody(60), 1), 9, 999)
    expect(verdictOf(found)).toBe('even')
    expect(found.gap.usual).toBeGreaterThan(6)
    expect(found.gap.usual).toBeLessThan(20)
    // Twelve of sixty by a chance of one in five: the binomial's own middle 95 of 100 is 6 to 18.
    for (const { usual: [low, high] } of found.people) {
      expect(Math.abs(low - 6)).toBeLessThanOrEqual(1)
      expect(Math.abs(high - 18)).toBeLessThanOrEqual(1)
    }
  })

  it('takes an unevenness for suspicious in even random that would be nothing at random', () => {
    const picks = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 1].map((id) => UserId.parse(id))
    const draws = (policy: DrawPolicy) => picks.map((picked) => made(policy, turnOf(ids(1, 2, 3, 4, 5)), picked))
    expect(verdictOf(byChance(draws('random'), 1, 999))).toBe('even')
    expect(verdictOf(byChance(draws('even_random'), 1, 999))).not.toBe('even')
  })

  it('says nothing of too few', () => {
    expect(verdictOf(byChance(journal('random', everybody(9), 1)))).toBe('too_few')
    expect(result([])).toEqual({ byChance: null, byOrder: null })
  })

  it('is the same for the same seed', () => {
    const draws = journal('random', everybody(30), 5)
    expect(result(draws, 4)).toEqual(result(draws, 4))
  })
})

describe('many groups together', () => {
  it('are corrected as Holm has it', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(holm([0.9, 0.8])).toEqual([1, 1])
    expect(holm([])).toEqual([])
    expect(judge([{ draws: 9, p: 0.0001 }, { draws: 50, p: 0.04 }])).toEqual([{ among: null, verdict: 'too_few' }, { among: 0.04, verdict: 'unusual' }])
  })

  it('are never told apart by more than the whole is, and keep their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.0001, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (ps) => {
        const adjusted = holm(ps)
        for (const [index, p] of ps.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(p)
          expect(adjusted[index]).toBeLessThanOrEqual(Math.min(1, p * ps.length) + 1e-12)
          for (const [other, q] of ps.entries()) if (q <= p) expect(adjusted[other]).toBeLessThanOrEqual(adjusted[index] as number)
        }
      }),
    )
  })

  const groups = 20
  /** Twenty directions of one journal; `skewed`: one of them has a friend. */
  const journalOf = (seed: number, skewed: boolean) =>
    judge(
      Array.from({ length: groups }, (_, index) => {
        let client = 0
        const friend = (picked: UserId) => (skewed && index === 7 && ++client % 3 === 0 ? UserId.parse(4) : picked)
        return byChance(journal('random', everybody(skewed ? 90 : 12), seed * groups + index, friend), seed * groups + index + 7000, 399, groups)
      }),
    )

  it('of a fair journal are suspected seldom, though twenty are looked at', () => {
    const journals = 60
    const found = Array.from({ length: journals }, (_, seed) => journalOf(seed + 1, false))
    const some = (...verdicts: string[]) => found.filter((one) => one.some(({ verdict }) => verdicts.includes(verdict))).length
    // A binomial count of 60 with chance 0.05 lies beyond 11, with 0.01 beyond 5, about once in ten thousand.
    expect(some('skewed', 'unusual')).toBeLessThanOrEqual(11)
    expect(some('skewed')).toBeLessThanOrEqual(5)
  })

  it('still show the one with a friend', () => {
    const found = journalOf(1, true)
    expect(found[7]?.verdict).toBe('skewed')
    expect(found.filter(({ verdict }) => verdict !== 'even')).toHaveLength(1)
  })
})

describe('in turn and least loaded', () => {
  it('have a gap of one at most among people who are always here, and keep their order', () => {
    for (const policy of ['in_turn', 'least_loaded'] as const) {
      const { byOrder, byChance: none } = result(journal(policy, everybody(52), 2))
      expect(none).toBeNull()
      expect(byOrder).toMatchObject({ draws: 52, astray: 0 })
      expect(byOrder?.gap).toBeCloseTo(1, 6)
    }
  })

  it('tell that the order was not kept', () => {
    for (const policy of ['in_turn', 'least_loaded'] as const) {
      const { byOrder } = result(journal(policy, everybody(52), 2, () => UserId.parse(4)))
      expect(byOrder?.astray).toBeGreaterThan(30)
      expect(byOrder?.people[0]).toMatchObject({ userId: 4, picked: 52 })
    }
  })

  it('shows how far apart loads were and are', () => {
    const loads = (one: number, two: number) => new Map([[UserId.parse(1), one], [UserId.parse(2), two]])
    const draws = [made('least_loaded', turnOf(ids(1, 2), { loads: loads(0, 9) }), UserId.parse(1)), made('least_loaded', turnOf(ids(1, 2), { loads: loads(8, 9) }), UserId.parse(1))]
    expect(result(draws).byOrder?.loads).toEqual({ first: 9, last: 1 })
  })
})

describe('a distribution', () => {
  const direction = { eligible: [1, 2], excluded: [], lastPicked: null, deck: null, loads: {}, weights: {}, reserve: null, by: 'draw', fallback: false, outcome: 'ok' as const }
  const distribution = (change: object) =>
    ({ draw: { policy: 'random', onePersonManyDirections: true, picked: [1, 2], mainManager: 2, directions: [{ ...direction, directionId: 'dir_one', picked: 1 }, { ...direction, directionId: 'dir_two', picked: 2 }], ...change } }) as unknown as Distribution

  it('has its picks and its main manager apart', () => {
    expect(picksOf(distribution({})).map(({ turns }) => turns.map(({ picked }) => picked))).toEqual([[1], [2]])
    expect(mainOf(distribution({})).map(({ turns }) => turns[0]?.picked)).toEqual([2])
    expect(mainOf(distribution({ picked: [2] }))).toEqual([])
  })

  it('keeps directions together where earlier picks may have given way, and one alone where it is asked for', () => {
    const small = { directions: [{ ...direction, directionId: 'dir_one', picked: 2 }, { ...direction, directionId: 'dir_two', eligible: [1], picked: 1 }] }
    expect(picksOf(distribution({ ...small, onePersonManyDirections: false })).map(({ turns }) => turns.length)).toEqual([2])
    expect(picksOf(distribution(small)).map(({ turns }) => turns.length)).toEqual([1, 1])
    expect(picksOf(distribution({}), 'dir_two' as never).map(({ turns }) => turns[0]?.picked)).toEqual([2])
  })

  /** Visits drawn as the application draws them, and what is said of each direction. */
  function visits(pools: readonly (readonly number[])[], options: Partial<DrawOptions>, limit: number | null = null) {
    const all = Array.from({ length: 300 }, (_, visit) => {
      const rules = (userId: number) => PersonRules.parse({ userId, weight: 100, version: 1, dayLimit: limit })
      const candidates = (numbers: readonly number[]) =>
        ids(...numbers).map((one) => ({
          person: { id: one, name: '', position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true },
          presence: { absence: null, workday: 'unknown' as const },
          isHead: false,
          standing: { rules: rules(one), today: 0, week: 0, openDeals: 0, clientExcluded: false },
        }))
      const pool = (numbers: readonly number[], index: number) => ({ directionId: DirectionId.parse(`dir_number${index}`), candidates: candidates(numbers), lastPicked: null, reserve: null })
      const given = DrawOptions.parse(options)
      const directions = drawDirections(pools.map(pool), { skipAbsent: true, skipClockedOut: true, headsTakePart: false }, given, byDrawing(stream(visit + 1)), 0)
      return { draw: { ...given, directions } } as unknown as Distribution
    })
    return pools.map((_, index) => result(all.flatMap((one) => picksOf(one, DirectionId.parse(`dir_number${index}`))), 3, 999).byChance)
  }

  it.each([
    ['nobody may have two directions', { onePersonManyDirections: false }, null],
    ['nobody may serve a client twice', { oneDirectionPerClient: true }, null],
    ['a limit ends within the visit', {}, 1],
  ] as const)('is no reason for suspicion where %s', (_, options, limit) => {
    for (const pools of [[[1, 2], [1, 3, 4]], [[1, 2, 3], [1]], [[1, 2], [2, 3], [3, 1], [1, 2, 3, 4]]]) {
      for (const one of visits(pools, options, limit)) {
        expect(one?.draws).toBe(300)
        expect(verdictOf(one)).toMatch(/even|unusual/)
        expect(one?.people.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(300, 6)
      }
    }
  })

  it('leaves out whoever came without a draw', () => {
    const reserve = { ...direction, directionId: 'dir_one', eligible: [], picked: 9, fallback: true }
    expect(picksOf(distribution({ directions: [reserve] }))).toEqual([])
  })
})
