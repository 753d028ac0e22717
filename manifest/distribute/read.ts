/** The read batch of a distribution: the client, what we made before, and who can take part now (decisions: batches). */
import { originatorId, type Client } from '../../domain/distribution.ts'
import { entityTypeId, type UserId } from '../../domain/ids.ts'
import type { Person, PoolRules, Presence } from '../../domain/manager.ts'
import { question, type Answered, type Answers, type Ask, type Question } from '../ask.ts'
import { ref, type ResultOf } from '../methods.ts'
import { absenceAt, workdayAt } from './presence.ts'

const pageSize = 50
const day = 86_400_000

export type Lead = ResultOf<'crm.lead.get'>

export interface Read {
  readonly lead: Lead
  readonly contactId: number | null
  readonly companyId: number | null
  readonly client: Client
  /** Several records answered the same phone or e-mail; the lowest was taken. */
  readonly severalFound: readonly string[]
  /** Deals of ours on this lead, by `originId`. */
  readonly guard: ReadonlyMap<string, number>
  readonly people: ReadonlyMap<UserId, { readonly person: Person; readonly presence: Presence }>
}

/** `lead`: the lead was refused; `people`: the portal did not name the pool. */
export type ReadResult = { readonly ok: true; readonly read: Read } | { readonly ok: false; readonly reason: 'lead' | 'people' }

/**
 * @param pool everybody of the directions' departments, distinct
 * @param others asked only whether they are still there
 * @param now milliseconds since 1970
 */
export async function readVisit(
  ask: Ask,
  leadId: number,
  pool: readonly Person[],
  rules: PoolRules,
  now: number,
  others: readonly Person[] = [],
): Promise<ReadResult> {
  const everybody = [...new Map([...pool, ...others].map((person) => [person.id, person])).values()]
  const answers = await ask.portal({ ...clientQuestions(leadId), ...peopleQuestions(pool, everybody, rules, now) })
  if (!answers.lead.ok) return { ok: false, reason: 'lead' }
  const lead = answers.lead.value
  const several: string[] = []
  const found = (kind: 'CONTACT' | 'COMPANY', list: readonly (readonly [boolean, Answered<Record<string, number[]>>])[]): number | null => {
    // Answers to a reference that had no value are rubbish by the portal's own rule: only what the lead had is read.
    const ids = list.flatMap(([had, answer]) => (had && answer.ok ? (answer.value[kind] ?? []) : []))
    if (new Set(ids).size > 1) several.push(kind)
    return ids.length === 0 ? null : Math.min(...ids)
  }
  const people = peopleFrom(everybody, answers, now)
  if (!people.ok) return people
  const hasPhone = lead.PHONE.length > 0
  const hasEmail = lead.EMAIL.length > 0
  return {
    ok: true,
    read: {
      lead,
      contactId: lead.CONTACT_ID ?? found('CONTACT', [[hasPhone, answers.phoneContacts], [hasEmail, answers.emailContacts]]),
      companyId: lead.COMPANY_ID ?? found('COMPANY', [[hasPhone, answers.phoneCompanies], [hasEmail, answers.emailCompanies]]),
      client: clientOf(lead, answers),
      severalFound: several,
      guard: new Map(answers.guard.ok ? answers.guard.value.items.map((deal) => [deal.originId ?? '', deal.id]) : []),
      people: people.people,
    },
  }
}

function clientQuestions(leadId: number) {
  const phone = ref('lead', ['PHONE', 0, 'VALUE'])
  const email = ref('lead', ['EMAIL', 0, 'VALUE'])
  const contactId = ref('lead', ['CONTACT_ID'])
  const companyId = ref('lead', ['COMPANY_ID'])
  const duplicates = (type: string, value: typeof phone, kind: string) =>
    question('crm.duplicate.findbycomm', { entity_type: kind, type, values: [value] })
  const addresses = (ownerType: number, ownerId: typeof phone) =>
    question('crm.address.list', { filter: { ANCHOR_TYPE_ID: ownerType, ANCHOR_ID: ownerId } })
  return {
    // The frozen method, since it alone gives phones and e-mails in places that a reference can name.
    lead: question('crm.lead.get', { id: leadId }),
    contact: question('crm.item.get', { entityTypeId: entityTypeId.contact, id: contactId }),
    company: question('crm.item.get', { entityTypeId: entityTypeId.company, id: companyId }),
    contactAddress: addresses(entityTypeId.contact, contactId),
    companyAddress: addresses(entityTypeId.company, companyId),
    phoneContacts: duplicates('PHONE', phone, 'CONTACT'),
    phoneCompanies: duplicates('PHONE', phone, 'COMPANY'),
    emailContacts: duplicates('EMAIL', email, 'CONTACT'),
    emailCompanies: duplicates('EMAIL', email, 'COMPANY'),
    guard: question('crm.item.list', {
      entityTypeId: entityTypeId.deal,
      select: ['id', 'originId'],
      filter: { '=originatorId': originatorId, '=leadId': leadId },
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
      ? { 'absences:0': question('calendar.accessibility.get', { users: ids, from: date(now - day), to: date(now + day) }) }
      : {}),
    ...(rules.skipClockedOut
      ? Object.fromEntries(pool.filter((person) => person.everActive).map(({ id }) => [`workday:${id}`, question('timeman.status', { USER_ID: id })]))
      : {}),
  }
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

type ClientAnswers = Answers<Pick<ReturnType<typeof clientQuestions>, 'contact' | 'company' | 'contactAddress' | 'companyAddress'>>

/** The lead's own words first; what it leaves empty comes from the contact and the company that it is linked to. */
function clientOf(lead: Lead, answers: ClientAnswers): Client {
  const contact = lead.CONTACT_ID !== null && answers.contact.ok ? answers.contact.value.item : null
  const company = lead.COMPANY_ID !== null && answers.company.ok ? answers.company.value.item : null
  const reach = (typeId: string) => (contact?.fm ?? company?.fm ?? []).find((one) => one.typeId === typeId)?.value ?? ''
  return {
    title: lead.TITLE,
    contactName: spaced(lead.NAME, lead.LAST_NAME) || spaced(contact?.name, contact?.lastName),
    companyTitle: lead.COMPANY_TITLE || (company?.title ?? ''),
    phone: lead.PHONE[0]?.VALUE ?? reach('PHONE'),
    email: lead.EMAIL[0]?.VALUE ?? reach('EMAIL'),
    address: addressOf(lead, answers),
  }
}

/** The lead's own address, else that of its contact, else of its company. */
function addressOf(lead: Lead, { contactAddress, companyAddress }: ClientAnswers): string {
  const own = joined(lead.ADDRESS_CITY, lead.ADDRESS, lead.ADDRESS_2)
  if (own !== '') return own
  const linked = (had: number | null, answer: ClientAnswers['contactAddress']) => {
    const first = had !== null && answer.ok ? answer.value[0] : undefined
    return first ? joined(first.CITY, first.ADDRESS_1, first.ADDRESS_2) : ''
  }
  return linked(lead.CONTACT_ID, contactAddress) || linked(lead.COMPANY_ID, companyAddress)
}

const present = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined && part !== '')
const joined = (...parts: readonly (string | undefined)[]): string => present(parts).join(', ')
const spaced = (...parts: readonly (string | undefined)[]): string => present(parts).join(' ')
