/** Filters, order and pages of lists, the same for every kind of row. */
import type { Answer } from './method.ts'
import type { Refusal } from './refusal.ts'

export const pageSize = 50
type Values = Readonly<Record<string, unknown>>
export type Row = Readonly<Record<string, unknown>>

/** Longer prefixes first, so that `!=%` is not read as `!`. */
const prefixes = ['!=%', '!%=', '>=', '<=', '!@', '!%', '!=', '=%', '%=', '!', '>', '<', '@', '%', '='] as const
type Prefix = (typeof prefixes)[number] | ''

function split(key: string): { prefix: Prefix; field: string } {
  const prefix = prefixes.find((one) => key.startsWith(one)) ?? ''
  return { prefix, field: key.slice(prefix.length) }
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || value === false
const text = (value: unknown): string => (value === null || value === undefined ? '' : value === true ? 'Y' : value === false ? 'N' : String(value))

function same(one: unknown, other: unknown): boolean {
  // Who asks for 0 also gets what has no value at all.
  if (isEmpty(one) && (isEmpty(other) || (one === null && text(other) === '0'))) return true
  if (text(one).toLowerCase() === text(other).toLowerCase()) return true
  const [left, right] = [Number(text(one)), Number(text(other))]
  return text(one) !== '' && text(other) !== '' && left === right
}

function order(one: unknown, other: unknown): number {
  const [left, right] = [text(one), text(other)]
  const [leftNumber, rightNumber] = [Number(left), Number(right)]
  if (left !== '' && right !== '' && !Number.isNaN(leftNumber) && !Number.isNaN(rightNumber)) return leftNumber - rightNumber
  const [leftDate, rightDate] = [Date.parse(left), Date.parse(right)]
  if (!Number.isNaN(leftDate) && !Number.isNaN(rightDate)) return leftDate - rightDate
  return left.localeCompare(right)
}

const listed = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : typeof value === 'object' && value !== null ? Object.values(value) : [value]

function like(value: unknown, pattern: unknown, percentInside: boolean): boolean {
  const escaped = text(pattern).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const expression = percentInside ? `^${escaped.replace(/%/g, '.*')}$` : escaped
  return new RegExp(expression, 'is').test(text(value))
}

/** A field of several values fits when one of them does. */
function fits(value: unknown, prefix: Prefix, wanted: unknown): boolean {
  if (prefix === '!' || prefix === '!=') return !fits(value, '', wanted)
  if (prefix === '!@') return !fits(value, '@', wanted)
  if (prefix === '!%') return !fits(value, '%', wanted)
  if (prefix === '!=%' || prefix === '!%=') return !fits(value, '=%', wanted)
  if (Array.isArray(value)) return value.length === 0 ? fits(null, prefix, wanted) : value.some((one) => fits(one, prefix, wanted))
  if (prefix === '>') return !isEmpty(value) && order(value, wanted) > 0
  if (prefix === '>=') return !isEmpty(value) && order(value, wanted) >= 0
  if (prefix === '<') return !isEmpty(value) && order(value, wanted) < 0
  if (prefix === '<=') return !isEmpty(value) && order(value, wanted) <= 0
  if (prefix === '%') return like(value, wanted, false)
  if (prefix === '=%' || prefix === '%=') return like(value, wanted, true)
  return listed(wanted).some((one) => same(value, one))
}

/**
 * @param field the row's value, or undefined for a field that cannot be filtered by
 * @param unknown called for such a field; returning leaves the condition out
 */
export function matches(row: Row, filter: Values, field: (row: Row, name: string) => unknown, unknown: (name: string) => void): boolean {
  const logic = text(filter['logic'] ?? filter['LOGIC']).toUpperCase()
  const conditions = Object.entries(filter).filter(([key]) => key.toLowerCase() !== 'logic')
  const held = conditions.map(([key, wanted]) => {
    if (/^\d+$/.test(key)) {
      if (typeof wanted !== 'object' || wanted === null) return true
      return matches(row, wanted as Values, field, unknown)
    }
    const { prefix, field: name } = split(key)
    const value = field(row, name)
    if (value === undefined) {
      unknown(name)
      return true
    }
    return fits(value, prefix, wanted)
  })
  return logic === 'OR' ? held.some(Boolean) || held.length === 0 : held.every(Boolean)
}

/** Names of all fields that a filter mentions, at any depth. */
export function filterFields(filter: Values): string[] {
  return Object.entries(filter).flatMap(([key, wanted]) => {
    if (key.toLowerCase() === 'logic') return []
    if (/^\d+$/.test(key)) return typeof wanted === 'object' && wanted !== null ? filterFields(wanted as Values) : []
    return [split(key).field]
  })
}

/** @param directions field → ASC or DESC, in order of weight */
export function sorted<R extends Row>(rows: readonly R[], directions: Values, field: (row: R, name: string) => unknown): R[] {
  const keys = Object.entries(directions)
  return [...rows].sort((one, other) => {
    for (const [name, direction] of keys) {
      const difference = order(field(one, name), field(other, name))
      if (difference !== 0) return text(direction).toUpperCase().startsWith('DESC') ? -difference : difference
    }
    return 0
  })
}

/** One page with `total` and `next`; `start` -1 switches counting off. */
export function page<R>(rows: readonly R[], start: number | undefined, result: (rows: R[]) => unknown): Answer {
  if (start === -1) return { result: result(rows.slice(0, pageSize)) }
  const from = Math.max(0, start ?? 0)
  const next = from + pageSize
  return { result: result(rows.slice(from, next)), total: rows.length, ...(next < rows.length ? { next } : {}) }
}

/** Digits of a telephone number, with the country's 7 where people write 8. */
export function phoneDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits
}

export function asMap(value: unknown, wrong: Refusal): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw wrong
  return { ...(value as Record<string, unknown>) }
}
