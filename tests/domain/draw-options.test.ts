/** The draw's options: in turn, one person for one direction, the reserve responsible, and people who are gone afterwards. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distinctPicked, drawDirections, type Draw, DrawOptions, type DirectionPool } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import { byChanceAlone, chooseMain } from '../../domain/main.ts'
import type { Candidate, PoolRules } from '../../domain/manager.ts'
import { mend } from '../../domain/mend.ts'
import { PersonRules } from '../../domain/person-rules.ts'
import { byChance, drawPolicies, oneEach, pickAll, plainTurn, type Turn } from '../../domain/pick.ts'
import { randomOf } from '../../server/runs/chance.ts'

const now = Date.UTC(2026, 9, 12, 9)
const rules: PoolRules = { skipAbsent: true, skipClockedOut: true, headsTakePart: false }
const seed = (number: number) => number.toString(16).padStart(64, '0')

const someone = (id: number, active = true): Candidate => ({
  person: { id: UserId.parse(id), name: `Person ${id}`, position: '', timeZone: null, departments: [DepartmentId.parse(1)], active, everActive: true },
  presence: { absence: null, workday: 'unknown' },
  isHead: false,
})
const pool = (index: number, ids: readonly number[], change: Partial<DirectionPool> = {}): DirectionPool => ({
  directionId: DirectionId.parse(`dir_number${index}`),
  candidates: ids.map((id) => someone(id)),
  lastPicked: null,
  reserve: null,
  ...change,
})
const options = (change: Partial<DrawOptions>): DrawOptions => DrawOptions.parse(change)
const drawn = (number: number, pools: readonly DirectionPool[], given: DrawOptions): Draw => {
  const directions = drawDirections(pools, rules, given, byChance(randomOf(seed(number), 'directions')), now)
  const picked = distinctPicked(directions)
  return { ...given, seed: seed(number), directions, picked, ...chooseMain(picked, directions, byChanceAlone, byChance(randomOf(seed(number), 'main'))) }
}
const picks = (draw: Draw) => draw.directions.map(({ picked }) => picked)

const somePools = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }), { minLength: 1, maxLength: 7 })
const anyOptions = fc.record({ policy: fc.constantFrom(...drawPolicies), onePersonManyDirections: fc.boolean() }).map((some) => DrawOptions.parse(some))

/** Largest number of directions that distinct people can serve, by trying everything. */
function mostServed(pools: readonly (readonly number[])[], used: readonly number[] = []): number {
  const [first, ...rest] = pools
  if (!first) return 0
  return Math.max(mostServed(rest, used), ...first.filter((id) => !used.includes(id)).map((id) => 1 + mostServed(rest, [...used, id])))
}

describe('in turn', () => {
  it('takes the next by id, and after the last one the first again', () => {
    const inTurn = options({ policy: 'in_turn' })
    const after = (lastPicked: number | null) => picks(drawn(1, [pool(1, [7, 3, 5], { lastPicked: lastPicked === null ? null : UserId.parse(lastPicked) })], inTurn))[0]
    expect([null, 3, 4, 5, 7, 99].map(after)).toEqual([3, 5, 5, 7, 3, 3])
  })

  it('gives everybody a turn before anybody has two', () => {
    let last: UserId | null = null
    const served: (number | null)[] = []
    for (let visit = 0; visit < 12; visit++) {
      const [picked = null] = picks(drawn(visit, [pool(1, [4, 1, 9, 2], { lastPicked: last })], options({ policy: 'in_turn' })))
      served.push(picked)
      last = picked
    }
    expect(served).toEqual([1, 2, 4, 9, 1, 2, 4, 9, 1, 2, 4, 9])
  })

  it('is the nearest one behind the last, whoever is there', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), fc.integer({ min: 1, max: 20 }), (here, last) => {
        const [picked] = picks(drawn(1, [pool(1, here, { lastPicked: UserId.parse(last) })], options({ policy: 'in_turn' })))
        const steps = (id: number) => (id - last - 1 + 40) % 20
        expect(here.map(steps).toSorted((a, b) => a - b)[0]).toBe(steps(picked ?? 0))
      }),
    )
  })

  it('leaves the main manager to chance', () => {
    const mains = new Set(Array.from({ length: 40 }, (_, number) => drawn(number, [pool(1, [1]), pool(2, [2])], options({ policy: 'in_turn' })).mainManager))
    expect(mains).toEqual(new Set([1, 2]))
  })
})

describe('one person for one direction', () => {
  const single = options({ onePersonManyDirections: false })

  it('picks nobody twice, and leaves a direction unserved only when no arrangement could serve it', () => {
    fc.assert(
      fc.property(somePools, fc.constantFrom(...drawPolicies), fc.nat(), (people, policy, number) => {
        const result = drawn(number, people.map((ids, index) => pool(index, ids)), options({ policy, onePersonManyDirections: false }))
        const served = picks(result).filter((id) => id !== null)
        expect(new Set(served).size).toBe(served.length)
        expect(served).toHaveLength(mostServed(people))
        result.directions.forEach(({ picked, eligible, outcome }) => {
          if (picked !== null) expect(eligible).toContain(picked)
          else expect(outcome).toBe(eligible.length > 0 ? 'no_eligible' : 'department_empty')
        })
      }),
    )
  })

  it('is also what a client with one direction a person asks for', () => {
    const once = options({ oneDirectionPerClient: true })
    for (let number = 0; number < 30; number++) expect(new Set(picks(drawn(number, [pool(1, [1, 2]), pool(2, [1, 2])], once))).size).toBe(2)
  })

  it('stays even where nobody is in the way', () => {
    const counts = new Map<number, number>()
    for (let number = 0; number < 3000; number++) {
      const [first] = picks(drawn(number, [pool(1, [1, 2, 3]), pool(2, [4, 5])], single))
      counts.set(first ?? 0, (counts.get(first ?? 0) ?? 0) + 1)
    }
    for (const id of [1, 2, 3]) expect(Math.abs((counts.get(id) ?? 0) - 1000)).toBeLessThanOrEqual(3.2905 * Math.sqrt(3000 * (1 / 3) * (2 / 3)))
  })

  it('is quick for the largest visit', () => {
    const everybody = Array.from({ length: 200 }, (_, index) => UserId.parse(index + 1))
    const turns: Turn[] = Array.from({ length: 50 }, () => plainTurn('dir_any', everybody.slice(0, 45)))
    const began = performance.now()
    expect(pickAll('random', turns, oneEach, randomOf(seed(1), 'directions')).filter((id) => id !== null)).toHaveLength(45)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

describe('the reserve responsible', () => {
  const reserve = someone(50).person

  it('takes the client when nobody can be picked, and the record says so', () => {
    const result = drawn(1, [pool(1, [], { reserve }), pool(2, [1], { reserve })], options({}))
    expect(result.directions[0]).toMatchObject({ picked: 50, fallback: true, outcome: 'fallback_used', eligible: [] })
    expect(result.directions[1]).toMatchObject({ picked: 1, fallback: false, outcome: 'ok' })
    expect(result.picked).toEqual([1, 50])
  })

  it('steps in where everybody eligible serves another direction already', () => {
    const result = drawn(1, [pool(1, [1]), pool(2, [1], { reserve })], options({ onePersonManyDirections: false }))
    expect(new Set(picks(result))).toEqual(new Set([1, 50]))
  })

  it('does not when dismissed', () => {
    expect(drawn(1, [pool(1, [], { reserve: someone(50, false).person })], options({})).directions[0]).toMatchObject({ picked: null, outcome: 'department_empty', reserve: null })
  })
})

describe('any draw', () => {
  it('is the same for the same seed, however people are listed', () => {
    fc.assert(
      fc.property(somePools, anyOptions, fc.nat(), (people, given, number) => {
        const pools = people.map((ids, index) => pool(index, ids))
        const reversed = people.map((ids, index) => pool(index, [...ids].reverse()))
        expect(drawn(number, reversed, given)).toEqual(drawn(number, pools, given))
      }),
    )
  })

  it('draws the main manager from a stream of their own', () => {
    const pools = [pool(1, [1, 2, 3]), pool(2, [4, 5])]
    const both = drawn(7, pools, options({}))
    expect(chooseMain(both.picked, both.directions, byChanceAlone, byChance(randomOf(seed(7), 'main'))).mainManager).toBe(both.mainManager)
  })
})

describe('somebody dismissed after the draw', () => {
  it('is followed as the main manager by whoever was it least often and does not rest', () => {
    const before = { ...drawn(1, [pool(1, [1]), pool(2, [2]), pool(3, [3]), pool(4, [4])], options({ main: 'least_often', mainNotTwice: true })), mainManager: UserId.parse(4) }
    const mainBy = { by: 'draw' as const, eligible: [], times: { 2: 5, 3: 1, 4: 0 }, resting: UserId.parse(1) }
    for (let number = 0; number < 10; number++) expect(mend({ ...before, mainBy }, new Set([UserId.parse(4)]), byChance(randomOf(seed(number), 'mend')))?.draw.mainManager).toBe(3)
  })

  it('leaves nobody a client beyond their limit', () => {
    const limited: Candidate = { ...someone(1), standing: { rules: PersonRules.parse({ userId: 1, weight: 100, version: 1, dayLimit: 2 }), today: 1, week: 1, openDeals: 0, clientExcluded: false } }
    const pools = [pool(1, [], { candidates: [limited] }), pool(2, [], { candidates: [limited, someone(2)] })]
    const before = drawn(1, pools, options({}))
    expect(picks(before)).toEqual([1, 2])
    expect(mend(before, new Set([UserId.parse(2)]), byChance(randomOf(seed(1), 'mend')))?.draw.directions[1]).toMatchObject({ picked: null, outcome: 'no_eligible' })
  })

  it('is never left with a client: another one, the reserve, or nobody and said so', () => {
    fc.assert(
      fc.property(somePools, anyOptions, fc.nat(), fc.uniqueArray(fc.integer({ min: 1, max: 9 })), fc.boolean(), (people, given, number, dismissed, withReserve) => {
        const reserve = withReserve ? someone(50).person : null
        const before = drawn(number, people.map((ids, index) => pool(index, ids, { reserve })), given)
        const gone = new Set(dismissed.map((id) => UserId.parse(id)))
        const mended = mend(before, gone, byChance(randomOf(seed(number), 'mend')))
        const after = mended?.draw ?? before
        expect(mended === null).toBe(!before.picked.some((id) => gone.has(id)))
        for (const [index, { picked, outcome, eligible }] of after.directions.entries()) {
          expect(picked !== null && gone.has(picked)).toBe(false)
          const first = before.directions[index]
          if (first?.picked !== null && !gone.has(first?.picked as UserId)) expect(picked).toBe(first?.picked)
          if (picked === null && first?.picked !== null) expect(outcome).toBe('no_eligible')
          if (picked !== null && picked !== 50) expect(eligible).toContain(picked)
        }
        if (!given.onePersonManyDirections) {
          const drawnPeople = after.directions.filter(({ fallback }) => !fallback).flatMap(({ picked }) => picked ?? [])
          expect(new Set(drawnPeople).size).toBe(drawnPeople.length)
        }
        if (after.mainManager === null) expect(after.picked).toEqual([])
        else expect(after.picked).toContain(after.mainManager)
      }),
    )
  })

  it('stands in the record as excluded, and the others keep their people', () => {
    const before = drawn(3, [pool(1, [1, 2]), pool(2, [3])], options({}))
    const first = before.directions[0]?.picked as UserId
    const { draw, changed } = mend(before, new Set([first]), byChance(randomOf(seed(3), 'mend'))) ?? { draw: before, changed: [] }
    expect(changed).toEqual(['dir_number1'])
    expect(draw.directions[0]?.excluded).toEqual([{ userId: first, reason: 'dismissed', until: null }])
    expect(draw.directions[0]?.picked).toBe(3 - first)
    expect(draw.directions[1]).toEqual(before.directions[1])
  })
})
