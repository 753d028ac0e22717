/** Filters, order and pages of REST 3.0: lists of conditions instead of prefixes, and no total. */
import { sorted } from '../../door/filter.ts'
import { no } from './third.ts'
import type { Body } from './third.ts'

const largest = 200

/** Numbers and moments by their size, everything else as text. */
function compare(one: unknown, other: unknown): number {
  const value = (of: unknown) => (typeof of === 'number' ? of : typeof of === 'string' && /^\d{4}-\d{2}-\d{2}/.test(of) ? Date.parse(of) : String(of ?? ''))
  const [left, right] = [value(one), value(other)]
  return typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right))
}

const same = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) ? one.some((each) => same(each, other)) : String(one ?? '') === String(other ?? '')

function holds(value: unknown, operator: unknown, wanted: unknown): boolean {
  const list = Array.isArray(wanted) ? wanted : []
  switch (operator) {
    case '=':
      return same(value, wanted)
    case '!=':
      return !same(value, wanted)
    case '>':
      return value !== null && compare(value, wanted) > 0
    case '>=':
      return value !== null && compare(value, wanted) >= 0
    case '<':
      return value !== null && compare(value, wanted) < 0
    case '<=':
      return value !== null && compare(value, wanted) <= 0
    case 'in':
      return list.some((one) => same(value, one))
    case 'between':
      return value !== null && compare(value, list[0]) >= 0 && compare(value, list[1]) <= 0
    default:
      throw no(400, 'UNKNOWNFILTEROPERATOREXCEPTION', `Неизвестный оператор фильтра \`${String(operator)}\``)
  }
}

/** All conditions of a list; a group says by its `logic` whether one is enough. */
export function filterThird(row: Body, filter: unknown): boolean {
  if (filter === undefined) return true
  const wrong = () => no(400, 'INVALIDFILTEREXCEPTION', `Не удается распознать выражение фильтра \`${JSON.stringify(filter)}\``)
  if (!Array.isArray(filter)) throw wrong()
  return filter.every((condition: unknown) => {
    if (Array.isArray(condition)) {
      const [field, operator, value] = condition as unknown[]
      if (typeof field !== 'string' || condition.length < 2) throw wrong()
      if (!(field in row)) throw no(400, 'UNKNOWNDTOPROPERTYEXCEPTION', `Неизвестное поле \`${field}\` для сущности \`TaskDto\``)
      return condition.length === 2 ? holds(row[field], 'in', operator) : holds(row[field], operator, value)
    }
    if (typeof condition !== 'object' || condition === null) throw wrong()
    const { logic, conditions } = condition as { logic?: unknown; conditions?: unknown }
    if (!Array.isArray(conditions)) throw wrong()
    return String(logic).toLowerCase() === 'or' ? conditions.some((one) => filterThird(row, [one])) : filterThird(row, conditions)
  })
}

export function pageThird<R extends object>(rows: readonly R[], body: Body, value: (row: R, name: string) => unknown): R[] {
  const { order = { id: 'ASC' }, pagination = {} } = body
  const wrong = () => no(400, 'INVALIDPAGINATIONEXCEPTION', `Не удается распознать параметр пагинации \`${JSON.stringify(pagination)}\``)
  if (typeof pagination !== 'object' || pagination === null) throw wrong()
  const { page = 1, limit = 50, offset } = pagination as Record<string, unknown>
  for (const one of [page, limit, offset ?? 0]) if (!Number.isInteger(one) || Number(one) < 0) throw wrong()
  if (limit === 0) throw wrong()
  const size = Math.min(largest, Number(limit))
  const from = Number(offset ?? 0) + (Math.max(1, Number(page)) - 1) * size
  return sorted(rows as readonly (R & Body)[], order as Body, value).slice(from, from + size)
}
