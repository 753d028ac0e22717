/** Lists of the older kind, over rows with UPPER_CASE keys: filter, order, select and pages; what nobody knows is left out. */
import { matches, page, sorted } from './filter.ts'
import type { Row } from './filter.ts'
import { wire } from './method.ts'
import type { Answer, Call } from './method.ts'

type Values = Readonly<Record<string, unknown>>

export const listParams = { select: wire.list.optional(), filter: wire.map.optional(), order: wire.map.optional(), start: wire.int.optional() }

interface Asked {
  readonly select?: unknown[] | undefined
  readonly filter?: Values | undefined
  readonly order?: Values | undefined
  readonly start?: number | undefined
}

const field = (row: Row, name: string): unknown => row[name.toUpperCase()]

/** @param standing the order where none is asked for */
export function listRows(call: Call, rows: readonly Row[], asked: Asked, standing: Values = { ID: 'ASC' }): Answer {
  const { select = [], filter = {}, order = {}, start } = asked
  const found = rows.filter((row) => matches(row, filter, field, (name) => call.unknown(`filter.${name}`)))
  const names = select.map((name) => String(name).toUpperCase())
  const everything = names.length === 0 || names.includes('*')
  const shown = (row: Row): Row => (everything ? row : Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))))
  return page(sorted(found, Object.keys(order).length > 0 ? order : standing, field), start, (page) => page.map(shown))
}
