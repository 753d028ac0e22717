/** Limits are counted by the person's own midnight and Monday, wherever they live. */
import { expect, it } from 'vitest'
import { DrawOptions } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import { PersonRules } from '../../domain/person-rules.ts'
import { standingsOf } from '../../manifest/distribute/standing.ts'

const id = UserId.parse(7)
const read = { people: new Map(), openDeals: new Map([[id, 4]]), contactIds: [11], companyId: null }
const rules = PersonRules.parse({ userId: id, weight: 100, version: 1, dayLimit: 5, weekLimit: 9, excludedClients: [{ kind: 'contact', id: 11 }] })

/** Tuesday the 13th of October 2026, seven in the morning in Vladivostok, still Monday in UTC and in New York. */
const now = Date.UTC(2026, 9, 12, 21)
const zones = {
  'Asia/Vladivostok': { day: Date.UTC(2026, 9, 12, 14), week: Date.UTC(2026, 9, 11, 14) },
  'America/New_York': { day: Date.UTC(2026, 9, 12, 4), week: Date.UTC(2026, 9, 12, 4) },
  UTC: { day: Date.UTC(2026, 9, 12), week: Date.UTC(2026, 9, 12) },
}

async function standingIn(timeZone: string, given: readonly number[]) {
  const asked: number[] = []
  const ask = { given: async (since: number) => (asked.push(since), new Map([[id, given]])), serving: async () => new Map() }
  const { candidate } = await standingsOf({ read, options: DrawOptions.parse({}), personRules: new Map([[id, rules]]), clients: [], now }, ask)
  const person = { id, name: '', position: '', timeZone, departments: [DepartmentId.parse(1)], active: true, everActive: true }
  return { standing: candidate(person, new Set(), DirectionId.parse('dir_any0')).standing, asked }
}

it.each(Object.entries(zones))('counts from midnight and from Monday in %s, both moments included', async (timeZone, { day, week }) => {
  const { standing, asked } = await standingIn(timeZone, [week - 1, week, day - 1, day, now])
  const sinceDay = [week - 1, week, day - 1, day, now].filter((at) => at >= day).length
  expect(standing).toMatchObject({ today: sinceDay, week: timeZone === 'Asia/Vladivostok' ? 4 : sinceDay, openDeals: 4, clientExcluded: true })
  // The ledger is asked far enough back for any zone's week.
  expect(asked[0]).toBeLessThanOrEqual(week)
})
