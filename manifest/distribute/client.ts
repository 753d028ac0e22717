/** The client of a distribution: linked when known, made when the record describes them, left out otherwise (decisions: client data). */
import { originatorId, type Distribution } from '../../domain/distribution.ts'
import { entityTypeId } from '../../domain/ids.ts'
import { effect, type Effect } from '../effect.ts'
import { ref, type Param, type Params, type Ref } from '../methods.ts'
import type { Read } from './read.ts'
import type { Source } from './source.ts'

/** `links`: fields of each deal. */
export function clientEffects(distribution: Distribution, read: Read): { readonly effects: Effect[]; readonly links: Params } {
  const { source } = read
  const effects: Effect[] = []
  const add = (key: 'company' | 'contact', type: number, fields: Params): Ref => {
    const originId = `${distribution.id}:${key}`
    effects.push(
      effect('essential', key, 'crm.item.add', { entityTypeId: type, fields: { ...fields, originatorId, originId } }, { by: 'origin', entityTypeId: type, originId }),
    )
    return ref(key, ['item', 'id'])
  }
  const hasName = source.name !== '' || source.lastName !== ''
  const namesCompany = source.companyTitle !== ''
  // A phone without a person's name belongs to the company where there is one, and to an unnamed contact where there is not.
  const contactOwnsPhone = hasName || !namesCompany
  const company: Param =
    read.companyId ?? (namesCompany ? add('company', entityTypeId.company, { title: source.companyTitle, ...(contactOwnsPhone ? {} : fm(source)) }) : null)
  const isPerson = hasName || (!namesCompany && source.phones.length > 0)
  const contacts: readonly Param[] =
    read.contactIds.length > 0 || !isPerson
      ? read.contactIds
      : [
          add('contact', entityTypeId.contact, {
            name: source.name || (source.lastName ? '' : (source.phones[0]?.VALUE ?? '')),
            lastName: source.lastName,
            ...(company === null ? {} : { companyId: company }),
            ...fm(source),
          }),
        ]
  return { effects, links: { ...(contacts.length === 0 ? {} : { contactIds: contacts }), ...(company === null ? {} : { companyId: company }) } }
}

function fm({ phones, emails }: Source): Params {
  const entries = [
    ...phones.map(({ VALUE, VALUE_TYPE }) => ({ typeId: 'PHONE', valueType: VALUE_TYPE || 'WORK', value: VALUE })),
    ...emails.map(({ VALUE, VALUE_TYPE }) => ({ typeId: 'EMAIL', valueType: VALUE_TYPE || 'WORK', value: VALUE })),
  ]
  return entries.length === 0 ? {} : { fm: entries }
}
