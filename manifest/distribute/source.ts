/** The record that a visit starts from, a lead or a deal: how it is asked for in one batch with its client, and what it says of itself in one shape. */
import { joined, spaced, type Client } from '../../domain/distribution.ts'
import { entityTypeId, type DocumentRef } from '../../domain/ids.ts'
import type { RecordFields } from '../../domain/rule.ts'
import { question, type Answered, type Answers, type Ask, type Question } from '../ask.ts'
import { ref, type Ref, type ResultOf } from '../methods.ts'

/** Empty texts and lists: the record has no value, or its kind has no such field. */
export interface Source {
  readonly title: string
  readonly stage: string
  readonly assignedById: number | null
  /** What the client is called and how they are reached, where the record itself says so (a lead). */
  readonly name: string
  readonly lastName: string
  readonly companyTitle: string
  readonly phones: readonly Reach[]
  readonly emails: readonly Reach[]
  readonly address: string
  /** Clients that the record is linked to; a lead knows one contact. */
  readonly contactIds: readonly number[]
  readonly companyId: number | null
  readonly originatorId: string
  /** Responsible for the linked contact, else for the company; null: nothing is linked, or the portal does not say. */
  readonly ownerId: number | null
  /** Everything that it says, by the portal's own names in capitals. */
  readonly fields: RecordFields
}
/** Of a record that names its client by links only: nothing to look for them with, or to make one of. */
export const textless = { name: '', lastName: '', companyTitle: '', phones: [], emails: [], address: '' } as const satisfies Partial<Source>
type Reach = ResultOf<'crm.lead.get'>['PHONE'][number]

export interface SourceRead {
  readonly source: Source
  readonly client: Client
  /** Records that have the source's phone or e-mail, the lowest first; none where a contact or company is linked already. */
  readonly duplicates: { readonly contacts: readonly number[]; readonly companies: readonly number[] }
}

type Questions = Record<string, Question>

/** @returns null beside the answers to `others` when the record cannot be read */
export async function readSource<Q extends Questions>(ask: Ask, document: DocumentRef, others: Q): Promise<{ found: SourceRead | null; answers: Answers<Q> }> {
  return document.kind === 'lead' ? readLead(ask, document.id, others) : readDeal(ask, document.id, others)
}

async function readLead<Q extends Questions>(ask: Ask, id: number, others: Q) {
  const answers = await ask.portal<ReturnType<typeof leadQuestions> & Q>({ ...leadQuestions(id), ...others })
  const { lead } = answers as Answers<ReturnType<typeof leadQuestions>>
  return { found: lead.ok ? leadRead(lead.value, answers) : null, answers }
}

async function readDeal<Q extends Questions>(ask: Ask, id: number, others: Q) {
  const answers = await ask.portal<ReturnType<typeof dealQuestions> & Q>({ ...dealQuestions(id), ...others })
  const { deal } = answers as Answers<ReturnType<typeof dealQuestions>>
  return { found: deal.ok ? dealRead(deal.value.item, answers) : null, answers }
}

/** Only the record's stage; a question for a batch of its own. */
export const stageQuestion = ({ kind, id }: DocumentRef) => question('crm.item.get', { entityTypeId: entityTypeId[kind], id })

const linkedQuestions = (contactId: Ref, companyId: Ref) => ({
  contact: question('crm.item.get', { entityTypeId: entityTypeId.contact, id: contactId }),
  company: question('crm.item.get', { entityTypeId: entityTypeId.company, id: companyId }),
  contactAddress: question('crm.address.list', { filter: { ANCHOR_TYPE_ID: entityTypeId.contact, ANCHOR_ID: contactId } }),
  companyAddress: question('crm.address.list', { filter: { ANCHOR_TYPE_ID: entityTypeId.company, ANCHOR_ID: companyId } }),
})

function leadQuestions(id: number) {
  const duplicates = (kind: string, type: 'PHONE' | 'EMAIL') =>
    question('crm.duplicate.findbycomm', { entity_type: kind, type, values: [ref('lead', [type, 0, 'VALUE'])] })
  return {
    // The frozen method, since it alone gives phones and e-mails in places that a reference can name.
    lead: question('crm.lead.get', { id }),
    ...linkedQuestions(ref('lead', ['CONTACT_ID']), ref('lead', ['COMPANY_ID'])),
    phoneContacts: duplicates('CONTACT', 'PHONE'),
    phoneCompanies: duplicates('COMPANY', 'PHONE'),
    emailContacts: duplicates('CONTACT', 'EMAIL'),
    emailCompanies: duplicates('COMPANY', 'EMAIL'),
  }
}

/** A deal names its client by links only: there is nothing to look for duplicates with. */
const dealQuestions = (id: number) => ({
  deal: question('crm.item.get', { entityTypeId: entityTypeId.deal, id, useOriginalUfNames: 'Y' }),
  ...linkedQuestions(ref('deal', ['item', 'contactId']), ref('deal', ['item', 'companyId'])),
})

type LeadAnswers = Answers<Omit<ReturnType<typeof leadQuestions>, 'lead'>>
type LinkedAnswers = Answers<ReturnType<typeof linkedQuestions>>

function leadRead(lead: ResultOf<'crm.lead.get'>, answers: LeadAnswers): SourceRead {
  const source: Source = {
    title: lead.TITLE,
    stage: lead.STATUS_ID,
    assignedById: lead.ASSIGNED_BY_ID,
    name: lead.NAME,
    lastName: lead.LAST_NAME,
    companyTitle: lead.COMPANY_TITLE,
    phones: lead.PHONE,
    emails: lead.EMAIL,
    address: joined(lead.ADDRESS_CITY, lead.ADDRESS, lead.ADDRESS_2),
    contactIds: lead.CONTACT_ID === null ? [] : [lead.CONTACT_ID],
    companyId: lead.COMPANY_ID,
    originatorId: lead.ORIGINATOR_ID ?? '',
    ownerId: ownerOf(lead.CONTACT_ID !== null, lead.COMPANY_ID !== null, answers),
    fields: lead,
  }
  const same = (kind: 'CONTACT' | 'COMPANY', byPhone: Answered<Record<string, number[]>>, byEmail: Answered<Record<string, number[]>>): number[] => {
    // Answers to a reference that had no value are rubbish by the portal's own rule: only what the lead had is read.
    const asked = [...(lead.PHONE.length > 0 ? [byPhone] : []), ...(lead.EMAIL.length > 0 ? [byEmail] : [])]
    return [...new Set(asked.flatMap((answer) => (answer.ok ? (answer.value[kind] ?? []) : [])))].sort((a, b) => a - b)
  }
  return {
    source,
    client: clientOf(source, answers),
    duplicates: {
      contacts: lead.CONTACT_ID === null ? same('CONTACT', answers.phoneContacts, answers.emailContacts) : [],
      companies: lead.COMPANY_ID === null ? same('COMPANY', answers.phoneCompanies, answers.emailCompanies) : [],
    },
  }
}

function dealRead(deal: ResultOf<'crm.item.get'>['item'], answers: LinkedAnswers): SourceRead {
  const { contactId, contactIds } = deal
  const source: Source = {
    title: deal.title ?? '',
    stage: deal.stageId ?? '',
    assignedById: deal.assignedById,
    ...textless,
    contactIds: contactId === null ? contactIds : [contactId, ...contactIds.filter((one) => one !== contactId)],
    companyId: deal.companyId,
    originatorId: deal.originatorId ?? '',
    ownerId: ownerOf(contactId !== null, deal.companyId !== null, answers),
    fields: Object.fromEntries(Object.entries(deal).map(([name, value]) => [upperName(name), value])),
  }
  return { source, client: clientOf(source, answers, contactId !== null), duplicates: { contacts: [], companies: [] } }
}

/** As the older methods name the same field; fields of the portal's own are asked for by their original names. */
const upperName = (name: string): string => (name.startsWith('UF_') ? name : name.replace(/([A-Z]|\d+)/g, '_$1').toUpperCase())

/** Answers to a reference that had no value are rubbish: only what was linked is read. */
const ownerOf = (hasContact: boolean, hasCompany: boolean, { contact, company }: LinkedAnswers): number | null =>
  (hasContact && contact.ok ? contact.value.item.assignedById : null) ?? (hasCompany && company.ok ? company.value.item.assignedById : null)

/**
 * The record's own words first; what it leaves empty comes from the contact and the company that it is linked to.
 * @param asked whether the contact's question had a number to ask with
 */
function clientOf(source: Source, answers: LinkedAnswers, asked = source.contactIds.length > 0): Client {
  const contact = asked && answers.contact.ok ? answers.contact.value.item : null
  const company = source.companyId !== null && answers.company.ok ? answers.company.value.item : null
  const reach = (typeId: string) => [...(contact?.fm ?? []), ...(company?.fm ?? [])].find((one) => one.typeId === typeId)?.value ?? ''
  const linked = (had: boolean, answer: LinkedAnswers['contactAddress']) => {
    const first = had && answer.ok ? answer.value[0] : undefined
    return first ? joined(first.CITY, first.ADDRESS_1, first.ADDRESS_2) : ''
  }
  return {
    title: source.title,
    contactName: spaced(source.name, source.lastName) || spaced(contact?.name, contact?.lastName),
    companyTitle: source.companyTitle || (company?.title ?? ''),
    phone: source.phones[0]?.VALUE ?? reach('PHONE'),
    email: source.emails[0]?.VALUE ?? reach('EMAIL'),
    address: source.address || linked(asked, answers.contactAddress) || linked(source.companyId !== null, answers.companyAddress),
  }
}
