/** `batch`: up to fifty commands in a row that may refer to each other's results, with all the traps of the real one. */
import { findMethod } from '../rest/handlers.ts'
import type { World } from '../world.ts'
import { runCommand } from './command.ts'
import type { Caller } from './command.ts'
import { parseQuery } from './query.ts'
import { Refusal } from './refusal.ts'

export const batchLimit = 50

export interface BatchCommand {
  readonly key: string
  readonly method: string
  readonly query: string
}

export interface BatchOutcome {
  readonly body: Record<string, unknown>
  readonly rows: { key: string; method: string; params: unknown; result: unknown; error: string | null }[]
}

type Table = Record<string, unknown>
interface Tables {
  result: Table
  error: Table
  total: Table
  next: Table
  time: Table
}

const reference = /\$(result|error|total|next|time)(\S*)/gi

/** What `isset($value[$key])` finds in PHP: nothing under null, single letters of a text. */
function inside(value: unknown, key: string): unknown {
  if (typeof value === 'string') return /^\d+$/.test(key) ? value[Number(key)] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, key) ? (value as Table)[key] : undefined
}

/**
 * A reference reaches to the next white space; of that, all `[…]` are its path and the rest is swallowed.
 * A missing or null key stops the walk: the value is whatever was reached, never an error.
 */
function substituted(value: string, tables: Tables, numbersToo: boolean): unknown {
  let current: unknown = value
  for (const [whole, table, tail] of value.matchAll(reference)) {
    if (typeof current !== 'string') break
    const path = [...(tail ?? '').matchAll(/\[([^\]]+)\]/g)].map((one) => one[1] ?? '')
    if (path.length === 0) continue
    let found: unknown = tables[(table ?? '').toLowerCase() as keyof Tables]
    for (const key of path) {
      const next = inside(found, key)
      if (next === undefined || next === null) break
      found = next
    }
    if (whole === current) current = found
    // Inside a text only scalars are put in; anything else leaves the text as it is.
    else if (typeof found === 'string' || (numbersToo && typeof found === 'number')) current = current.replaceAll(whole, String(found))
  }
  return current
}

function resolved(value: unknown, tables: Tables, numbersToo: boolean): unknown {
  const inner = (one: unknown) => resolved(one, tables, numbersToo)
  if (typeof value === 'string') return substituted(value, tables, numbersToo)
  if (Array.isArray(value)) return value.map(inner)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(one)]))
  return value
}

export function batchCommands(params: Readonly<Record<string, unknown>>): BatchCommand[] {
  const cmd = params['cmd'] ?? params['CMD']
  if (typeof cmd !== 'object' || cmd === null) return []
  return Object.entries(cmd).map(([key, command]) => {
    const text = typeof command === 'string' ? command : ''
    const mark = text.indexOf('?')
    const method = (mark < 0 ? text : text.slice(0, mark))
      .trim()
      .replace(/^\/+/, '')
      .replace(/\.json$/i, '')
    return { key, method, query: mark < 0 ? '' : text.slice(mark + 1) }
  })
}

/** An empty map is `[]` in PHP, and so is one whose keys are 0, 1, 2…: a list. */
function phpMap(map: Table): unknown {
  const keys = Object.keys(map)
  return keys.every((key, index) => key === String(index)) ? keys.map((key) => map[key]) : map
}

const forbidden = new Set(['batch', 'download', 'upload'])

/** @param stopAfter how many commands are run before the portal "dies"; for tests of lost answers */
export function runBatch(world: World, caller: Caller, params: Readonly<Record<string, unknown>>, stopAfter = Infinity): BatchOutcome {
  const halt = /^(1|y|true)$/i.test(String(params['halt'] ?? params['HALT'] ?? '0'))
  const tables: Tables = { result: {}, error: {}, total: {}, next: {}, time: {} }
  const rows: BatchOutcome['rows'] = []
  for (const [index, command] of batchCommands(params).entries()) {
    if (index >= stopAfter) break
    const { key } = command
    let given: unknown = {}
    try {
      if (index >= batchLimit) throw new Refusal(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded')
      if (forbidden.has(command.method.toLowerCase()))
        throw new Refusal(405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage')
      given = resolved(parseQuery(command.query), tables, !world.variants.has('numeric-references-in-text-stay'))
      const done = runCommand(world, caller, command.method, given as Table)
      tables.result[key] = done.result
      tables.time[key] = done.time
      if (done.total !== undefined) tables.total[key] = done.total
      if (done.next !== undefined) tables.next[key] = done.next
      rows.push({ key, method: command.method, params: given, result: done.result, error: null })
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason
      tables.error[key] = reason.body
      rows.push({ key, method: command.method, params: given, result: reason.body, error: reason.code || reason.text })
      if (halt) break
    }
  }
  return {
    rows,
    body: {
      result: phpMap(tables.result),
      result_error: phpMap(tables.error),
      result_total: phpMap(tables.total),
      result_next: phpMap(tables.next),
      result_time: phpMap(tables.time),
    },
  }
}

export const writesIn = (methods: readonly string[]): boolean => methods.some((name) => findMethod(name)?.handler.writes ?? false)
