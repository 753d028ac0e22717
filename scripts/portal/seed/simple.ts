/** The seed of a portal without leads: what would be leads are deals of the general pipeline, with their clients as contacts and companies. */
import { crmTypes } from '../state/kinds.ts'
import type { CrmRecord } from '../state/state.ts'
import { blankRecord, tutorLeadId } from './crm.ts'
import type { StateBefore } from './dictionaries.ts'
import { generalStages } from './pipelines.ts'

const stages: Readonly<Record<string, string>> = { CONVERTED: 'WON', JUNK: 'LOSE' }

/** Everything that this adds or moves gets numbers after the seed's own. */
export function withoutLeads(state: StateBefore): StateBefore {
  const leads = state.records.filter((record) => record.type === crmTypes.lead)
  const numbers = new Map(leads.map((lead, index) => [lead.id, (state.lastId['deal'] ?? 0) + 1 + index]))
  const records = state.records.filter((record) => record.type !== crmTypes.lead)
  const next = (kind: string): number => (state.lastId[kind] = (state.lastId[kind] ?? 0) + 1)

  const companyOf = (lead: CrmRecord): number => {
    if (lead.companyId || lead.companyTitle === '') return lead.companyId
    const known = records.find((one) => one.type === crmTypes.company && one.title === lead.companyTitle)
    if (known) return known.id
    const company = blankRecord(crmTypes.company, next('company'), lead.createdBy, lead.createdAt)
    records.push({ ...company, title: lead.companyTitle, fm: lead.lastName === '' ? lead.fm : [] })
    return company.id
  }
  const contactOf = (lead: CrmRecord, companyId: number): number[] => {
    if (lead.contactIds.length > 0 || lead.lastName === '') return lead.contactIds
    const known = records.find((one) => one.type === crmTypes.contact && one.lastName === lead.lastName)
    if (known) return [known.id]
    const contact = blankRecord(crmTypes.contact, next('contact'), lead.createdBy, lead.createdAt)
    records.push({ ...contact, name: lead.name, lastName: lead.lastName, post: lead.post, companyId, fm: lead.fm })
    return [contact.id]
  }
  const keepAddress = (lead: CrmRecord, companyId: number, contactId: number | undefined): void => {
    if (lead.address === '') return
    const id = state.addresses.length + 1
    const anchor = contactId ? { anchorTypeId: crmTypes.contact, anchorId: contactId } : { anchorTypeId: crmTypes.company, anchorId: companyId }
    const place = { address1: lead.address, address2: lead.address2, city: lead.city, postalCode: '', province: '', country: '' }
    state.addresses.push({ id, typeId: 6, entityTypeId: 8, entityId: 300 + id, ...anchor, ...place })
  }

  const deals = leads.map((lead) => {
    const companyId = companyOf(lead)
    const contactIds = contactOf(lead, companyId)
    keepAddress(lead, companyId, contactIds[0])
    const id = numbers.get(lead.id) ?? 0
    const own = { type: crmTypes.deal, id, categoryId: 0, stageId: stages[lead.stageId] ?? lead.stageId, companyId, contactIds }
    return { ...lead, ...own, name: '', lastName: '', post: '', companyTitle: '', address: '', address2: '', city: '', fm: [] }
  })
  state.lastId['deal'] = (state.lastId['deal'] ?? 0) + deals.length

  return {
    ...state,
    crmMode: 'simple',
    records: [...records.map((record) => ({ ...record, leadId: 0 })), ...deals],
    stages: [...state.stages.filter((stage) => stage.entityId !== 'DEAL_STAGE'), ...generalStages(state.language)],
    tasks: state.tasks.map((task) => ({
      ...task,
      crm: task.crm.map((binding) => (binding.startsWith('L_') ? `D_${numbers.get(Number(binding.slice(2))) ?? 0}` : binding)),
    })),
    timeline: state.timeline.map((row) =>
      row.record.kind === 'lead' ? { ...row, record: { kind: 'deal' as const, id: numbers.get(row.record.id) ?? 0 } } : row,
    ),
    tutor: { ...state.tutor, leadId: numbers.get(tutorLeadId) ?? 0 },
  }
}
