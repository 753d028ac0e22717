/** User fields of CRM records: their two names, how a value of each type is taken, and how each generation of methods gives it back. */
import { iso } from '../clock.ts'
import { type Refusal } from '../door/refusal.ts'
import type { UserField } from '../state/crm.ts'
import type { CrmType } from '../state/kinds.ts'
import type { World } from '../world.ts'

/**
 * The name in `crm.item.*`. Behind an object's number the tail becomes camelCase (`UF_CRM_3_DIGIT` → `ufCrm3Digit`); where there is no number, or
 * letters and digits are mixed, only the beginning changes (`UF_CRM_1747309879` → `ufCrm_1747309879`).
 */
export function itemName(name: string): string {
  const [, number, tail] = /^UF_CRM_(\d+)_(.+)$/.exec(name) ?? []
  if (!number || !tail) return name.replace('UF_CRM', 'ufCrm')
  if (/^\d+$/.test(tail)) return `ufCrm${number}_${tail}`
  if (/\d/.test(tail)) return `ufCrm_${number}_${tail}`
  return `ufCrm${number}${tail
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`
}

export const userFieldsOf = (world: World, type: CrmType): UserField[] => world.state.userFields.filter((one) => one.owner === type)

/** By either name. */
export const userFieldOf = (world: World, type: CrmType, name: string): UserField | undefined =>
  userFieldsOf(world, type).find((one) => one.name === name || itemName(one.name) === name)

/** A day as `YYYY-MM-DD`, from ISO or from the portal's own way of writing; null: it is none. */
export function dayOf(value: unknown): string | null {
  const text = String(value)
  const own = /^(\d{2})\.(\d{2})\.(\d{4})/.exec(text)
  const day = own ? `${own[3]}-${own[2]}-${own[1]}` : (/^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? '')
  return Number.isNaN(Date.parse(day)) ? null : day
}
export const midnight = (day: string): string => `${day}T03:00:00+03:00`

/** Milliseconds since 1970, from ISO or from `DD.MM.YYYY HH:MM:SS`; null: it is none. */
export function momentOf(value: unknown): number | null {
  const own = /^(\d{2})\.(\d{2})\.(\d{4})(?: (\d{2}:\d{2}(?::\d{2})?))?$/.exec(String(value))
  const text = own ? `${own[3]}-${own[2]}-${own[1]}T${own[4] ?? '00:00'}+03:00` : String(value)
  const moment = /^\d{4}-/.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(moment) ? null : moment
}

const numeric: Readonly<Record<string, true>> = { integer: true, employee: true, crm: true, iblock_element: true, iblock_section: true, double: true }
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

function single(field: UserField, value: unknown, wrong: () => Refusal): unknown {
  if (isEmpty(value)) return null
  if (field.type === 'file') return value
  if (typeof value === 'object') throw wrong()
  if (field.type === 'boolean') return value === true || value === 1 || /^(y|1|true)$/i.test(String(value))
  if (field.type === 'enumeration') {
    const found = field.list.find((one) => one.id === Number(value))
    return found ? found.id : null
  }
  if (field.type === 'date') return dayOf(value) ?? fail(wrong)
  if (field.type === 'datetime') return momentOf(value) ?? fail(wrong)
  // Links to records of several kinds are written with a prefix.
  if (field.type === 'crm' && !/^\d+$/.test(String(value))) return String(value)
  if (!numeric[field.type]) return String(value)
  const number = Number(value)
  if (Number.isNaN(number)) throw wrong()
  return field.type === 'double' ? number : Math.trunc(number)
}
function fail(wrong: () => Refusal): never {
  throw wrong()
}

/** @returns what is kept: a value, or a list of them where the field is multiple */
export function takeValue(field: UserField, value: unknown, wrong: () => Refusal): unknown {
  if (!field.multiple) return single(field, Array.isArray(value) && field.type !== 'file' ? value[0] : value, wrong)
  const given = isEmpty(value) ? [] : typeof value === 'object' && field.type !== 'file' ? Object.values(value as object) : [value]
  return given.map((one) => single(field, one, wrong)).filter((one) => one !== null)
}

function shown(field: UserField, value: unknown, old: boolean): unknown {
  if (isEmpty(value)) return field.type === 'boolean' ? (old ? '0' : 'N') : null
  if (field.type === 'boolean') return old ? (value === true ? '1' : '0') : value === true ? 'Y' : 'N'
  if (field.type === 'date') return midnight(String(value))
  if (field.type === 'datetime') return iso(Number(value))
  return old && typeof value === 'number' ? String(value) : value
}

/** @param old the older methods write numbers as text, and an empty list as false */
export function giveValue(field: UserField, value: unknown, old: boolean): unknown {
  if (!field.multiple) return shown(field, value, old)
  const values = Array.isArray(value) ? value.map((one) => shown(field, one, old)) : []
  return old && values.length === 0 ? false : values
}

/** What a filter compares with: flags are 1 and 0 there. */
export function comparable(field: UserField, value: unknown): unknown {
  if (field.type === 'boolean') return value === true ? 1 : 0
  return giveValue(field, value ?? null, false)
}

export const isUserName = (name: string): boolean => /^(ufCrm|UF_CRM_)/.test(name)
