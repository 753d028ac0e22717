/** `crm.address.*`: addresses of requisites; a lead's address lies in the lead. */
import { described } from '../../crm/field-words.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { listParams, listRows } from '../../door/plain-list.ts'
import { Refusal } from '../../door/refusal.ts'
import { fireEvent } from '../../sending/events.ts'
import { crmTypes } from '../../state/kinds.ts'
import type { CrmType } from '../../state/kinds.ts'
import type { Address, CrmRecord } from '../../state/state.ts'
import { canChange, canRead, nextId, say } from '../../world.ts'
import type { World } from '../../world.ts'

type Values = Readonly<Record<string, unknown>>

const plain = (text: string) => new Refusal(400, '', text)
const denied = plain('Access denied.')
const requisite = 8

const rowOf = (one: Address): Record<string, unknown> => ({
  TYPE_ID: String(one.typeId),
  ENTITY_TYPE_ID: String(one.entityTypeId),
  ENTITY_ID: String(one.entityId),
  ADDRESS_1: one.address1,
  ADDRESS_2: one.address2,
  CITY: one.city,
  POSTAL_CODE: one.postalCode,
  REGION: one.region ?? '',
  PROVINCE: one.province,
  COUNTRY: one.country,
  COUNTRY_CODE: null,
  LOC_ADDR_ID: String(one.id),
  ANCHOR_TYPE_ID: String(one.anchorTypeId),
  ANCHOR_ID: String(one.anchorId),
})

/** Where each line of an address lies, and what the same is called in a lead. */
const lines = {
  ADDRESS_1: ['address1', 'address'],
  ADDRESS_2: ['address2', 'address2'],
  CITY: ['city', 'city'],
  POSTAL_CODE: ['postalCode', 'addressPostalCode'],
  REGION: ['region', 'addressRegion'],
  PROVINCE: ['province', 'addressProvince'],
  COUNTRY: ['country', 'addressCountry'],
} as const
type Line = keyof typeof lines
const isLine = (name: string): name is Line => name in lines

const inLead = (lead: CrmRecord, name: (typeof lines)[Line][1]): string =>
  name === 'address' || name === 'address2' || name === 'city' ? lead[name] : String(lead.more[name] ?? '')

function addressOfLead(lead: CrmRecord): Address | null {
  const line = (name: Line) => inLead(lead, lines[name][1])
  if (Object.keys(lines).every((name) => line(name as Line) === '')) return null
  const of = { entityTypeId: crmTypes.lead, entityId: lead.id, anchorTypeId: crmTypes.lead, anchorId: lead.id }
  const place = { city: line('CITY'), postalCode: line('POSTAL_CODE'), region: line('REGION'), province: line('PROVINCE'), country: line('COUNTRY') }
  return { id: 10_000 + lead.id, typeId: 1, ...of, address1: line('ADDRESS_1'), address2: line('ADDRESS_2'), ...place }
}

const allOf = (world: World): Address[] => [
  ...world.state.addresses,
  ...world.state.records.flatMap((record) => (record.type === crmTypes.lead ? (addressOfLead(record) ?? []) : [])),
]

interface Place {
  readonly typeId: number
  readonly entityTypeId: number
  readonly entityId: number
  readonly anchor: CrmRecord
}

/** Whose address it is; the owner must be there and this person's to change. */
function placeOf(call: Call, fields: Values): Place {
  const number = (name: string, possible: (value: number) => boolean): number => {
    const value = Number(fields[name] ?? NaN)
    if (!Number.isInteger(value) || !possible(value)) throw plain(`${name} is not defined or invalid.`)
    return value
  }
  const { state } = call.world
  const typeId = number('TYPE_ID', (value) => [1, 4, 6, 8, 9, 11].includes(value))
  const entityTypeId = number('ENTITY_TYPE_ID', (value) => [1, 3, 4, requisite].includes(value))
  const entityId = number('ENTITY_ID', (value) => value > 0)
  const owner = entityTypeId === requisite ? state.requisites.find((one) => one.id === entityId) : { ownerTypeId: entityTypeId, ownerId: entityId }
  const anchor = state.records.find((one) => one.type === owner?.ownerTypeId && one.id === owner.ownerId)
  if (!anchor) throw plain('ENTITY_ID is not defined or invalid.')
  if (!canChange(call.world, call.person, anchor)) throw denied
  return { typeId, entityTypeId, entityId, anchor }
}

const find = (world: World, { typeId, entityTypeId, entityId }: Place): Address | undefined =>
  allOf(world).find((one) => one.typeId === typeId && one.entityTypeId === entityTypeId && one.entityId === entityId)

function write(call: Call, { anchor }: Place, address: Address, fields: Values): void {
  for (const [name, value] of Object.entries(fields)) {
    if (/^(TYPE_ID|ENTITY_TYPE_ID|ENTITY_ID|COUNTRY_CODE|LOC_ADDR_ID)$/.test(name)) continue
    if (!isLine(name)) call.unknown(`fields.${name}`)
    else if (address.entityTypeId === crmTypes.lead) writeInLead(anchor, lines[name][1], String(value ?? ''))
    else address[lines[name][0]] = String(value ?? '')
  }
  call.world.touch()
}

function writeInLead(lead: CrmRecord, name: (typeof lines)[Line][1], text: string): void {
  if (name === 'address' || name === 'address2' || name === 'city') lead[name] = text
  else lead.more[name] = text
}

function tell(call: Call, event: 'REGISTER' | 'UNREGISTER', { typeId, entityTypeId, entityId, anchor }: Place): void {
  const about = { TYPE_ID: typeId, ENTITY_TYPE_ID: entityTypeId, ENTITY_ID: entityId, ANCHOR_ID: anchor.id, ANCHOR_TYPE_ID: anchor.type }
  fireEvent(call.world, `ONCRMADDRESS${event}`, { FIELDS: about }, call.person.id)
}

const changing = { caseless: true, writes: true, params: { fields: wire.map }, invalid: () => plain("Parameter 'fields' must be array.") } as const
const missing = plain('TypeAddress not found.')

export const crmAddress = {
  'crm.address.fields': method({
    params: {},
    run({ world }) {
      const texts = Object.keys(lines).map((name) => [name, described('string', name)] as const)
      const own = ['TYPE_ID', 'ENTITY_TYPE_ID', 'ENTITY_ID'].map((name) => [name, described('integer', name, { required: true, immutable: true })] as const)
      const rest = {
        COUNTRY_CODE: described('string', say(world, 'Код страны', 'Country code')),
        LOC_ADDR_ID: described('integer', 'LOC_ADDR_ID'),
        ANCHOR_TYPE_ID: described('integer', 'ANCHOR_TYPE_ID', { readOnly: true }),
        ANCHOR_ID: described('integer', 'ANCHOR_ID', { readOnly: true }),
      }
      return { result: { ...Object.fromEntries([...own, ...texts]), ...rest } }
    },
  }),

  'crm.address.list': method({
    caseless: true,
    params: listParams,
    run(call, asked) {
      const { world } = call
      const readable = allOf(world).filter((one) => {
        const owner = world.state.records.find((record) => record.type === (one.anchorTypeId as CrmType) && record.id === one.anchorId)
        return owner !== undefined && canRead(world, call.person, owner)
      })
      return listRows(call, readable.map(rowOf), asked, { TYPE_ID: 'ASC' })
    },
  }),

  'crm.address.add': method({
    ...changing,
    run(call, { fields }) {
      const place = placeOf(call, fields)
      if (find(call.world, place)) throw plain('TypeAddress exists.')
      const { typeId, entityTypeId, entityId, anchor } = place
      const texts = { address1: '', address2: '', city: '', postalCode: '', province: '', country: '' }
      const made = { id: nextId(call.world, 'address'), typeId, entityTypeId, entityId, anchorTypeId: anchor.type, anchorId: anchor.id, ...texts }
      if (entityTypeId !== crmTypes.lead) call.world.state.addresses.push(made)
      write(call, place, made, fields)
      tell(call, 'REGISTER', place)
      return { result: true }
    },
  }),

  'crm.address.update': method({
    ...changing,
    run(call, { fields }) {
      const place = placeOf(call, fields)
      const found = find(call.world, place)
      if (!found) throw missing
      write(call, place, found, fields)
      tell(call, 'REGISTER', place)
      return { result: true }
    },
  }),

  'crm.address.delete': method({
    ...changing,
    run(call, { fields }) {
      const place = placeOf(call, fields)
      const found = find(call.world, place)
      if (!found) throw missing
      if (found.entityTypeId === crmTypes.lead) write(call, place, found, Object.fromEntries(Object.keys(lines).map((name) => [name, ''])))
      call.world.state.addresses = call.world.state.addresses.filter((one) => one !== found)
      tell(call, 'UNREGISTER', place)
      return { result: true }
    },
  }),
}
