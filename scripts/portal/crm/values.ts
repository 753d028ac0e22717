/** Values of CRM records: checked and written field by field, read back in the shape of either generation of methods. */
import { Refusal } from '../door/refusal.ts'
import { crmTypes } from '../state/kinds.ts'
import type { CrmRecord, Multifield } from '../state/state.ts'
import { nextId, say } from '../world.ts'
import type { World } from '../world.ts'
import { itemFields, oldFields } from './fields.ts'
import type { Field } from './fields.ts'
import { comparable, dayOf, giveValue, isUserName, itemName, midnight, takeValue, userFieldOf, userFieldsOf } from './user-fields.ts'

type Values = Readonly<Record<string, unknown>>

export const multifieldTypes: readonly Multifield['typeId'][] = ['PHONE', 'EMAIL', 'WEB', 'IM', 'LINK']
export const notValid = (world: World, name: string) =>
  new Refusal(400, 'CRM_FIELD_ERROR_VALUE_NOT_VALID', say(world, `Неверное значение поля "${name}"`, `Invalid value of the field "${name}"`))

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''
/** Where a field without ways of its own keeps its value: in the record under its name, or among the further fields. */
const slot = (record: CrmRecord, name: string): Record<string, unknown> =>
  name in record ? (record as unknown as Record<string, unknown>) : record.more

const linked: readonly string[] = ['crm_company', 'crm_contact']

/** The value as `crm.item.*` gives it. */
export function valueOf(world: World, record: CrmRecord, field: Field): unknown {
  const value = field.read ? field.read(record, world) : slot(record, field.name)[field.name]
  if (field.multiple) return value ?? []
  if (field.type === 'char') return value === true ? 'Y' : 'N'
  if (field.type === 'crm_lead') return value === 0 ? null : (value ?? null)
  if (field.type === 'date') return isEmpty(value) ? null : midnight(String(value))
  if (field.name === 'title') return value
  return isEmpty(value) && !(field.read && value === '') ? null : value
}

/** Numbers are text there, sums have two digits, dates without a value are empty, links to nobody null. */
export function oldValueOf(world: World, record: CrmRecord, field: Field): unknown {
  const value = valueOf(world, record, field)
  if (field.type === 'date' || field.type === 'datetime') return value ?? ''
  if (value === null || (value === 0 && linked.includes(field.type))) return null
  return typeof value === 'number' ? (field.type === 'double' ? value.toFixed(2) : String(value)) : value
}

/** What a filter or an order of `crm.item.list` compares; undefined: there is no such field. */
export function readField(world: World, record: CrmRecord, name: string): unknown {
  const field = itemFields[record.type].get(name)
  if (field) return valueOf(world, record, field)
  const own = isUserName(name) ? userFieldOf(world, record.type, name) : undefined
  return own && comparable(own, record.more[itemName(own.name)])
}

function integer(value: unknown, wrong: () => Refusal): number {
  const number = isEmpty(value) ? 0 : Number(value)
  if (!Number.isInteger(number) || number < 0 || (typeof value === 'object' && value !== null)) throw wrong()
  return number
}

const textual: readonly string[] = ['string', 'crm_status', 'crm_currency']

function coerced(world: World, field: Field, value: unknown): unknown {
  const wrong = () => notValid(world, field.name)
  if (field.multiple) {
    if (isEmpty(value)) return []
    if (typeof value !== 'object') throw new Refusal(400, '100', `Expected iterable value for multiple field, but got ${typeof value} instead`)
    return Object.values(value as object).map((one) => integer(one, wrong))
  }
  if (field.type === 'file') return value
  if (typeof value === 'object' && value !== null) throw wrong()
  if (field.type === 'char') return value === true || value === 'Y' || value === '1' || value === 1
  if (textual.includes(field.type)) {
    const text = isEmpty(value) ? '' : String(value)
    return text === '' && (field.name === 'originId' || field.name === 'originatorId') ? null : text
  }
  if (field.type === 'date') return isEmpty(value) ? '' : (dayOf(value) ?? fail(wrong))
  if (field.type === 'double') return Number.isNaN(Number(value)) ? fail(wrong) : Number(value)
  return integer(value, wrong)
}
function fail(wrong: () => Refusal): never {
  throw wrong()
}

/** Phones and e-mails: `[{typeId, valueType, value}]`, or a map by record id on update. */
function writeMultifields(world: World, record: CrmRecord, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, entry] of Object.entries(value as Record<string, unknown>)) {
    if (typeof entry !== 'object' || entry === null) continue
    const { typeId, valueType, value: text, id, DELETE: gone } = entry as Record<string, unknown>
    const known = record.fm.find((one) => one.id === Number(id ?? (Array.isArray(value) ? NaN : key)))
    if (gone === 'Y' && known) record.fm = record.fm.filter((one) => one !== known)
    else if (known)
      Object.assign(known, {
        ...(valueType === undefined ? {} : { valueType: String(valueType) }),
        ...(text === undefined ? {} : { value: String(text) }),
      })
    else if (text) {
      const type = multifieldTypes.find((one) => one === typeId)
      if (type) record.fm.push({ id: nextId(world, 'multifield'), typeId: type, valueType: String(valueType ?? 'WORK'), value: String(text) })
    }
  }
}

/** Writes what is known; unknown and read-only fields are ignored without an error, as the real portal does, but reported. */
export function writeFields(world: World, record: CrmRecord, values: Values, unknown: (field: string) => void): void {
  const { type } = record
  for (const [name, value] of Object.entries(values)) {
    const field = itemFields[type].get(name) ?? [...oldFields[type].values()].find((one) => one.name === name)
    const own = isUserName(name) ? userFieldOf(world, type, name) : undefined
    if (name === 'fm' && type !== crmTypes.deal) writeMultifields(world, record, value)
    else if (own) record.more[itemName(own.name)] = takeValue(own, value, () => notValid(world, name))
    else if (!field || field.readOnly) unknown(`fields.${name}`)
    else if (field.write) field.write(record, coerced(world, field, value) as never)
    else slot(record, name)[name] = coerced(world, field, value)
  }
}

/** All fields of the kind; phones and e-mails only where asked for. */
export function itemOf(
  world: World,
  record: CrmRecord,
  shape: { multifields: boolean; only?: readonly string[] | null; originalNames?: boolean | undefined },
): Record<string, unknown> {
  const { type, more } = record
  const full: Record<string, unknown> = {}
  for (const [name, field] of itemFields[type]) full[name] = valueOf(world, record, field)
  for (const own of userFieldsOf(world, type)) {
    const name = itemName(own.name)
    full[shape.originalNames ? own.name : name] = giveValue(own, more[name] ?? null, false)
  }
  if (shape.multifields && type !== crmTypes.deal) full['fm'] = record.fm.map(({ id, typeId, valueType, value }) => ({ id, valueType, value, typeId }))
  full['entityTypeId'] = type
  const { only } = shape
  return only ? Object.fromEntries(Object.entries(full).filter(([name]) => name === 'id' || only.includes(name))) : full
}
