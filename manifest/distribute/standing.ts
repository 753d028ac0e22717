/** How everybody stands against what was decided for them: limits, clients, deputies; put together from our ledger and the read batch. */
import type { Direction } from '../../domain/direction.ts'
import type { Directory } from '../../domain/department.ts'
import { deputiesOf } from '../../domain/deputy.ts'
import type { DrawOptions } from '../../domain/draw.ts'
import { localTime } from '../../domain/hours.ts'
import type { DirectionId, UserId } from '../../domain/ids.ts'
import type { MainFacts } from '../../domain/main.ts'
import { mainDays } from '../../domain/main.ts'
import type { Candidate, Person, Standing } from '../../domain/manager.ts'
import type { Named } from '../../domain/named.ts'
import type { PersonRules } from '../../domain/person-rules.ts'
import { clientMonths, monthMs } from '../../domain/settings.ts'
import type { Ask } from '../ask.ts'
import type { Given } from '../define.ts'
import type { Read } from './read.ts'

const day = 86_400_000

/** Hashes of whatever tells this client from others; a phone by its last ten digits, as people write the rest in many ways. */
export function clientsOf({ contactIds, companyId, client }: Pick<Read, 'contactIds' | 'companyId' | 'client'>, given: Pick<Given, 'hash'>): string[] {
  const digits = client.phone.replaceAll(/\D/g, '').slice(-10)
  const marks = [
    ...contactIds.map((id) => `contact:${id}`),
    ...(companyId === null ? [] : [`company:${companyId}`]),
    ...(digits.length < 6 ? [] : [`phone:${digits}`]),
    ...(client.email === '' ? [] : [`email:${client.email.trim().toLowerCase()}`]),
  ]
  return marks.map((mark) => given.hash(`client:${mark}`))
}

/** Heads of the direction's own departments, in its order; the departments below have none to step in for the whole. */
export const headsFirst = (directory: Directory, { departmentIds }: Direction): UserId[] =>
  departmentIds.flatMap((id) => directory.departments.find((one) => one.id === id)?.headId ?? [])

/** People outside the pool who may get a client without a draw: reserves, heads, and whoever stands in for any of all these. */
export function mayBeNamed(
  directory: Directory,
  directions: readonly Direction[],
  pool: readonly Person[],
  { headAsLastResort }: Pick<DrawOptions, 'headAsLastResort'>,
  rules: ReadonlyMap<UserId, PersonRules>,
  now: number,
): Person[] {
  const first = directions.flatMap((direction) => [...(direction.reserveId === null ? [] : [direction.reserveId]), ...(headAsLastResort ? headsFirst(directory, direction) : [])])
  const wanted = new Set([...first, ...deputiesOf([...first, ...pool.map(({ id }) => id)], rules, now)])
  return directory.people.filter(({ id }) => wanted.has(id))
}

interface Needs {
  readonly read: Pick<Read, 'people' | 'openDeals' | 'contactIds' | 'companyId'>
  readonly options: DrawOptions
  readonly personRules: ReadonlyMap<UserId, PersonRules>
  readonly clients: readonly string[]
  readonly now: number
}

export interface Standings {
  /** @param direction null: one that is not stored, which nobody serves anybody in */
  candidate(person: Person, heads: ReadonlySet<UserId>, direction: DirectionId | null): Candidate
  /** Whoever serves the client in this direction, where that is to be kept. */
  keep(direction: DirectionId): UserId | null
  readonly named: Named
}

/** Asks the ledger only for what some rule looks at. */
export async function standingsOf({ read, options, personRules, clients, now }: Needs, ask: Pick<Ask, 'given' | 'serving'>): Promise<Standings> {
  const limited = [...personRules.values()].some(({ dayLimit, weekLimit }) => dayLimit !== null || weekLimit !== null)
  // A week of the person's own calendar may begin a day before ours.
  const given = limited ? await ask.given(now - 8 * day) : new Map<UserId, readonly number[]>()
  const months = Math.max(options.keepManagerMonths, options.oneDirectionPerClient ? clientMonths : 0)
  const serving = months > 0 ? await ask.serving(clients, now - months * monthMs) : new Map<DirectionId, { userId: UserId; at: number }>()
  const within = (count: number, at: number) => at >= now - count * monthMs

  const standingOf = ({ id, timeZone }: Person): Standing | undefined => {
    const rules = personRules.get(id)
    if (!rules) return undefined
    const { dayBegan, weekBegan } = localTime(now, timeZone)
    const since = (moment: number) => (given.get(id) ?? []).filter((at) => at >= moment).length
    const clientExcluded = rules.excludedClients.some((one) => (one.kind === 'contact' ? read.contactIds.includes(one.id) : read.companyId === one.id))
    return { rules, today: since(dayBegan), week: since(weekBegan), openDeals: read.openDeals.get(id) ?? 0, clientExcluded }
  }
  const candidateOf = (known: Person, isHead: boolean, servesClient: boolean): Candidate => {
    const now = read.people.get(known.id)
    const standing = standingOf(known)
    return { person: now?.person ?? known, presence: now?.presence ?? { absence: null, workday: 'unknown' }, isHead, servesClient, ...(standing ? { standing } : {}) }
  }
  return {
    candidate(person, heads, direction) {
      const elsewhere = [...serving].some(([other, { userId, at }]) => other !== direction && userId === person.id && within(clientMonths, at))
      return candidateOf(person, heads.has(person.id), options.oneDirectionPerClient && elsewhere)
    },
    keep(direction) {
      const one = serving.get(direction)
      return one && options.keepManagerMonths > 0 && within(options.keepManagerMonths, one.at) ? one.userId : null
    },
    named: {
      candidate(id) {
        const known = read.people.get(id)
        return known && candidateOf(known.person, false, false)
      },
      rules: personRules,
    },
  }
}

/** What the choice of the main manager looks at. @param owner responsible for the client at the portal */
export async function mainFactsOf({ main: mode, mainNotTwice: notTwice }: DrawOptions, owner: UserId | null, ask: Pick<Ask, 'mains' | 'directions'>, now: number): Promise<MainFacts> {
  const { times, last } = mode === 'least_often' || notTwice ? await ask.mains(now - mainDays * day) : { times: new Map<UserId, number>(), last: null }
  const order = mode === 'priority' ? (await ask.directions()).map(({ id }) => id) : []
  return { mode, notTwice, times, last, owner, order }
}
