/** The client of a distribution: linked when known, made when the lead describes them, left out otherwise (decisions: client data). */
import { originatorId, type Distribution } from '../../domain/distribution.ts'
import { entityTypeId } from '../../domain/ids.ts'
import { effect, type Effect } from '../effect.ts'
import { ref, type Param, type Params, type Ref } from '../methods.ts'
import type { Lead, Read } from './read.ts'

/** `links`: fields of each deal. */
export function clientEffects(distribution: Distribution, read: Read): { readonly effects: Effect[]; readonly links: Params } {
  const { lead } = read
  const effects: Effect[] = []
  const add = (key: 'company' | 'contact', type: number, fields: Params): Ref => {
    const originId = `${distribution.id}:${key}`
    effects.push(
      effect('essential', key, 'crm.item.add', { entityTypeId: type, fields: { ...fields, originatorId, originId } }, { by: 'origin', entityTypeId: type, originId }),
    )
    return ref(key, ['item', 'id'])
  }
  const hasName = lead.NAME !== '' || lead.LAST_NAME !== ''
  const namesCompany = lead.COMPANY_TITLE !== ''
  // A phone without a person's name belongs to the company where there is one, and to an unnamed contact where there is not.
  const contactOwnsPhone = hasName || !namesCompany
  const company: Param =
    read.companyId ?? (namesCompany ? add('company', entityTypeId.company, { title: lead.COMPANY_TITLE, ...(contactOwnsPhone ? {} : fm(lead)) }) : null)
  const contact: Param =
    read.contactId ??
    (hasName || (!namesCompany && lead.PHONE.length > 0)
      ? add('contact', entityTypeId.contact, {
          name: lead.NAME || (lead.LAST_NAME ? '' : (lead.PHONE[0]?.VALUE ?? '')),
          lastName: lead.LAST_NAME,
          ...(company === null ? {} : { companyId: company }),
          ...fm(lead),
        })
      : null)
  return { effects, links: { ...(contact === null ? {} : { contactIds: [contact] }), ...(company === null ? {} : { companyId: company }) } }
}

function fm(lead: Lead): Params {
  const entries = [
    ...lead.PHONE.map(({ VALUE, VALUE_TYPE }) => ({ typeId: 'PHONE', valueType: VALUE_TYPE || 'WORK', value: VALUE })),
    ...lead.EMAIL.map(({ VALUE, VALUE_TYPE }) => ({ typeId: 'EMAIL', valueType: VALUE_TYPE || 'WORK', value: VALUE })),
  ]
  return entries.length === 0 ? {} : { fm: entries }
}
