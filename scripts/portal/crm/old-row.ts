/** A CRM record as a row of the older methods, and what their lists compare. */
import { crmTypes } from '../state/kinds.ts'
import type { CrmType } from '../state/kinds.ts'
import type { CrmRecord, Multifield } from '../state/state.ts'
import type { World } from '../world.ts'
import { oldFields } from './fields.ts'
import { comparable, giveValue, itemName, userFieldOf, userFieldsOf } from './user-fields.ts'
import { multifieldTypes, oldValueOf, valueOf } from './values.ts'

const numbersOf = (record: CrmRecord, type: Multifield['typeId']) =>
  record.fm
    .filter((one) => one.typeId === type)
    .map(({ id, valueType, value, typeId }) => ({ ID: String(id), VALUE_TYPE: valueType, VALUE: value, TYPE_ID: typeId }))

/**
 * @param select null: everything that a `get` shows; else names in capitals, `*` all but user fields and telephones, `UF_*` user fields. The number
 *   always comes along; lists of links only by name.
 */
export function oldRow(world: World, record: CrmRecord, select: readonly string[] | null): Record<string, unknown> {
  const wants = (name: string, group: string) => select === null || select.includes(name) || select.includes(group)
  const row: Record<string, unknown> = {}
  for (const [name, field] of oldFields[record.type])
    if (name === 'ID' || (field.multiple ? (select?.includes(name) ?? false) : wants(name, '*'))) row[name] = oldValueOf(world, record, field)
  for (const field of userFieldsOf(world, record.type))
    if (wants(field.name, 'UF_*')) row[field.name] = giveValue(field, record.more[itemName(field.name)] ?? null, true)
  for (const type of record.type === crmTypes.deal ? [] : multifieldTypes) {
    const numbers = numbersOf(record, type)
    if (numbers.length > 0 && (select === null || select.includes(type))) row[type] = numbers
  }
  return row
}

/** Names in filters and orders, in any letter case. */
export function sortsBy(world: World, type: CrmType): { known(name: string): boolean; read(record: CrmRecord, name: string): unknown } {
  const read = (record: CrmRecord, raw: string): unknown => {
    const name = raw.toUpperCase()
    const field = oldFields[type].get(name)
    // Sums are compared as numbers, whatever they are written like; a link to nobody is nothing, as it is shown.
    if (field) return oldValueOf(world, record, field) === null ? null : valueOf(world, record, field)
    const own = userFieldOf(world, type, name)
    if (own) return comparable(own, record.more[itemName(own.name)])
    const multifield = type === crmTypes.deal ? undefined : multifieldTypes.find((one) => one === name)
    return multifield && numbersOf(record, multifield).map((one) => one.VALUE)
  }
  return { read, known: (name) => oldFields[type].has(name.toUpperCase()) || userFieldOf(world, type, name.toUpperCase()) !== undefined }
}
