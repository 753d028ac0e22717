/** How long a replay of ten thousand leads over twenty directions and five hundred people takes on one core, after loading. */
import { DrawOptions } from '../../domain/draw.ts'
import { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import type { Person } from '../../domain/manager.ts'
import { PersonRules } from '../../domain/person-rules.ts'
import { drawPolicies } from '../../domain/pick.ts'
import { randomFrom } from '../../domain/random.ts'
import type { ReplayCase, ReplayDirection, ReplayDraft } from '../../domain/replay-case.ts'
import { replay } from '../../domain/replay.ts'
import { head, row, shown } from './report.ts'

const [leads, directionCount, peopleCount] = [10_000, 20, 500]
const hour = 3_600_000

function words(): () => number {
  let state = 0x9e3779b9
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
const random = randomFrom(words())
const ids = Array.from({ length: peopleCount }, (_, index) => UserId.parse(index + 1))
const zones = ['Europe/Moscow', 'Asia/Yekaterinburg', 'Asia/Novosibirsk', null]
const people = ids.map((id): Person => ({ id, name: '', position: '', timeZone: zones[id % 4] ?? null, departments: [DepartmentId.parse(1)], active: true, everActive: true }))

/** @param shared everybody serves every direction; else each direction has its own twenty-fifth */
const directionsOf = (shared: boolean): ReplayDirection[] =>
  Array.from({ length: directionCount }, (_, index) => ({
    id: DirectionId.parse(`dir_bench${index}`),
    members: people.filter(({ id }) => shared || id % directionCount === index).map((person) => ({ person, isHead: false })),
    demand: { tags: [], hours: null },
    heads: [],
    reserve: null,
  }))

const casesOf = (wanted: number): ReplayCase[] =>
  Array.from({ length: leads }, (_, index) => ({
    id: String(index),
    at: Date.UTC(2026, 4, 4, 6) + index * 0.4 * hour,
    directionIds: Array.from({ length: wanted }, (_, place) => DirectionId.parse(`dir_bench${(index + place * 7) % directionCount}`)),
    clients: [`client${random.below(4000)}`],
    owner: null,
    away: new Map(ids.filter(() => random.below(10) === 0).slice(0, 30).map((id) => [id, 'absent'])),
    actual: new Map(),
    actualMain: null,
  }))

const everyRule = new Map(
  ids.map((id) => [id, PersonRules.parse({ userId: id, weight: 50 + (id % 200), version: 1, dayLimit: 5, weekLimit: 20, hours: { days: [1, 2, 3, 4, 5], from: 540, until: 1080 } })]),
)
const everything = { keepManagerMonths: 6, oneDirectionPerClient: true, headAsLastResort: true, main: 'least_often', mainNotTwice: true } as const

function measure(name: string, cases: readonly ReplayCase[], draft: Omit<ReplayDraft, 'rules' | 'others'>): void {
  const chance = randomFrom(words())
  const began = process.cpuUsage()
  const steps = replay(cases, { ...draft, rules: { skipAbsent: true, skipClockedOut: true, headsTakePart: false }, others: [] }, () => chance)
  let step = steps.next()
  while (!step.done) step = steps.next()
  const { user, system } = process.cpuUsage(began)
  const { asked, unserved } = step.value
  const size = `${leads.toLocaleString('en-US')} leads, ${directionCount} directions, ${peopleCount} people`
  row(`replay of ${size}: ${name}`, `${shown((user + system) / 1e6)} s of processor`, `${shown(asked)} draws, ${shown(unserved.length)} without a manager`, 'under 10 s')
}

head()
const [own, shared] = [directionsOf(false), directionsOf(true)]
const three = casesOf(3)
for (const policy of drawPolicies) measure(`${policy}, 25 people a direction, 3 a lead`, three, { directions: own, options: DrawOptions.parse({ policy }), personRules: new Map() })
for (const policy of drawPolicies) measure(`${policy}, with every rule`, three, { directions: own, options: DrawOptions.parse({ policy, ...everything }), personRules: everyRule })
measure('even_random, 25 people a direction, 20 a lead', casesOf(20), { directions: own, options: DrawOptions.parse({ policy: 'even_random' }), personRules: new Map() })
measure('even_random, 500 people in each direction, 3 a lead', three, { directions: shared, options: DrawOptions.parse({ policy: 'even_random' }), personRules: new Map() })
measure('even_random, 500 people in each direction, with every rule', three, { directions: shared, options: DrawOptions.parse({ policy: 'even_random', ...everything }), personRules: everyRule })
