/** Fields that the schemas name for records: those that a method takes, and those that its rows are said to have. */
import type { Documents, Json, Schema } from './documents.ts'
import { sampleValue } from './samples.ts'
import { isDataKey } from './shape.ts'
import type { Subject } from './subject.ts'
import type { Things } from './things.ts'

export interface Fields {
  readonly method: string
  readonly documented: number
  readonly missing: readonly string[]
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const plain = (name: string): string => name.replaceAll('_', '').toLowerCase()
/** `ufCrm...` and the like stand for any name. */
const isPattern = (name: string): boolean => /\.\.\.|[^A-Za-z0-9_]/.test(name) || isDataKey(name)

/** The request once for each kind of record, where it is for several; otherwise as it is. */
const forKinds = (request: Json): Json[] =>
  'entityTypeId' in request ? [1, 2, 3, 4].map((entityTypeId) => ({ ...request, entityTypeId })) : [request]
const inAll = (lists: readonly string[][]): string[] => (lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)))

/** Sends everything that may be set; what the portal takes no notice of is missing. */
async function taken(schema: Schema, subject: Subject, things: Things): Promise<Fields | null> {
  const param = schema.params.find((one) => /^(fields|arfields|data)$/i.test(one.name) && one.ref !== undefined)
  const def = schema.defs[(param?.ref ?? '').replace('#/defs/', '')]
  const names = def?.fields?.filter((one) => !isPattern(one.name)) ?? []
  if (!param || names.length === 0) return null
  const request = await things.request(schema.method, null)
  if (!isMap(request)) return null
  const key = Object.keys(request).find((one) => one.toLowerCase() === param.name.toLowerCase()) ?? param.name
  const given = isMap(request[key]) ? request[key] : {}
  const all = { ...Object.fromEntries(names.map((one) => [one.name, sampleValue(one, schema)])), ...given }
  const missing: string[][] = []
  for (const asked of forKinds(request)) {
    const before = subject.portal.unknownFields.length
    await subject.call(schema.method, { ...asked, [key]: all })
    const unknown = subject.portal.unknownFields.slice(before).filter((one) => one.method.toLowerCase() === schema.method.toLowerCase())
    missing.push(names.map((one) => one.name).filter((name) => unknown.some(({ field }) => field === name || field.endsWith(`.${name}`))))
  }
  return { method: schema.method, documented: names.length, missing: inAll(missing) }
}

/** The first row of a list, or the one thing of an answer. */
function rowIn(result: unknown): Json | null {
  if (Array.isArray(result)) return isMap(result[0]) ? result[0] : null
  if (!isMap(result)) return null
  const values = Object.values(result)
  return values.length === 1 ? (rowIn(values[0]) ?? (isMap(values[0]) ? values[0] : null)) : result
}

async function shown(schema: Schema, subject: Subject, things: Things): Promise<Fields | null> {
  const names = (schema.entityFields ?? []).filter((name) => !isPattern(name))
  if (names.length === 0 || !/\.(get|list)$/.test(schema.method)) return null
  const request = await things.request(schema.method, null)
  if (!isMap(request)) return null
  const key = schema.params.find((one) => /^select$/i.test(one.name))?.name
  const missing: string[][] = []
  for (const asked of forKinds(request)) {
    const { body } = await subject.call(
      schema.method,
      key === undefined || schema.method === 'user.get' ? asked : { ...asked, [key]: ['*', ...names] },
    )
    const row = rowIn(body['result'])
    const has = new Set(Object.keys(row ?? {}).map(plain))
    if (row) missing.push(names.filter((name) => !has.has(plain(name))))
  }
  return missing.length === 0 ? null : { method: schema.method, documented: names.length, missing: inAll(missing) }
}

export async function fieldsOf(schema: Schema, subject: Subject, things: Things, documents: Documents): Promise<Fields[]> {
  const like = documents.examples.find((one) => one.method === schema.method)?.params
  if (/\.(get|list)$/.test(schema.method)) await things.make(schema.method, isMap(like) ? like : {})
  return [await taken(schema, subject, things), await shown(schema, subject, things)].flatMap((one) => one ?? [])
}
