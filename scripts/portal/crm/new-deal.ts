/** A deal that a person makes by hand: its client becomes a contact, a company, or both, as a portal without leads does it. */
import type { NewRecord } from '../contract/crm.ts'
import { requisiteOf } from '../seed/dictionaries.ts'
import { crmTypes } from '../state/kinds.ts'
import type { CrmRecord, Person } from '../state/state.ts'
import { nextId } from '../world.ts'
import type { World } from '../world.ts'
import { addRecord } from './records.ts'

export const phoneAndMail = (phone: string, email: string) => [
  ...(phone ? [{ typeId: 'PHONE', valueType: 'WORK', value: phone }] : []),
  ...(email ? [{ typeId: 'EMAIL', valueType: 'WORK', value: email }] : []),
]

function addressOf(world: World, owner: CrmRecord, address: string): void {
  const { addresses, requisites, requisitePresets } = world.state
  const preset = requisitePresets[owner.type === crmTypes.contact ? 2 : 0]
  const made = {
    id: nextId(world, 'address'),
    typeId: 6,
    entityTypeId: 8,
    entityId: nextId(world, 'requisite'),
    anchorTypeId: owner.type,
    anchorId: owner.id,
    address1: address,
    address2: '',
    city: '',
    postalCode: '',
    province: '',
    country: '',
  }
  addresses.push(made)
  requisites.push(requisiteOf(made, preset?.id ?? 1, preset?.name ?? '', world.clock.now()))
}

export function addDealWithClient(world: World, person: Person, asked: NewRecord): CrmRecord {
  const author = { person, fromApp: false }
  const add = (type: CrmRecord['type'], values: Record<string, unknown>) => addRecord(world, type, values, author, () => undefined)
  const fm = phoneAndMail(asked.phone, asked.email)
  const [name = '', ...rest] = asked.contactName.split(/\s+/)
  // A telephone without a name is somebody's, unless it is the company's.
  const somebody = asked.contactName !== '' || (fm.length > 0 && asked.companyTitle === '')
  const company = asked.companyTitle === '' ? null : add(crmTypes.company, { title: asked.companyTitle, ...(somebody ? {} : { fm }) })
  const contact = somebody ? add(crmTypes.contact, { name, lastName: rest.join(' '), fm, companyId: company?.id ?? 0 }) : null
  const owner = company ?? contact
  if (owner && asked.address !== '') addressOf(world, owner, asked.address)
  return add(crmTypes.deal, { title: asked.title, categoryId: 0, contactIds: contact ? [contact.id] : [], companyId: company?.id ?? 0 })
}
