/** The draw: who may be drawn, how evenly, and that the same seed draws the same people for ever. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHash } from 'node:crypto'
import { distinctPicked, drawDirections, Draw, DrawOptions, type DirectionPool } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import { byChanceAlone, chooseMain } from '../../domain/main.ts'
import type { Candidate, PoolRules } from '../../domain/manager.ts'
import { byChance } from '../../domain/pick.ts'
import { randomOf } from '../../server/runs/chance.ts'

const now = Date.UTC(2026, 9, 12, 9)
const rules: PoolRules = { skipAbsent: true, skipClockedOut: true, headsTakePart: false }
const hour = 3_600_000

const someone = (id: number, change: Partial<Candidate['person']> & Partial<Candidate['presence']> & { isHead?: boolean } = {}): Candidate => {
  const { absence = null, workday = 'unknown', isHead = false, ...person } = change
  return {
    person: { id: UserId.parse(id), name: `Person ${id}`, position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true, ...person },
    presence: { absence, workday },
    isHead,
  }
}
const pool = (name: string, candidates: Candidate[], change: Partial<DirectionPool> = {}): DirectionPool => ({
  directionId: DirectionId.parse(`dir_${name}`),
  candidates,
  lastPicked: null,
  reserve: null,
  ...change,
})
const seedOf = (number: number) => createHash('sha256').update(`visit ${number}`).digest('hex')
const atRandom = DrawOptions.parse({})
/** As a run does it: both streams of one seed. */
const drawWith = (number: number, pools: DirectionPool[], given = rules, options = atRandom): Draw => {
  const seed = seedOf(number)
  const directions = drawDirections(pools, given, options, byChance(randomOf(seed, 'directions')), now)
  const picked = distinctPicked(directions)
  return { ...options, seed, directions, picked, ...chooseMain(picked, directions, byChanceAlone, byChance(randomOf(seed, 'main'))) }
}

/** Never to be drawn, whatever the seed. */
const outsiders = [
  someone(91, { active: false }),
  someone(92, { everActive: false }),
  someone(93, { departments: [] }),
  someone(94, { absence: { from: now - hour, until: now + hour } }),
  someone(95, { workday: 'closed' }),
  someone(96, { isHead: true }),
]
const story = [
  pool('plumbing', [someone(1), someone(2), someone(3), ...outsiders]),
  pool('electric', [someone(3), someone(4), someone(5), someone(6), ...outsiders]),
  pool('roofing', [someone(7)]),
]

describe('ten thousand draws with seeds 1 to 10000', () => {
  const draws = Array.from({ length: 10_000 }, (_, index) => drawWith(index + 1, story))
  /** Two-sided 99.9 % of a binomial, normal approximation: 3.2905 standard deviations. */
  const band = (n: number, p: number) => 3.2905 * Math.sqrt(n * p * (1 - p))

  it.each([0, 1, 2])('give each eligible manager of direction %i an even share', (index) => {
    const eligible = draws[0]?.directions[index]?.eligible ?? []
    expect(eligible.length).toBeGreaterThan(0)
    for (const id of eligible) {
      const share = draws.filter((one) => one.directions[index]?.picked === id).length
      const expected = draws.length / eligible.length
      expect(Math.abs(share - expected), `person ${id}: ${share} of ${expected}`).toBeLessThanOrEqual(band(draws.length, 1 / eligible.length))
    }
  })

  it('pick the main manager evenly among the people picked', () => {
    const ofThree = draws.filter((one) => one.picked.length === 3)
    for (const place of [0, 1, 2]) {
      const share = ofThree.filter((one) => one.mainManager === one.picked[place]).length
      expect(Math.abs(share - ofThree.length / 3)).toBeLessThanOrEqual(band(ofThree.length, 1 / 3))
    }
  })

  it('never pick somebody absent, clocked out, dismissed, never joined, extranet or a head', () => {
    const picked = new Set(draws.flatMap((one) => [...one.directions.map((direction) => direction.picked), one.mainManager]))
    for (const { person } of outsiders) expect(picked.has(person.id)).toBe(false)
  })

  it('give the same people for the same seed and pools, however the portal listed them', () => {
    const reversed = story.map((one) => ({ ...one, candidates: [...one.candidates].reverse() }))
    for (const number of [1, 77, 9999]) expect(drawWith(number, reversed)).toEqual(draws[number - 1])
  })
})

it('a hundred thousand draws fit an even law: chi-square with alpha 1e-6, whatever single bands say', () => {
  const people = Array.from({ length: 7 }, (_, index) => someone(index + 1))
  const counts = new Map<number, number>()
  const draws = 100_000
  for (let number = 1; number <= draws; number++) {
    const picked = drawDirections([pool('single', people)], rules, atRandom, byChance(randomOf(createHash('sha256').update(String(number)).digest('hex'), 'directions')), now)[0]?.picked ?? 0
    counts.set(picked, (counts.get(picked) ?? 0) + 1)
  }
  const expected = draws / people.length
  const chiSquare = people.reduce((sum, { person }) => sum + ((counts.get(person.id) ?? 0) - expected) ** 2 / expected, 0)
  // 6 degrees of freedom: 38.26 is passed by chance once in a million.
  expect(chiSquare).toBeLessThan(38.26)
})

describe('a draw', () => {
  it('records the first reason that holds for everybody excluded', () => {
    const [first] = drawWith(1, story).directions
    expect(first?.excluded.map(({ userId, reason }) => [userId, reason])).toEqual([
      [91, 'dismissed'],
      [92, 'never_joined'],
      [93, 'no_department'],
      [94, 'absent'],
      [95, 'workday_closed'],
      [96, 'head'],
    ])
    expect(first?.excluded[3]?.until).toBe(now + hour)
  })

  it('lets the other directions go on when one has nobody', () => {
    const result = drawWith(1, [pool('roofing', []), pool('plumbing', [someone(1)])])
    expect(result.directions.map(({ outcome }) => outcome)).toEqual(['department_empty', 'ok'])
    expect(result.mainManager).toBe(1)
  })

  it.each([
    ['absent', [someone(1, { absence: { from: now - hour, until: now + hour } })]],
    ['workday_closed', [someone(1, { workday: 'closed' })]],
    ['no_eligible', [someone(1, { active: false })]],
    ['department_empty', []],
  ] as const)('says %s when that is why nobody was eligible', (outcome, candidates) => {
    const result = drawWith(1, [pool('single', [...candidates])])
    expect(result.directions[0]).toMatchObject({ picked: null, outcome })
    expect(result.mainManager).toBeNull()
  })

  it('asks each rule only when it is switched on', () => {
    const open: PoolRules = { skipAbsent: false, skipClockedOut: false, headsTakePart: true }
    expect(drawWith(1, [pool('single', outsiders)], open).directions[0]?.eligible).toEqual([94, 95, 96])
  })

  it('never excludes for unknown work time or for an absence that is over', () => {
    const past = someone(2, { absence: { from: now - 2 * hour, until: now } })
    expect(drawWith(1, [pool('single', [someone(1), past])]).directions[0]?.eligible).toEqual([1, 2])
  })

  it('holds its promises for any pools and any seed', () => {
    const anyone = fc.record({ id: fc.integer({ min: 1, max: 30 }), active: fc.boolean(), everActive: fc.boolean(), isHead: fc.boolean() })
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(anyone, { selector: ({ id }) => id, maxLength: 12 }), { minLength: 1, maxLength: 6 }), fc.nat(), (people, seed) => {
        const pools = people.map((list, index) => pool(`number${index}`, list.map(({ id, ...rest }) => someone(id, rest))))
        const result = drawWith(seed, pools)
        result.directions.forEach((direction, index) => {
          const { eligible, excluded, picked } = direction
          expect(eligible.length + excluded.length).toBe(people[index]?.length)
          expect(picked === null).toBe(eligible.length === 0)
          if (picked !== null) expect(eligible).toContain(picked)
        })
        expect(result.mainManager === null).toBe(result.picked.length === 0)
        if (result.mainManager !== null) expect(result.picked).toContain(result.mainManager)
        expect(new Set(result.picked).size).toBe(result.picked.length)
      }),
    )
  })

  it('reads what was stored before there were options', () => {
    const { directions, ...old } = drawWith(1, story)
    const stored = {
      policy: 'random',
      seed: old.seed,
      directions: directions.map(({ directionId, eligible, excluded, picked, outcome }) => ({ directionId, eligible, excluded, picked, outcome })),
      picked: old.picked,
      mainManager: old.mainManager,
    }
    expect(Draw.parse(stored)).toEqual({ ...old, directions, mainBy: null })
  })

  it('stays fair to the others when somebody who was not drawn is taken away', () => {
    const counts = new Map<number, number>()
    for (let number = 1; number <= 6000; number++) {
      const picked = drawWith(number, [pool('single', [someone(1), someone(2)])]).mainManager ?? 0
      counts.set(picked, (counts.get(picked) ?? 0) + 1)
    }
    expect(Math.abs((counts.get(1) ?? 0) - 3000)).toBeLessThanOrEqual(3.2905 * Math.sqrt(6000 / 4))
  })
})
