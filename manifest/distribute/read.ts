/** The read batch of a distribution: the client, what we made before, and who can take part now (decisions: batches). */
import { originatorId, type Client } from '../../domain/distribution.ts'
import { entityTypeId, type DocumentRef, type UserId } from '../../domain/ids.ts'
import type { Person, PoolRules, Presence } from '../../domain/manager.ts'
import { question, type Answers, type Ask, type Question } from '../ask.ts'
import type { ResultOf } from '../methods.ts'
import { absenceAt, workdayAt } from './presence.ts'
import { readSource, type Source } from './source.ts'

const pageSize = 50
const day = 86_400_000

export interface Read {
  readonly source: Source
  /** The client's contacts and company at the portal: linked, else found by phone or e-mail (the lowest number), else to be made. */
  readonly contactIds: readonly number[]
  readonly companyId: number | null
  readonly client: Client
  /** What was taken where several records answered the same phone or e-mail. */
  readonly severalFound: readonly { readonly kind: 'contact' | 'company'; readonly id: number }[]
  /** Deals of this distribution that the portal has already, by `originId`. */
  readonly guard: ReadonlyMap<string, number>
  readonly people: ReadonlyMap<UserId, { readonly person: Person; readonly presence: Presence }>
  /** Open deals of whatever origin, of those whose were to be counted. */
  readonly openDeals: ReadonlyMap<UserId, number>
}

/** `record`: the lead or deal was refused; `people`: the portal did not name the pool; `loads`: it did not count their deals. */
export type ReadResult = { readonly ok: true; readonly read: Read } | { readonly ok: false; readonly reason: 'record' | 'people' | 'loads' }

export interface Wanted {
  /** Everybody of the directions' departments, distinct. */
  readonly pool: readonly Person[]
  /** Not drawn for, but perhaps named: asked whether they are there and not absent. */
  readonly others?: readonly Person[]
  readonly rules: PoolRules
  /** Whose open deals are counted: one command a person. */
  readonly countDealsOf?: readonly Person[]
  /** `originId`s of deals that may have been made before. */
  readonly origins?: readonly string[]
}

/** @param now milliseconds since 1970 */
export async function readVisit(ask: Ask, document: DocumentRef, { pool, others = [], rules, countDealsOf = [], origins = [] }: Wanted, now: number): Promise<ReadResult> {
  const everybody = [...new Map([...pool, ...others].map((person) => [person.id, person])).values()]
  const { found, answers } = await readSource<GuardQuestion & PeopleQuestions & LoadQuestions>(ask, document, {
    ...guardQuestion(document, origins),
    ...peopleQuestions(pool, everybody, rules, now),
    ...loadQuestions(countDealsOf),
  })
  if (!found) return { ok: false, reason: 'record' }
  const people = peopleFrom(everybody, answers, now)
  if (!people.ok) return people
  const openDeals = loadsFrom(countDealsOf, answers)
  if (!openDeals) return { ok: false, reason: 'loads' }
  const { source, client, duplicates } = found
  const [contact] = duplicates.contacts
  const [company] = duplicates.companies
  const guard = answers['guard:0']
  return {
    ok: true,
    read: {
      source,
      contactIds: source.contactIds.length > 0 ? source.contactIds : contact === undefined ? [] : [contact],
      companyId: source.companyId ?? company ?? null,
      client,
      severalFound: [
        ...(contact !== undefined && duplicates.contacts.length > 1 ? [{ kind: 'contact' as const, id: contact }] : []),
        ...(company !== undefined && duplicates.companies.length > 1 ? [{ kind: 'company' as const, id: company }] : []),
      ],
      guard: new Map(guard?.ok ? guard.value.items.map((deal) => [deal.originId ?? '', deal.id]) : []),
      people: people.people,
      openDeals,
    },
  }
}

/** The people alone, before there is any record. */
export async function readPeople(ask: Ask, { pool, rules, countDealsOf = [] }: Omit<Wanted, 'others' | 'origins'>, now: number): Promise<Pick<Read, 'people' | 'openDeals'> | null> {
  if (pool.length === 0) return { people: new Map(), openDeals: new Map() }
  const answers = await ask.portal<PeopleQuestions & LoadQuestions>({ ...peopleQuestions(pool, pool, rules, now), ...loadQuestions(countDealsOf) })
  const [found, openDeals] = [peopleFrom(pool, answers, now), loadsFrom(countDealsOf, answers)]
  return found.ok && openDeals ? { people: found.people, openDeals } : null
}

type GuardQuestion = { readonly [key: `guard:${number}`]: Question<'crm.item.list'> }

/** Named one by one, so that a page of the answer never hides one; a lead's number keeps the portal on an index. */
function guardQuestion({ kind, id }: DocumentRef, origins: readonly string[]): GuardQuestion {
  if (origins.length === 0) return {}
  return {
    'guard:0': question('crm.item.list', {
      entityTypeId: entityTypeId.deal,
      select: ['id', 'originId'],
      filter: { '=originatorId': originatorId, '@originId': origins, ...(kind === 'lead' ? { '=leadId': id } : {}) },
      order: { id: 'ASC' },
    }),
  }
}

/** As many people as one `user.get` answers. */
export const pagesOf = <T>(ids: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(ids.length / pageSize) }, (_, index) => ids.slice(index * pageSize, (index + 1) * pageSize))

type PeopleQuestions = {
  readonly [key: `people:${number}`]: Question<'user.get'>
  readonly [key: `workday:${number}`]: Question<'timeman.status'>
  readonly [key: `absences:${number}`]: Question<'calendar.accessibility.get'>
}

function peopleQuestions(pool: readonly Person[], everybody: readonly Person[], rules: PoolRules, now: number): PeopleQuestions {
  const ids = pool.map((person) => person.id)
  const date = (moment: number) => new Date(moment).toISOString().slice(0, 10)
  return {
    ...Object.fromEntries(pagesOf(everybody.map(({ id }) => id)).map((page, index) => [`people:${index}`, question('user.get', { FILTER: { ID: page } })])),
    // A day on either side, since the portal's day is not the person's day.
    ...(rules.skipAbsent && ids.length > 0
      ? { 'absences:0': question('calendar.accessibility.get', { users: everybody.map(({ id }) => id), from: date(now - day), to: date(now + day) }) }
      : {}),
    ...(rules.skipClockedOut
      ? Object.fromEntries(pool.filter((person) => person.everActive).map(({ id }) => [`workday:${id}`, question('timeman.status', { USER_ID: id })]))
      : {}),
  }
}

type LoadQuestions = { readonly [key: `load:${number}`]: Question<'crm.item.list'> }

/** The answer's `total` is what counts; the page itself is not looked at (portal-facts: open deals). */
const loadQuestions = (pool: readonly Person[]): LoadQuestions =>
  Object.fromEntries(
    pool.map(({ id }) => [
      `load:${id}`,
      question('crm.item.list', { entityTypeId: entityTypeId.deal, select: ['id'], filter: { '=assignedById': id, '=stageSemanticId': 'P' } }),
    ]),
  )

/** @returns null when somebody's deals were not counted: whoever is taken for free would get every client */
function loadsFrom(pool: readonly Person[], answers: Answers<LoadQuestions>): Map<UserId, number> | null {
  const loads = new Map<UserId, number>()
  for (const { id } of pool) {
    const answer = answers[`load:${id}`]
    if (!answer?.ok || answer.total === null) return null
    loads.set(id, answer.total)
  }
  return loads
}

type PeopleResult = { readonly ok: true; readonly people: Read['people'] } | { readonly ok: false; readonly reason: 'people' }

function peopleFrom(pool: readonly Person[], answers: Answers<PeopleQuestions>, now: number): PeopleResult {
  const fresh = new Map<number, ResultOf<'user.get'>[number]>()
  for (let page = 0; page * pageSize < pool.length; page++) {
    const answer = answers[`people:${page}`]
    // Without this answer nobody can be drawn: an empty list would read as "everybody was dismissed".
    if (!answer?.ok) return { ok: false, reason: 'people' }
    for (const user of answer.value) fresh.set(user.ID, user)
  }
  const answered = answers['absences:0']
  const absences = answered?.ok ? answered.value : {}
  const people = new Map(
    pool.map((known) => {
      const user = fresh.get(known.id)
      // Somebody whom the portal no longer lists cannot take a client.
      const person = user ? { ...known, active: user.ACTIVE, everActive: known.everActive || hasBeenActive(user.LAST_ACTIVITY_DATE) } : { ...known, active: false }
      const presence: Presence = {
        absence: absenceAt(absences[String(known.id)] ?? [], known.timeZone, now),
        workday: workdayAt(answers[`workday:${known.id}`], known.timeZone, now),
      }
      return [known.id, { person, presence }] as const
    }),
  )
  return { ok: true, people }
}

/** PHP writes nothing in several ways, an empty list among them; anything else counts, an object too, as the documentation's sample prints one. */
export const hasBeenActive = (lastActivity: unknown): boolean =>
  Array.isArray(lastActivity) ? lastActivity.length > 0 : lastActivity !== undefined && lastActivity !== null && lastActivity !== '' && lastActivity !== false
