/** A draft beside the live rule: begun, looked at, ended, or made the rule. Distributions know nothing of it; it is computed from their records. */
import type { PastData } from '../../domain/contract/past.ts'
import type { Distribution } from '../../domain/distribution.ts'
import type { MemberId, UserId } from '../../domain/ids.ts'
import { mainDays } from '../../domain/main.ts'
import type { ExclusionReason, Person } from '../../domain/manager.ts'
import { type Beginning, Draft, endOf, isOn, runsAt, type Shadow } from '../../domain/shadow.ts'
import { headsFirst } from '../../manifest/distribute/standing.ts'
import type { House } from '../house.ts'
import { randomBytes } from '../random-bytes.ts'
import type { Nouns } from '../store/store.ts'
import { changing } from './changing.ts'
import type { Handlers } from './handlers.ts'
import { caseOf, choicesOf, createPools } from './past.ts'
import { personView } from './people.ts'
import { refuse } from './refusal.ts'

const day = 86_400_000
/** A week of somebody's own calendar may begin a day before ours. */
const limitDays = 8

/** More in one answer would keep a page waiting; the newest say most. */
const mostCases = 20_000

export function shadowHandlers(house: House, most = mostCases): Pick<Handlers, 'shadow.show' | 'shadow.start' | 'shadow.stop' | 'shadow.activate'> {
  const { store, now } = house
  const end = async (s: Nouns, memberId: MemberId, shadow: Shadow | null): Promise<void> => {
    if (shadow && isOn(shadow, now())) await s.shadows.save(memberId, { ...shadow, endedAt: now() })
  }
  return {
    async 'shadow.show'(_, { memberId }) {
      const shadow = await store.shadows.get(memberId)
      if (!shadow) return { shadow: null }
      const { startedAt, startedBy, seed, beginning } = shadow
      const until = endOf(shadow)
      const directory = await store.directory.get(memberId)
      const found = await store.distributions.since(memberId, startedAt, most + 1, until)
      const all = found.slice(-most)
      const { data, pools } = await dataOf(store, memberId, shadow, all)
      const changes = (await store.changes.page(memberId, null, 100)).filter(({ at }) => runsAt(shadow, at)).length
      const newest = found.length > all.length ? most : null
      return { shadow: { startedAt, startedBy: personView(startedBy, directory), until, on: isOn(shadow, now()), seed, beginning, changes, newest, data, pools } }
    },

    async 'shadow.start'({ draft, weeks }, { memberId, userId }) {
      await store.together(async (s) => {
        // One after another: of two who begin at once the second is refused.
        await s.changes.begin(memberId)
        const before = await s.shadows.get(memberId)
        if (before && isOn(before, now())) throw refuse('conflict')
        const startedAt = now()
        const settings = { ...(await s.settings.get(memberId)), ...draft }
        const { rules } = await s.rules.get(memberId)
        const personRules = [...(await s.personRules.all(memberId)).values()]
        const beginning = await beginningOf(s, memberId, settings.loadDays, startedAt)
        const seed = randomBytes(16).toString('hex')
        await s.shadows.save(memberId, { startedAt, startedBy: userId, until: startedAt + weeks * 7 * day, endedAt: null, settings, rules, personRules, seed, beginning })
      })
      return {}
    },

    async 'shadow.stop'(_, { memberId }) {
      await store.together(async (s) => {
        await s.changes.begin(memberId)
        const shadow = await s.shadows.get(memberId)
        if (!shadow || !isOn(shadow, now())) throw refuse('not_found')
        await end(s, memberId, shadow)
      })
      return {}
    },

    async 'shadow.activate'(_, asker) {
      const { memberId } = asker
      await changing(house, asker, { kind: 'settings', subject: '' }, async (s) => {
        const shadow = await s.shadows.get(memberId)
        if (!shadow) throw refuse('not_found')
        await s.settings.save(memberId, { ...(await s.settings.get(memberId)), ...Draft.parse(shadow.settings) })
        await end(s, memberId, shadow)
      })
      return {}
    },
  }
}

/** Everything is read whatever the draft looks at: a rule with conditions may look at more. */
async function beginningOf(s: Nouns, memberId: MemberId, loadDays: number, now: number): Promise<Beginning> {
  const ids = (await s.directions.all(memberId)).map(({ id }) => id)
  const given = await s.picks.moments(memberId, now - Math.max(loadDays, limitDays) * day)
  const plain = <T>(found: ReadonlyMap<string, T>): Record<string, T> => Object.fromEntries(found)
  return {
    last: plain(await s.picks.last(memberId, ids)),
    decks: plain(await s.picks.decks(memberId, ids)),
    missed: Object.fromEntries([...(await s.picks.missed(memberId, ids))].map(([id, added]) => [id, Object.fromEntries(added)])),
    given: [...given].flatMap(([userId, moments]) => moments.map((at) => ({ userId, at }))).sort((a, b) => a.at - b.at),
    mains: await s.picks.mainMoments(memberId, now - mainDays * day),
  }
}

/** Reasons that kept somebody out of a live draw, and need not out of the draft's. */
const openTo = ({ headsTakePart, skipAbsent, skipClockedOut }: Draft): ExclusionReason[] => [
  'day_limit',
  'week_limit',
  ...(headsTakePart ? (['head'] as const) : []),
  ...(skipAbsent ? [] : (['absent'] as const)),
  ...(skipClockedOut ? [] : (['workday_closed'] as const)),
]

/** From records and our own store alone: the portal is not asked. */
async function dataOf(s: Nouns, memberId: MemberId, { settings, rules, personRules }: Shadow, all: readonly Distribution[]): Promise<{ data: PastData; pools: ReturnType<typeof createPools>['pools'] }> {
  const directory = await s.directory.get(memberId)
  const holding = all.filter(({ undone }) => !undone)
  const { pools, placesOf } = createPools()
  const names = Object.assign({}, ...holding.map((one) => one.names)) as Record<string, string>
  const known = new Map(directory?.people.map((person) => [person.id, person]))
  // Who could not take a client is in the records; whoever is gone by now was there then.
  const personOf = (id: UserId): Person => ({ ...(known.get(id) ?? { id, position: '', timeZone: null, departments: [] }), name: known.get(id)?.name ?? names[String(id)] ?? '', active: true, everActive: true })
  // Whoever could never be picked by either has no idle days.
  const open = new Set(openTo(settings))
  const members = new Map<string, Set<UserId>>()
  for (const { draw } of holding) {
    for (const { directionId, eligible, excluded } of draw.directions) {
      const those = members.get(directionId) ?? new Set<UserId>()
      members.set(directionId, those)
      for (const id of [...eligible, ...excluded.flatMap(({ userId, reason }) => (open.has(reason) ? [userId] : []))]) those.add(id)
    }
  }
  const configured = await s.directions.all(memberId)
  const everybody = new Set([...known.keys(), ...(Object.keys(names).map(Number) as UserId[])])
  return {
    pools,
    data: {
      cases: holding.map((one) => ({ ...caseOf(one, rules), pools: placesOf(one) })),
      undone: all.length - holding.length,
      directions: configured.flatMap((direction) => {
        const those = members.get(direction.id)
        if (!those) return []
        const { id, name, tags } = direction
        const people = [...those].map((one) => ({ person: withDepartment(personOf(one)), isHead: false }))
        return [{ id, name, members: people, heads: directory ? headsFirst(directory, direction) : [], reserve: null, tags }]
      }),
      settings,
      personRules,
      choices: choicesOf(rules),
      others: [...everybody].map((id) => withDepartment(personOf(id))),
    },
  }
}

const somewhere = [1] as Person['departments']
/** Whoever sits in no department any more did when the draw saw them. */
const withDepartment = (person: Person): Person => (person.departments.length > 0 ? person : { ...person, departments: somewhere })
