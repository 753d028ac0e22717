/** Reads PHP's bracket forms into plain maps, with limits, and without ever touching a prototype. */

/** A list is a map with the keys `0`, `1` …, as PHP itself sees it. */
export interface Form {
  readonly [key: string]: string | Form
}

export type FormProblem = 'too_many_fields' | 'too_deep' | 'bad_key' | 'bad_encoding' | 'conflicting_keys' | 'not_json'
export type FormResult = { readonly ok: true; readonly form: Form } | { readonly ok: false; readonly problem: FormProblem }

export const formLimits = { fields: 2000, depth: 8, keyLength: 200 } as const

class Unreadable extends Error {
  readonly problem: FormProblem
  constructor(problem: FormProblem) {
    super(problem)
    this.problem = problem
  }
}

type MutableForm = { [key: string]: string | MutableForm }
/** No prototype, so that no key can be anything but a key. */
const emptyForm = (): MutableForm => Object.create(null) as MutableForm
/** Keys that mean something to other objects: nobody of ours has such a field, so it is left out. */
const strange = new Set(['__proto__', 'constructor', 'prototype'])
const plus = 0x2b
const space = 0x20
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @param body as received; percent-encoding of anything but UTF-8 is refused */
export function parseForm(body: Uint8Array): FormResult {
  return reading(() => {
    const form = emptyForm()
    const text = utf8.decode(spaced(body))
    if (text === '') return form
    const pairs = text.split('&', formLimits.fields + 1)
    if (pairs.length > formLimits.fields) throw new Unreadable('too_many_fields')
    for (const pair of pairs) {
      if (pair === '') continue
      const middle = pair.indexOf('=')
      const name = decode(middle < 0 ? pair : pair.slice(0, middle))
      const path = pathOf(name)
      if (!path.some((step) => strange.has(step))) put(form, path, middle < 0 ? '' : decode(pair.slice(middle + 1)))
    }
    return form
  })
}

/** The same maps from JSON, for portals that might send it (protocol: the handler's call). */
export function parseJsonForm(body: Uint8Array): FormResult {
  return reading(() => {
    let fields = 0
    const convert = (value: unknown, depth: number): string | MutableForm => {
      if (++fields > formLimits.fields) throw new Unreadable('too_many_fields')
      if (depth > formLimits.depth) throw new Unreadable('too_deep')
      if (value === null || value === undefined) return ''
      if (typeof value !== 'object') return typeof value === 'boolean' ? (value ? '1' : '0') : String(value)
      const form = emptyForm()
      for (const [key, item] of Object.entries(value)) {
        if (!strange.has(key)) form[checkedKey(key)] = convert(item, depth + 1)
      }
      return form
    }
    let value: unknown
    try {
      value = JSON.parse(utf8.decode(body))
    } catch (error) {
      throw error instanceof TypeError ? error : new Unreadable('not_json')
    }
    const form = convert(value, 0)
    if (typeof form === 'string') throw new Unreadable('not_json')
    return form
  })
}

function reading(read: () => Form): FormResult {
  try {
    return { ok: true, form: read() }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.problem }
    // The decoders' own way of saying that bytes are not UTF-8.
    if (error instanceof TypeError || error instanceof URIError) return { ok: false, problem: 'bad_encoding' }
    throw error
  }
}

const decode = (text: string): string => (text.includes('%') ? decodeURIComponent(text) : text)

/** A plus is a space wherever it stands; as bytes that is told in one go. */
function spaced(body: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(body)
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === plus) bytes[at] = space
  return bytes
}

function checkedKey(key: string): string {
  if (key.length > formLimits.keyLength || key.includes('\0')) throw new Unreadable('bad_key')
  return key
}

/** `a[b][]` is a, b and the next free number, written as an empty key. */
function pathOf(name: string): string[] {
  const first = name.indexOf('[')
  if (first < 0) return [checkedKey(name)]
  if (first === 0) throw new Unreadable('bad_key')
  const path = [checkedKey(name.slice(0, first))]
  let at = first
  while (at < name.length) {
    const end = name.indexOf(']', at)
    if (name[at] !== '[' || end < 0) throw new Unreadable('bad_key')
    path.push(checkedKey(name.slice(at + 1, end)))
    if (path.length > formLimits.depth) throw new Unreadable('too_deep')
    at = end + 1
  }
  return path
}

function put(form: MutableForm, path: readonly string[], value: string): void {
  let at = form
  path.forEach((step, index) => {
    const key = step === '' && index > 0 ? String(Object.keys(at).length) : step
    if (key === '') throw new Unreadable('bad_key')
    if (index === path.length - 1) {
      if (typeof at[key] === 'object') throw new Unreadable('conflicting_keys')
      at[key] = value
      return
    }
    const next = at[key] ?? emptyForm()
    if (typeof next === 'string') throw new Unreadable('conflicting_keys')
    at[key] = next
    at = next
  })
}

/** The text at a path, or null when there is none or a map stands there. */
export function textAt(form: Form, ...path: readonly string[]): string | null {
  let at: string | Form | undefined = form
  for (const step of path) {
    if (typeof at !== 'object') return null
    at = at[step]
  }
  return typeof at === 'string' ? at : null
}
