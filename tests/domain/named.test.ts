/** Before and after a draw: own managers, deputies without circles, heads, reserves; and the main manager by each mode. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circleOf, deputySteps, whoCan } from '../../domain/deputy.ts'
import { drawDirections, DrawOptions, type DirectionPool } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import { byChanceAlone, chooseMain, mainModes, type MainFacts } from '../../domain/main.ts'
import type { Candidate } from '../../domain/manager.ts'
import type { Named } from '../../domain/named.ts'
import { PersonRules } from '../../domain/person-rules.ts'
import { byChance } from '../../domain/pick.ts'
import { randomOf } from '../../server/runs/chance.ts'

const now = Date.UTC(2026, 9, 12, 9)
const id = (number: number) => UserId.parse(number)
const chance = (seed: number) => byChance(randomOf(seed.toString(16).padStart(64, '0'), 'draw'))
const rules = { skipAbsent: true, skipClockedOut: true, headsTakePart: false }
const someone = (number: number, away = false, change: Partial<Candidate> = {}): Candidate => ({
  person: { id: id(number), name: '', position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true },
  presence: { absence: away ? { from: now - 1, until: now + 1 } : null, workday: 'unknown' },
  isHead: false,
  ...change,
})
const deputy = (person: number, of: number, from = now - 1, until = now + 1) => [id(of), PersonRules.parse({ userId: of, weight: 100, version: 1, deputies: [{ userId: person, from, until }] })] as const
const namedBy = (candidates: readonly Candidate[], ...deputies: ReturnType<typeof deputy>[]): Named => ({ candidate: (who) => candidates.find(({ person }) => person.id === who), rules: new Map(deputies) })
const pool = (candidates: readonly Candidate[], change: Partial<DirectionPool> = {}): DirectionPool => ({ directionId: DirectionId.parse('dir_first'), candidates, lastPicked: null, reserve: null, ...change })
const draw = (pools: readonly DirectionPool[], named: Named, options: Partial<DrawOptions> = {}, seed = 1) => drawDirections(pools, rules, DrawOptions.parse(options), chance(seed), now, named)

describe('deputies', () => {
  it('make a circle where at some moment to come everybody stands for the next, and only then', () => {
    const ids = (...numbers: number[]) => numbers.map(id)
    const rules = (...links: ReturnType<typeof deputy>[]) => new Map(links)
    expect(circleOf(id(1), rules(deputy(2, 1), deputy(3, 2), deputy(1, 3)), now)).toEqual(ids(2, 3, 1))
    expect(circleOf(id(1), rules(deputy(1, 1)), now)).toEqual(ids(1))
    expect(circleOf(id(1), rules(deputy(2, 1), deputy(3, 2)), now)).toBeNull()
    // A circle of others is not this person's.
    expect(circleOf(id(1), rules(deputy(2, 1), deputy(3, 2), deputy(2, 3)), now)).toBeNull()
    // Days that do not meet, days that will, and days that are over.
    expect(circleOf(id(1), rules(deputy(2, 1, now, now + 5), deputy(1, 2, now + 5, now + 9)), now)).toBeNull()
    expect(circleOf(id(1), rules(deputy(2, 1, now, now + 6), deputy(1, 2, now + 5, now + 9)), now)).toEqual(ids(2, 1))
    expect(circleOf(id(1), rules(deputy(2, 1, now - 9, now - 1), deputy(1, 2, now - 9, now - 1)), now)).toBeNull()
    // The first of several deputies counts: when their days are over, the next one's turn may close the circle.
    const two = PersonRules.parse({ userId: 2, weight: 100, version: 1, deputies: [{ userId: 3, from: now, until: now + 4 }, { userId: 1, from: now, until: now + 9 }] })
    expect(circleOf(id(1), new Map([deputy(2, 1, now, now + 9), [id(2), two] as const]), now)).toEqual(ids(2, 1))
    expect(circleOf(id(1), new Map([deputy(2, 1, now, now + 4), [id(2), two] as const]), now)).toBeNull()
  })

  it('are followed to the first who can, a few steps and never in a circle', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 8, maxLength: 8 }), fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]), (next, here) => {
        const links = new Map(next.map((to, from) => deputy(to + 1, from + 1)))
        const found = whoCan(id(1), (who) => here.includes(who - 1), links, now)
        const chain = [0]
        while (chain.length <= deputySteps && !chain.includes(next[chain.at(-1) ?? 0] ?? 0)) chain.push(next[chain.at(-1) ?? 0] ?? 0)
        const first = chain.find((one) => here.includes(one))
        expect(found).toBe(first === undefined ? null : first + 1)
      }),
    )
  })

  it('hold between their dates only', () => {
    const can = (who: number) => who === 2
    expect(whoCan(id(1), can, new Map([deputy(2, 1, now, now + 1)]), now)).toBe(2)
    expect(whoCan(id(1), can, new Map([deputy(2, 1, now + 1, now + 2)]), now)).toBeNull()
    expect(whoCan(id(1), can, new Map([deputy(2, 1, now - 2, now)]), now)).toBeNull()
  })
})

describe('the client’s own manager', () => {
  const people = [someone(1), someone(2), someone(3)]

  it('gets the client without a draw, whatever the hour and the limits', () => {
    for (let seed = 0; seed < 20; seed++) expect(draw([pool(people, { keep: id(2) })], namedBy(people), {}, seed)[0]).toMatchObject({ picked: 2, by: 'client_manager', outcome: 'ok', fallback: false })
    const gone = [someone(1), someone(2, false, { presence: { absence: null, workday: 'closed' } })]
    expect(draw([pool(gone, { keep: id(2) })], namedBy(gone))[0]).toMatchObject({ picked: 2, by: 'client_manager' })
  })

  it('is represented while away, and where nobody stands in the draw decides', () => {
    const away = [someone(1), someone(2, true), someone(3)]
    const all = [...away, someone(9)]
    expect(draw([pool(away, { keep: id(2) })], namedBy(all, deputy(9, 2)))[0]).toMatchObject({ picked: 9, by: 'client_manager', standsFor: 2 })
    expect(draw([pool(away, { keep: id(2) })], namedBy(all))[0]).toMatchObject({ by: 'draw', standsFor: null })
  })

  it('is drawn for like anybody once they have left the direction', () => {
    expect(draw([pool(people, { keep: id(9) })], namedBy([...people, someone(9)]))[0]?.by).toBe('draw')
  })

  it('takes no second direction where one is the most', () => {
    const two = { ...pool(people), directionId: DirectionId.parse('dir_second') }
    for (let seed = 0; seed < 20; seed++) {
      const drawn = draw([pool(people, { keep: id(2) }), two], namedBy(people), { onePersonManyDirections: false }, seed)
      expect(drawn[1]?.picked).not.toBe(2)
      expect(drawn[1]?.excluded).toEqual([{ userId: 2, reason: 'serves_client', until: null }])
    }
  })
})

describe('a client who is kept', () => {
  const kept = { ...pool([someone(1), someone(2)], { keep: id(1) }), directionId: DirectionId.parse('dir_kept') }
  const limited = (today: number) => someone(1, false, { standing: { rules: PersonRules.parse({ userId: 1, weight: 100, version: 1, dayLimit: 3 }), today, week: today, openDeals: 0, clientExcluded: false } })

  it('counts against the limits of whoever keeps them, in the other directions of the visit', () => {
    const people = [limited(2), someone(2)]
    for (let seed = 0; seed < 10; seed++) {
      const [first, second] = draw([kept, pool(people)], namedBy(people), {}, seed)
      expect(first).toMatchObject({ picked: 1, by: 'client_manager' })
      expect(second).toMatchObject({ picked: 2, excluded: [{ userId: 1, reason: 'day_limit', limit: 3 }] })
    }
  })

  it('counts as their load', () => {
    const people = [someone(1), someone(2)]
    for (let seed = 0; seed < 10; seed++) expect(draw([kept, pool(people)], namedBy(people), { policy: 'least_loaded' }, seed)[1]).toMatchObject({ picked: 2, loads: { 1: 1, 2: 0 } })
  })
})

describe('when nobody can be drawn', () => {
  const away = [someone(1, true), someone(2, true, { isHead: true })]
  const reserve = someone(50).person

  it('the first head who can comes before the reserve, and a deputy for each of them', () => {
    const here = [...away, someone(3), someone(50), someone(60)]
    expect(draw([pool(away, { heads: [id(2), id(3)], reserve })], namedBy(here))[0]).toMatchObject({ picked: 3, by: 'head', outcome: 'fallback_used', fallback: true })
    expect(draw([pool(away, { heads: [id(2)], reserve })], namedBy(here, deputy(60, 2)))[0]).toMatchObject({ picked: 60, by: 'head', standsFor: 2 })
    expect(draw([pool(away, { heads: [id(2)], reserve })], namedBy(here))[0]).toMatchObject({ picked: 50, by: 'reserve', standsFor: null })
    const reserveAway = [...away, someone(50, true), someone(60)]
    expect(draw([pool(away, { reserve })], namedBy(reserveAway, deputy(60, 50)))[0]).toMatchObject({ picked: 60, by: 'reserve', standsFor: 50 })
    expect(draw([pool(away, { reserve })], namedBy(reserveAway))[0]).toMatchObject({ picked: 50, by: 'reserve' })
  })

  it('an empty department is an outcome', () => expect(draw([pool([])], namedBy([]))[0]).toMatchObject({ picked: null, outcome: 'department_empty' }))
})

describe('whoever comes back, by load', () => {
  const people = [1, 2, 3, 4].map((number) => someone(number))
  const without = people.map((one) => (one.person.id === id(1) ? someone(1, true) : one))
  /** Draws one after the other as a portal does, and tells who was picked. */
  function going(catchUp: number | null) {
    const loads = new Map<UserId, number>()
    let added: ReadonlyMap<UserId, number> | undefined
    let turn = 0
    return (candidates: readonly Candidate[]): UserId | null => {
      const [one] = draw([pool(candidates, { loads, ...(added ? { added } : {}) })], namedBy(candidates), { policy: 'least_loaded', catchUp }, turn++)
      added = new Map(Object.entries(one?.added ?? {}).map(([who, number]) => [Number(who) as UserId, number]))
      const picked = one?.picked ?? null
      if (picked !== null) loads.set(picked, (loads.get(picked) ?? 0) + 1)
      return picked
    }
  }
  /** Of clients after coming back: how many more they got than each of the others on average. */
  function caughtUp(catchUp: number | null, afterwards: number): number {
    const next = going(catchUp)
    for (let turn = 0; turn < 40; turn++) next(people)
    for (let turn = 0; turn < 30; turn++) next(without)
    const own = Array.from({ length: afterwards }, () => next(people)).filter((picked) => picked === id(1)).length
    return own - (afterwards - own) / 3
  }

  it.each([[null, 10], [3, 3], [1, 1], [0, 0]] as const)('catches up %s clients of ten: %s', (catchUp, expected) => {
    for (const afterwards of [40, 120]) expect(Math.abs(caughtUp(catchUp, afterwards) - expected)).toBeLessThanOrEqual(1)
  })

  it('catches up nothing of a draw that passed by somebody who was not away', () => {
    const next = going(0)
    for (let turn = 0; turn < 40; turn++) next(people)
    const late = people.map((one) => (one.person.id === id(1) ? { ...one, isHead: true } : one))
    for (let turn = 0; turn < 6; turn++) next(late)
    const own = Array.from({ length: 12 }, () => next(people)).filter((picked) => picked === id(1)).length
    // Two clients each while they were passed by, and three of the twelve.
    expect(own).toBeGreaterThanOrEqual(4)
  })

  it('stays level when the clients of the time before are forgotten', () => {
    const loads = new Map([[id(1), 2], [id(2), 12], [id(3), 12], [id(4), 12]])
    const [back] = draw([pool(people, { loads, added: new Map([[id(2), 0], [id(3), 0], [id(4), 0]]) })], namedBy(people), { policy: 'least_loaded', catchUp: 1 })
    expect(back).toMatchObject({ picked: 1, added: { 1: 9 }, loads: { 1: 11 } })
    const later = new Map([[id(1), 5], [id(2), 7], [id(3), 6], [id(4), 6]])
    const added = new Map([[id(1), 9], [id(2), 0], [id(3), 0], [id(4), 0]])
    expect(draw([pool(people, { loads: later, added })], namedBy(people), { policy: 'least_loaded', catchUp: 1 })[0]?.added).toEqual({ 1: 3, 2: 0, 3: 0, 4: 0 })
  })
})

describe('the main manager', () => {
  const directions = [{ directionId: DirectionId.parse('dir_first'), picked: id(3) }, { directionId: DirectionId.parse('dir_second'), picked: id(1) }, { directionId: DirectionId.parse('dir_third'), picked: id(2) }]
  const picked = [id(1), id(2), id(3)]
  const choose = (facts: Partial<MainFacts>, seed = 1) => chooseMain(picked, directions, { ...byChanceAlone, ...facts }, chance(seed))
  const many = (facts: Partial<MainFacts>) => Array.from({ length: 90 }, (_, seed) => choose(facts, seed).mainManager)

  it('is always one of those picked, in any mode', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }), fc.constantFrom(...mainModes), fc.boolean(), fc.option(fc.integer({ min: 1, max: 9 })), fc.nat(), (people, mode, notTwice, last, seed) => {
        const sorted = people.toSorted((a, b) => a - b).map(id)
        const { mainManager } = chooseMain(sorted, directions, { ...byChanceAlone, mode, notTwice, last: last === null ? null : id(last), owner: last === null ? null : id(last) }, chance(seed))
        if (sorted.length === 0) expect(mainManager).toBeNull()
        else expect(sorted).toContain(mainManager)
      }),
    )
  })

  it('is whoever was it least often, among equals by chance', () => {
    const times = new Map([[id(1), 4], [id(2), 1], [id(3), 1]])
    expect(new Set(many({ mode: 'least_often', times }))).toEqual(new Set([2, 3]))
    expect(choose({ mode: 'least_often', times }).mainBy).toMatchObject({ by: 'draw', times: { 1: 4, 2: 1, 3: 1 } })
  })

  it('is whoever serves the first direction of the list', () => {
    const order = ['dir_nothing', 'dir_third', 'dir_first'].map((one) => DirectionId.parse(one))
    expect(choose({ mode: 'priority', order })).toMatchObject({ mainManager: 2, mainBy: { by: 'priority' } })
    expect(choose({ mode: 'priority', order, notTwice: true, last: id(2) })).toMatchObject({ mainManager: 3, mainBy: { resting: 2 } })
  })

  it('is the owner of the client if picked, else by chance', () => {
    expect(choose({ mode: 'owner', owner: id(3), notTwice: true, last: id(3) })).toMatchObject({ mainManager: 3, mainBy: { by: 'owner' } })
    expect(new Set(many({ mode: 'owner', owner: id(8) }))).toEqual(new Set([1, 2, 3]))
  })

  it('is nobody twice in a row, unless there is nobody else', () => {
    expect(new Set(many({ notTwice: true, last: id(2) }))).toEqual(new Set([1, 3]))
    expect(chooseMain([id(2)], directions, { ...byChanceAlone, notTwice: true, last: id(2) }, chance(1))).toMatchObject({ mainManager: 2, mainBy: { by: 'only' } })
  })

  it('is even by chance', () => {
    const counts = [0, 0, 0]
    for (let seed = 0; seed < 3000; seed++) {
      const at = (choose({}, seed).mainManager ?? 0) - 1
      counts[at] = (counts[at] ?? 0) + 1
    }
    // 99.9 % of chi-square with 2 degrees of freedom.
    expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(13.816)
  })
})
