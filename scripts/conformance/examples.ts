/** Calls every implemented method as documented and compares the form of its answer with every documented one. */
import type { Example, Json } from './documents.ts'
import { excusedDifference } from './exceptions.ts'
import { differences } from './shape.ts'
import type { Subject } from './subject.ts'
import type { Things } from './things.ts'

export interface Outcome {
  readonly example: Example
  /** Nothing: it matches. */
  readonly misses: readonly string[]
  /** Misses that have a reason of their own. */
  readonly excused: readonly string[]
}

const currencyTexts = { FORMAT_STRING: '#', FULL_NAME: 'Conformance', DEC_POINT: '.', THOUSANDS_SEP: ' ', DECIMALS: '2', THOUSANDS_VARIANT: 'C', HIDE_ZERO: 'Y' }

/** What must have happened to the thing, or to the day, before the documented call makes sense. */
const before: Readonly<Record<string, readonly (string | readonly [method: string, more: Json])[]>> = {
  'timeman.close': ['timeman.open'],
  'timeman.pause': ['timeman.open'],
  'tasks.task.renew': ['tasks.task.complete'],
  'disk.folder.getChildren': [['disk.folder.addSubFolder', { data: { NAME: 'Inside' } }]],
  'tasks.task.disapprove': [['tasks.task.update', { fields: { STATUS: 4 } }]],
  'task.checklistitem.renew': ['task.checklistitem.complete'],
  // The last link of an activity stays.
  'crm.activity.binding.delete': [['crm.activity.binding.add', { entityTypeId: 4, entityId: 401 }]],
  'crm.currency.get': [['crm.currency.update', { fields: { LANG: { en: currencyTexts, ru: currencyTexts } } }]],
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const without = (params: unknown, name: RegExp): unknown =>
  isMap(params) ? Object.fromEntries(Object.entries(params).filter(([key]) => !name.test(key))) : params

/** Whether the request names its thing by number; others are known by a code, an address, a place or what they belong to. */
function namesOwn(method: string, request: unknown): boolean {
  const family = (method.split('.').at(-2) ?? '').toLowerCase()
  const names = isMap(request) ? Object.keys(request).map((key) => key.toLowerCase().replaceAll('_', '')) : []
  return names.some((name) => ['id', 'itemid', 'notifyid', `${family}id`].includes(name)) && !names.includes('code')
}

/** The list of rows in an answer: the result itself or the one list inside it. */
function rowsIn(result: unknown): unknown[] | null {
  if (Array.isArray(result)) return result
  if (!isMap(result)) return null
  const values = Object.values(result)
  return values.length === 1 && Array.isArray(values[0]) ? values[0] : null
}

function compared(documented: Json, body: Json): string[] {
  const wanted = rowsIn(documented['result'])
  const ours = rowsIn(body['result'])
  const rest = Object.fromEntries(Object.entries(documented).filter(([key]) => key !== 'next'))
  const found = differences(rest, body, '')
  if (wanted && wanted.length > 0 && ours?.length === 0) found.push('result: an empty list, nothing to compare')
  return found.map((one) => one.replace(/^\./, ''))
}

export async function runExample(example: Example, subject: Subject, things: Things): Promise<Outcome> {
  const { method, third, response } = example
  const request = await things.request(method, example.params)
  const prepare = async (params: unknown): Promise<void> => {
    for (const earlier of before[method] ?? []) {
      if (typeof earlier === 'string') await subject.call(earlier, params)
      else await subject.call(earlier[0], { ...(params as Json), ...earlier[1] })
    }
  }
  await prepare(request)
  // There must be something to list, and something of the code or the place that the call speaks of.
  if (!/\.(add\w*|bind|set|register)$/i.test(method) && (/\.(get|list|getlist|instances)$/i.test(method) || !namesOwn(method, request)))
    await things.make(method, isMap(request) ? request : {})
  const misses = async (params: unknown): Promise<string[]> => {
    const { status, body } = await subject.call(method, params, third)
    if (status !== 200 && !('error' in response))
      return [`refused: ${status} ${JSON.stringify(body['error'])} ${String(body['error_description'] ?? '')}`]
    return compared(response, body)
  }
  let found = await misses(request)
  // A request that the page does not show was made up, perhaps of too little.
  if (example.params === null && found[0]?.startsWith('refused')) {
    const full = await things.fullRequest(method)
    await prepare(full)
    found = await misses(full)
  }
  // Conditions speak of another portal's data, and a shown answer often has more fields than its request selects.
  let asked = request
  const has = (name: RegExp) => isMap(asked) && Object.keys(asked).some((key) => name.test(key))
  if (has(/^filter$/i) && found.some((one) => one.includes('empty list'))) found = await misses((asked = without(asked, /^filter$/i)))
  if (has(/^select$/i) && found.some((one) => one.endsWith(': missing')))
    found = await misses((asked = without(asked, third ? /^(select|filter)$/i : /^select$/i)))
  const excused = found.filter((one) => excusedDifference(method, one) !== undefined)
  return { example, misses: found.filter((one) => !excused.includes(one)), excused }
}

export interface Exercised {
  readonly method: string
  readonly status: number
  readonly error: string
}

/** Calls a method of which no answer is documented with a request made up from its schema: it must not fail, though it may refuse. */
export async function exercise(method: string, subject: Subject, things: Things): Promise<Exercised> {
  let { status, body } = await subject.call(method, await things.request(method, null))
  if (status !== 200) ({ status, body } = await subject.call(method, await things.fullRequest(method)))
  return { method, status, error: status === 200 ? '' : `${JSON.stringify(body['error'])} ${String(body['error_description'] ?? '')}`.trim() }
}

/** Families side by side, the examples of one in a row: what one method did to a thing is what the next one finds. */
export async function inFamilies<T, R>(items: readonly T[], nameOf: (item: T) => string, run: (item: T) => Promise<R>): Promise<R[]> {
  const families = new Map<string, T[]>()
  for (const item of items) {
    const parts = nameOf(item).split('.')
    const family = parts.slice(0, parts.length > 2 ? 2 : 1).join('.')
    families.set(family, [...(families.get(family) ?? []), item])
  }
  const done = new Map<T, R>()
  await Promise.all(
    [...families.values()].map(async (family) => {
      for (const item of family) done.set(item, await run(item))
    }),
  )
  return items.map((item) => done.get(item) as R)
}
