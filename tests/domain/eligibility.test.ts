/** Every rule of eligibility: it excludes exactly whom it says, with its own reason; and no policy ever picks somebody excluded. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawDirections, DrawOptions, type DirectionPool } from '../../domain/draw.ts'
import { outcomeOfNobody } from '../../domain/eligible.ts'
import { isWithin, localTime, type Hours } from '../../domain/hours.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import { type Candidate, exclusionOf, exclusionReasons, type ExclusionReason, roomLeft } from '../../domain/manager.ts'
import { PersonRules } from '../../domain/person-rules.ts'
import { byChance, drawPolicies } from '../../domain/pick.ts'
import { randomOf } from '../../server/runs/chance.ts'

const monday = Date.UTC(2026, 9, 12, 9)
const rules = { skipAbsent: true, skipClockedOut: true, headsTakePart: false }
const usual: Candidate = {
  person: { id: UserId.parse(1), name: '', position: '', timeZone: null, departments: [DepartmentId.parse(1)], active: true, everActive: true },
  presence: { absence: null, workday: 'unknown' },
  isHead: false,
}
const rulesOf = (change: Partial<PersonRules>): PersonRules => PersonRules.parse({ userId: 1, weight: 100, version: 1, ...change })
const standing = (change: Partial<PersonRules>, counts: Partial<NonNullable<Candidate['standing']>> = {}): NonNullable<Candidate['standing']> => ({ rules: rulesOf(change), today: 0, week: 0, openDeals: 0, clientExcluded: false, ...counts })
const noon: Hours = { days: [1, 2, 3, 4, 5], from: 12 * 60, until: 13 * 60 }
const demand = { tags: ['boilers'], hours: null }

/** One change of somebody who takes part, and the reason that it gives. */
const causes: Record<ExclusionReason, Partial<Candidate>> = {
  dismissed: { person: { ...usual.person, active: false } },
  never_joined: { person: { ...usual.person, everActive: false } },
  no_department: { person: { ...usual.person, departments: [] } },
  head: { isHead: true },
  paused: { standing: standing({ tags: ['boilers'], pausedUntil: monday + 1 }) },
  absent: { presence: { absence: { from: monday, until: monday + 1 }, workday: 'unknown' } },
  workday_closed: { presence: { absence: null, workday: 'closed' } },
  outside_hours: { standing: standing({ tags: ['boilers'], hours: noon }) },
  missing_tag: { standing: standing({ tags: ['roofs'] }) },
  client_excluded: { standing: standing({ tags: ['boilers'] }, { clientExcluded: true }) },
  serves_client: { servesClient: true },
  day_limit: { standing: standing({ tags: ['boilers'], dayLimit: 2 }, { today: 2 }) },
  week_limit: { standing: standing({ tags: ['boilers'], weekLimit: 5 }, { week: 6 }) },
  deal_limit: { standing: standing({ tags: ['boilers'], dealLimit: 9 }, { openDeals: 9 }) },
}
const takesPart: Candidate = { ...usual, standing: standing({ tags: ['boilers', 'roofs'], pausedUntil: monday, hours: { ...noon, from: 0 }, dayLimit: 3, weekLimit: 7, dealLimit: 10 }, { today: 2, week: 6, openDeals: 9 }) }

describe('each rule', () => {
  it('lets somebody take part against whom nothing speaks, to the very edge of every limit', () => expect(exclusionOf(takesPart, rules, monday, demand)).toBeNull())

  for (const reason of exclusionReasons) {
    it(`gives its reason: ${reason}`, () => expect(exclusionOf({ ...takesPart, ...causes[reason] }, rules, monday, demand)).toMatchObject({ userId: 1, reason }))
  }

  it('is looked at in one order: of several the first is recorded', () => {
    fc.assert(
      fc.property(fc.subarray([...exclusionReasons], { minLength: 1 }), (several) => {
        const all = several.reduce((one, reason) => merged(one, causes[reason]), takesPart)
        expect(exclusionOf(all, rules, monday, demand)?.reason).toBe(several[0])
      }),
    )
  })

  it('tells the limit that was reached, and until when somebody is away', () => {
    expect(exclusionOf({ ...takesPart, ...causes.day_limit }, rules, monday, demand)?.limit).toBe(2)
    expect(exclusionOf({ ...takesPart, ...causes.paused }, rules, monday, demand)?.until).toBe(monday + 1)
    expect(exclusionOf({ ...takesPart, ...causes.absent }, rules, monday, demand)?.until).toBe(monday + 1)
  })

  it('has an outcome for nobody that names what alone was in the way', () => {
    const out = (...reasons: ExclusionReason[]) => outcomeOfNobody(reasons.map((reason) => ({ userId: UserId.parse(1), reason, until: null })))
    expect([out(), out('head'), out('absent', 'head'), out('paused', 'absent'), out('workday_closed', 'outside_hours'), out('day_limit', 'deal_limit', 'head'), out('absent', 'day_limit')]).toEqual([
      'department_empty',
      'no_eligible',
      'absent',
      'absent',
      'workday_closed',
      'limit_reached',
      'no_eligible',
    ])
  })
})

/** Both changes at once, as far as they touch the same thing. */
function merged(one: Candidate, other: Partial<Candidate>): Candidate {
  const mine = one.standing as NonNullable<Candidate['standing']>
  const theirs = other.standing
  const person = other.person
  return {
    ...one,
    ...other,
    person: person ? { ...one.person, active: one.person.active && person.active, everActive: one.person.everActive && person.everActive, departments: person.departments.length === 0 ? [] : one.person.departments } : one.person,
    presence: other.presence ? { absence: one.presence.absence ?? other.presence.absence, workday: other.presence.workday === 'closed' ? 'closed' : one.presence.workday } : one.presence,
    standing: theirs
      ? {
          today: Math.max(mine.today, theirs.today),
          week: Math.max(mine.week, theirs.week),
          openDeals: Math.max(mine.openDeals, theirs.openDeals),
          clientExcluded: mine.clientExcluded || theirs.clientExcluded,
          rules: {
            ...mine.rules,
            tags: theirs.rules.tags.includes('boilers') ? mine.rules.tags : [],
            pausedUntil: theirs.rules.pausedUntil ?? mine.rules.pausedUntil,
            hours: theirs.rules.hours ?? mine.rules.hours,
            dayLimit: theirs.rules.dayLimit ?? mine.rules.dayLimit,
            weekLimit: theirs.rules.weekLimit ?? mine.rules.weekLimit,
            dealLimit: theirs.rules.dealLimit ?? mine.rules.dealLimit,
          },
        }
      : mine,
  }
}

const anybody = fc.record({ active: fc.boolean(), isHead: fc.boolean(), away: fc.boolean(), closed: fc.boolean(), paused: fc.boolean(), tagged: fc.boolean(), excluded: fc.boolean(), serves: fc.boolean(), limit: fc.option(fc.integer({ min: 1, max: 4 })), today: fc.nat({ max: 4 }) })
const crowd = fc.array(fc.array(anybody, { maxLength: 9 }), { minLength: 1, maxLength: 4 })

describe('a draw', () => {
  it('picks nobody who is excluded and nobody beyond a limit, by any policy, and accounts for everybody', () => {
    fc.assert(
      fc.property(crowd, fc.constantFrom(...drawPolicies), fc.boolean(), fc.nat(), (directions, policy, many, seed) => {
        const pools = directions.map((people, at): DirectionPool => ({
          directionId: DirectionId.parse(`dir_number${at}`),
          demand: { tags: ['boilers'], hours: null },
          lastPicked: null,
          reserve: null,
          candidates: people.map((one, index) => ({
            person: { ...usual.person, id: UserId.parse(index + 1), active: one.active },
            isHead: one.isHead,
            presence: { absence: one.away ? { from: monday, until: monday + 1 } : null, workday: one.closed ? 'closed' : 'unknown' },
            servesClient: one.serves,
            standing: standing({ tags: one.tagged ? ['boilers'] : [], pausedUntil: one.paused ? monday + 1 : null, dayLimit: one.limit }, { today: one.today, clientExcluded: one.excluded }),
          })),
        }))
        const drawn = drawDirections(pools, rules, DrawOptions.parse({ policy, onePersonManyDirections: many }), byChance(randomOf(seed.toString(16).padStart(64, '0'), 'draw')), monday)
        const got = new Map<number, number>()
        for (const [at, { eligible, excluded, picked }] of drawn.entries()) {
          const pool = pools[at] as DirectionPool
          expect([...eligible, ...excluded.map(({ userId }) => userId)].sort((a, b) => a - b)).toEqual(pool.candidates.map(({ person }) => person.id))
          for (const candidate of pool.candidates) expect(eligible.includes(candidate.person.id)).toBe(exclusionOf(candidate, rules, monday, pool.demand) === null)
          if (picked === null) continue
          expect(eligible).toContain(picked)
          got.set(picked, (got.get(picked) ?? 0) + 1)
        }
        for (const [id, count] of got) {
          if (!many) expect(count).toBe(1)
          // The smallest room that any of the pools says: the same person has the same limits in all of them in life.
          const rooms = pools.flatMap(({ candidates }) => candidates.filter(({ person }) => person.id === id).map((one) => (one.standing ? (roomLeft(one.standing) ?? Infinity) : Infinity)))
          expect(count).toBeLessThanOrEqual(Math.max(...rooms))
        }
      }),
    )
  })

  it('keeps a limit over all directions of one visit', () => {
    const limited: Candidate = { ...usual, standing: standing({ dayLimit: 3 }, { today: 1 }) }
    const pools = [1, 2, 3, 4].map((at): DirectionPool => ({ directionId: DirectionId.parse(`dir_number${at}`), candidates: [limited], lastPicked: null, reserve: null }))
    const drawn = drawDirections(pools, rules, DrawOptions.parse({}), byChance(randomOf('0'.repeat(64), 'draw')), monday)
    expect(drawn.filter(({ picked }) => picked === 1)).toHaveLength(2)
    expect(drawn.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'ok')).toEqual(['no_eligible', 'no_eligible'])
  })
})

describe('working hours', () => {
  it('are those of the person’s own clock', () => {
    const at = Date.UTC(2026, 9, 12, 6, 30)
    const clock = (timeZone: string | null) => localTime(at, timeZone)
    expect([clock('Europe/Moscow').minute, clock('Asia/Vladivostok').minute, clock(null).minute, clock('Nowhere/Else').minute]).toEqual([570, 990, 390, 390])
    expect(isWithin({ days: [1], from: 540, until: 1080 }, clock('Europe/Moscow'))).toBe(true)
    expect(isWithin({ days: [1], from: 540, until: 1080 }, clock(null))).toBe(false)
  })

  it('have their day and their week, also across the date line and a change of the clock', () => {
    const sunday = localTime(Date.UTC(2026, 9, 25, 0, 30), 'Europe/Berlin')
    expect([sunday.weekday, sunday.minute]).toEqual([7, 150])
    // Half past one UTC: the clock was set back from three to two.
    expect(localTime(Date.UTC(2026, 9, 25, 1, 30), 'Europe/Berlin').minute).toBe(150)
    expect(localTime(Date.UTC(2026, 9, 25, 12), 'Europe/Berlin').minute).toBe(780)
    expect(localTime(Date.UTC(2026, 9, 11, 22), 'Asia/Tokyo').weekday).toBe(1)
    expect(localTime(Date.UTC(2026, 9, 14, 22), 'Asia/Tokyo').weekBegan).toBe(Date.UTC(2026, 9, 11, 15))
  })

  it('have a day that begins at one where there is no midnight', () => {
    const noon = localTime(Date.UTC(2026, 2, 8, 16), 'America/Havana')
    expect([noon.dayBegan, noon.minute]).toEqual([Date.UTC(2026, 2, 8, 5), 720])
    expect(localTime(Date.UTC(2026, 2, 8, 5), 'America/Havana').minute).toBe(60)
  })

  it('tell the same as the runtime’s own calendar', () => {
    // In Santiago, Havana and Beirut the clock is set at midnight: there are days without one.
    const zones = ['Europe/Moscow', 'America/Santiago', 'America/Havana', 'Asia/Beirut', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia']
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }), fc.constantFrom(...zones), (at, timeZone) => {
        const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', weekday: 'short', hour: 'numeric', minute: 'numeric' }).formatToParts(at)
        const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
        const { weekday, minute, dayBegan, weekBegan } = localTime(at, timeZone)
        expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][weekday - 1]).toBe(part('weekday'))
        expect(minute).toBe(Number(part('hour')) * 60 + Number(part('minute')))
        expect(dayBegan).toBeLessThanOrEqual(at)
        expect(weekBegan).toBeLessThanOrEqual(dayBegan)
        const date = (moment: number) => new Date(moment).toLocaleDateString('en-US', { timeZone })
        expect([date(dayBegan), date(dayBegan - 1)]).toEqual([date(at), expect.not.stringMatching(date(at))])
      }),
    )
  })
})
