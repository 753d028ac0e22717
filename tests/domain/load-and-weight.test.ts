/** Least loaded and weighted: who may be picked at all, and that chance keeps to its law. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distinctPicked, drawDirections, DrawOptions, type DirectionPool } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import { mend } from '../../domain/mend.ts'
import { byChance } from '../../domain/pick.ts'
import { randomOf } from '../../server/runs/chance.ts'

const rules = { skipAbsent: true, skipClockedOut: true, headsTakePart: false }
const seed = (number: number) => number.toString(16).padStart(64, '0')
const numbers = (of: Readonly<Record<number, number>>) => new Map(Object.entries(of).map(([id, number]) => [UserId.parse(Number(id)), number]))
const pool = (index: number, ids: readonly number[], change: Partial<DirectionPool>): DirectionPool => ({
  directionId: DirectionId.parse(`dir_number${index}`),
  candidates: ids.map((id) => ({
    person: { id: UserId.parse(id), name: '', position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true },
    presence: { absence: null, workday: 'unknown' },
    isHead: false,
  })),
  lastPicked: null,
  reserve: null,
  ...change,
})
const draw = (number: number, pools: readonly DirectionPool[], options: DrawOptions) => drawDirections(pools, rules, options, byChance(randomOf(seed(number), 'directions')), 0)
const leastLoaded = DrawOptions.parse({ policy: 'least_loaded' })
const weighted = DrawOptions.parse({ policy: 'weighted' })

/** 99.9 % of chi-square by degrees of freedom. */
const critical: Readonly<Record<number, number>> = { 1: 10.828, 2: 13.816, 3: 16.266 }
const chiSquare = (counts: readonly number[], expected: readonly number[]) => counts.reduce((sum, count, index) => sum + (count - (expected[index] ?? 0)) ** 2 / (expected[index] ?? 1), 0)

describe('least loaded', () => {
  it('never picks anybody while somebody has less', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 8 }), fc.nat(), (loads, number) => {
        const ids = loads.map((_, index) => index + 1)
        const [one] = draw(number, [pool(1, ids, { loads: numbers(Object.fromEntries(loads.map((load, index) => [index + 1, load]))) })], leastLoaded)
        expect(loads[(one?.picked ?? 0) - 1]).toBe(Math.min(...loads))
        expect(one?.loads[String(one.picked)]).toBe(Math.min(...loads))
      }),
    )
  })

  it('leaves a tie to even chance', () => {
    const counts = [0, 0, 0]
    for (let number = 1; number <= 6000; number++) {
      const [one] = draw(number, [pool(1, [1, 2, 3, 4], { loads: numbers({ 1: 2, 2: 2, 3: 2, 4: 3 }) })], leastLoaded)
      counts[(one?.picked ?? 0) - 1] = (counts[(one?.picked ?? 0) - 1] ?? 0) + 1
    }
    expect(counts).toHaveLength(3)
    expect(chiSquare(counts, [2000, 2000, 2000])).toBeLessThan(critical[2] ?? 0)
  })

  it('counts what the same visit has given already', () => {
    for (let number = 0; number < 50; number++) {
      const loads = numbers({ 1: 0, 2: 0, 3: 5 })
      const [first, second, third] = draw(number, [1, 2, 3].map((index) => pool(index, [1, 2, 3], { loads })), leastLoaded)
      expect(new Set([first?.picked, second?.picked])).toEqual(new Set([1, 2]))
      expect(third?.loads).toEqual({ 1: 1, 2: 1, 3: 5 })
    }
  })

  it('gives whoever begins with more the difference back, and nobody more than one beyond that', () => {
    const given = new Map([1, 2, 3].map((id) => [UserId.parse(id), id === 1 ? 4 : 0]))
    for (let number = 0; number < 20; number++) {
      const [one] = draw(number, [pool(1, [1, 2, 3], { loads: given })], leastLoaded)
      given.set(one?.picked as UserId, (given.get(one?.picked as UserId) ?? 0) + 1)
    }
    expect([...given.values()]).toEqual([8, 8, 8])
  })

  it('replaces somebody dismissed by the next with least', () => {
    const directions = draw(1, [pool(1, [1, 2, 3], { loads: numbers({ 1: 0, 2: 1, 3: 7 }) })], leastLoaded)
    const before = { ...leastLoaded, seed: seed(1), directions, picked: distinctPicked(directions), mainManager: null, mainBy: null }
    expect(mend(before, new Set([UserId.parse(1)]), byChance(randomOf(seed(1), 'mend')))?.draw.directions[0]?.picked).toBe(2)
  })
})

describe('weighted', () => {
  it('picks by weight, 100 where nothing was decided', () => {
    const counts = [0, 0, 0, 0]
    const draws = 12_000
    for (let number = 1; number <= draws; number++) {
      const [one] = draw(number, [pool(1, [1, 2, 3, 4], { weights: numbers({ 1: 50, 3: 200, 4: 250 }) })], weighted)
      counts[(one?.picked ?? 0) - 1] = (counts[(one?.picked ?? 0) - 1] ?? 0) + 1
    }
    expect(chiSquare(counts, [50, 100, 200, 250].map((weight) => (draws * weight) / 600))).toBeLessThan(critical[3] ?? 0)
  })

  it('keeps the proportions of those who are left, and records every weight', () => {
    let heavy = 0
    const draws = 6000
    for (let number = 1; number <= draws; number++) {
      const [, two] = draw(number, [pool(1, [3], {}), pool(2, [1, 2, 3], { weights: numbers({ 1: 300, 2: 100, 3: 999 }) })], { ...weighted, onePersonManyDirections: false })
      expect(two?.picked).not.toBe(3)
      if (two?.picked === 1) heavy++
      expect(two?.weights).toEqual({ 1: 300, 2: 100, 3: 999 })
    }
    expect(chiSquare([heavy, draws - heavy], [draws * 0.75, draws * 0.25])).toBeLessThan(critical[1] ?? 0)
  })
})
