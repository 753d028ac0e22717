/** Holds every implemented method's parameters against its schema, by calling it: names, types, what is required, what is unknown. */
import type { Handler } from '../portal/door/method.ts'
import type { Documents, Json, Schema, SchemaField } from './documents.ts'
import { excusedParameter } from './exceptions.ts'
import type { Answered, Subject } from './subject.ts'
import type { Things } from './things.ts'

/** What no reading makes into the type, for each that has such a thing. */
const wrong: Readonly<Record<string, unknown>> = {
  integer: 'no number',
  number: 'no number',
  array: 'no list',
  object: 'no map',
  string: { a: { b: 'c' } },
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const refused = ({ status, body }: Answered): boolean => status >= 400 && status < 500 && 'error' in body
const stranger = 'NO_SUCH_PARAMETER'

/** Pages list keys of answers, and fields inside of parameters, beside the parameters; those of descriptions nothing else. */
function namesIn(schema: Schema, handler: Handler): string[] {
  const names = schema.params.map((one) => one.name).filter((name) => !/^(result|time|total|next)$/.test(name) && !name.includes('.'))
  return /\.(fields|types)$/i.test(schema.method) ? names.filter((name) => name in handler.params.shape) : names
}

/** Names on one side only. */
function names(schema: Schema, handler: Handler): string[] {
  const asked = (name: string) => excusedParameter(schema.method, name) === undefined
  const ours = Object.keys(handler.params.shape).filter(asked)
  const theirs = namesIn(schema, handler).filter(asked)
  const has = (list: readonly string[], name: string) => list.some((one) => one.toLowerCase() === name.toLowerCase())
  return [
    ...theirs.filter((name) => !has(ours, name)).map((name) => `${name}: not taken`),
    ...ours.filter((name) => !has(theirs, name)).map((name) => `${name}: taken and not documented`),
  ]
}

export async function parameterMisses(schema: Schema, handler: Handler, subject: Subject, things: Things, documents: Documents): Promise<string[]> {
  const { method } = schema
  const example = documents.examples.find((one) => one.method === method && !one.third)?.params ?? null
  const found = names(schema, handler)
  const valid = await things.request(method, example)
  // A list of positional values has no names to leave out.
  if (!isMap(valid)) return found
  const call = (params: Json) => subject.call(method, params)
  const called = (params: Json, name: string) =>
    Object.fromEntries(Object.entries(params).filter(([key]) => key.toLowerCase() !== name.toLowerCase()))
  const known = namesIn(schema, handler)
  const asked = schema.params.filter(
    (one) => known.includes(one.name) && excusedParameter(method, one.name) === undefined && !found.some((miss) => miss.startsWith(`${one.name}:`)),
  )

  for (const { name, required } of asked) {
    if (required === true && !refused(await call(called(valid, name)))) found.push(`${name}: required, and not missed`)
  }
  const place = (one: SchemaField, value: unknown): Json =>
    // Positional parameters keep their places.
    Object.fromEntries(
      schema.params.flatMap(({ name }) => {
        const key = Object.keys(valid).find((given) => given.toLowerCase() === name.toLowerCase())
        if (name === one.name) return [[key ?? name, value]]
        return key === undefined ? [] : [[key, valid[key]]]
      }),
    )
  for (const one of asked) {
    const value = wrong[one.base]
    if (value !== undefined && !refused(await call(place(one, value)))) found.push(`${one.name}: takes what is no ${one.base}`)
  }
  if (!(await noticesStranger(method, handler, valid, subject))) found.push('an unknown parameter is not noticed')
  return found
}

/** The real portal ignores unknown parameters; ours does, too, and keeps a list of them. */
async function noticesStranger(method: string, handler: Handler, valid: Json, subject: Subject): Promise<boolean> {
  const { unknownFields } = subject.portal
  const length = unknownFields.length
  const required = Object.keys(handler.params.shape).find((name) => !handler.params.shape[name]?.safeParse(undefined).success)
  // Without a required parameter nothing is done; where there is none, the call goes through.
  const params = handler.positional || required === undefined ? valid : Object.fromEntries(Object.entries(valid).filter(([key]) => key !== required))
  const answered = await subject.call(method, { ...params, [stranger]: 'x' })
  return refused(answered) && handler.positional
    ? true
    : unknownFields.slice(length).some((one) => one.method === method && one.field.includes(stranger))
}
