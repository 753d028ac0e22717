/** Compares two values by shape only: names of fields and kinds of values, never the values. */

export interface ShapeRules {
  /** Everything came as text (a form): a number may be a text of digits. */
  readonly form?: boolean
}

type Table = Readonly<Record<string, unknown>>
const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Kinds of text that a reader parses; a documented one must not become another. */
const kindsOfText: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['moment with zone', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)$/],
  ['moment without zone', /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/],
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['local date', /^\d{2}[./]\d{2}[./]\d{4}( \d{2}:\d{2}(:\d{2})?)?$/],
  ['Y or N', /^[YN]$/],
]

export const kindOfText = (text: string): string => kindsOfText.find(([, pattern]) => pattern.test(text))?.[0] ?? 'text'

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'object' ? 'map' : typeof value
}

/**
 * Keys that belong to one portal's data and not to the answer's form: numbers, codes of stages and addresses, user fields that
 * somebody made, fields of smart processes.
 */
const ofTheData = /^(\d[\d-]*|n\d+|UF_(?=.*\d).*|UF_(CRM|USR)_(?!TASK$).*|uf(?=.*\d).*|ufCrm(?!Task$).*|PARENT_ID_\d+|parentId\d+|.*[:|/@].*)$/

export const isDataKey = (key: string): boolean => ofTheData.test(key)

/** Rows are alike where one row tells of all: what some lack is no part of the form. */
function common(rows: readonly unknown[]): unknown {
  const tables = rows.filter(isTable)
  const first = rows.find((row) => row !== null && row !== '')
  if (tables.length < 2 || tables.length !== rows.length) return first
  const [one = {}, ...others] = tables
  const keys = Object.keys(one).filter((key) => others.every((other) => Object.hasOwn(other, key)))
  return Object.fromEntries(keys.map((key) => [key, tables.map((table) => table[key]).find((value) => value !== null && value !== '') ?? null]))
}

const empty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

function scalars(documented: unknown, ours: unknown, path: string, rules: ShapeRules): string[] {
  if (rules.form && typeof ours === 'string' && typeof documented !== 'object') {
    return typeof documented === 'number' && !/^-?\d+(\.\d+)?$/.test(ours) ? [`${path}: ${kindOfText(ours)} instead of a number`] : []
  }
  if (typeof documented !== typeof ours) return [`${path}: ${kindOf(ours)} instead of ${kindOf(documented)}`]
  if (typeof documented !== 'string' || typeof ours !== 'string') return []
  const wanted = kindOfText(documented)
  const given = kindOfText(ours)
  return wanted !== 'text' && wanted !== 'Y or N' && wanted !== given ? [`${path}: ${given} instead of ${wanted}`] : []
}

/**
 * What the documented value has and ours has not, or has as something else. Fields of ours that are not documented are no fault,
 * and neither is nothing (null, an empty text) where the documentation happens to show something, or the other way round.
 */
export function differences(documented: unknown, ours: unknown, path: string, rules: ShapeRules = {}): string[] {
  if (empty(documented)) return []
  if (ours === null || ours === '') return []
  if (ours === undefined) return [`${path}: missing`]
  if (Array.isArray(documented)) {
    // PHP writes a list with a gap as a map, and an empty map as a list.
    const list = Array.isArray(ours) ? ours : isTable(ours) && Object.keys(ours).every((key) => /^\d+$/.test(key)) ? Object.values(ours) : null
    if (!list) return [`${path}: ${kindOf(ours)} instead of a list`]
    const wanted = common(documented)
    return [...new Set(list.slice(0, 20).flatMap((one) => differences(wanted, one, `${path}[]`, rules)))]
  }
  if (!isTable(documented)) return scalars(documented, ours, path, rules)
  // Nothing in PHP: a task without a group has `[]` for it.
  if (Array.isArray(ours) && ours.length === 0) return path === '.result' ? [`${path}: an empty list instead of a map`] : []
  if (!isTable(ours)) return [`${path}: ${kindOf(ours)} instead of a map`]
  const keyed = Object.keys(documented).filter(isDataKey)
  const wanted = common(keyed.map((key) => documented[key]))
  const entries = Object.entries(ours).filter(([key]) => isDataKey(key))
  // A map by numbers: any of ours may stand for any of theirs.
  const rows = keyed.length === Object.keys(documented).length ? entries.slice(0, 20).map(([, value]) => value) : []
  return [
    ...new Set(rows.flatMap((value) => differences(wanted, value, `${path}.*`, rules))),
    ...Object.entries(documented).flatMap(([key, value]) => {
      // A form has no way to write an empty list.
      if (isDataKey(key) || (rules.form && !Object.hasOwn(ours, key) && Array.isArray(value) && value.length === 0)) return []
      return Object.hasOwn(ours, key) ? differences(value, ours[key], `${path}.${key}`, rules) : [`${path}.${key}: missing`]
    }),
  ]
}
