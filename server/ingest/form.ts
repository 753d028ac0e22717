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
// A mark of byte order is a character like any other here: the places of all characters are counted before they are decoded.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @param body as received; percent-encoding of anything but UTF-8 is refused */
export function parseForm(body: Uint8Array): FormResult {
  return reading(() => {
    const form = emptyForm()
    const { text, places } = decodeForm(body)
    for (let at = 0; at < places.length; at += 3) {
      const [from, middle, end] = [places[at] as number, places[at + 1] as number, places[at + 2] as number]
      if (from === end) continue
      const path = pathOf(text.slice(from, middle))
      if (path !== null) put(form, path, middle < end ? text.slice(middle + 1, end) : '')
    }
    return form
  })
}

const [ampersand, equals, percent, plus, space] = [0x26, 0x3d, 0x25, 0x2b, 0x20]
const hex = Int8Array.from({ length: 256 }, (_, code) => (/[0-9a-f]/i.test(String.fromCharCode(code)) ? parseInt(String.fromCharCode(code), 16) : -1))

/** Forms are read one at a time, most of them in here. */
const scratch = Buffer.allocUnsafeSlow(16 * 1024)

/**
 * Undoes the encoding of all names and values at once: a decoder called for each of them costs more than everything else here.
 * @returns the whole text, and where in it each field begins, where its first `=` is (its end where it has none), and where it ends
 */
function decodeForm(body: Uint8Array): { text: string; places: number[] } {
  const bytes = body.length <= scratch.length ? scratch : Buffer.allocUnsafe(body.length)
  const places: number[] = []
  let length = 0
  // In the units of a string: a byte that only continues a character counts nothing, the first one of four counts two.
  let character = 0
  // Of ASCII, which is read faster.
  let plain = true
  let from = 0
  let middle = -1
  for (let at = 0; at <= body.length; at++) {
    let byte = at < body.length ? (body[at] as number) : ampersand
    if (byte === percent) {
      const [high, low] = [hex[body[at + 1] ?? 0] as number, hex[body[at + 2] ?? 0] as number]
      if (high < 0 || low < 0) throw new Unreadable('bad_encoding')
      byte = (high << 4) | low
      at += 2
    } else if (byte === ampersand) {
      if (places.length >= formLimits.fields * 3) throw new Unreadable('too_many_fields')
      places.push(from, middle < 0 ? character : middle, character)
      from = character + 1
      middle = -1
      if (at === body.length) break
    } else if (byte === equals && middle < 0) middle = character
    else if (byte === plus) byte = space
    bytes[length++] = byte
    if (byte < 0x80) character++
    else {
      plain = false
      if (byte >= 0xc0) character += byte >= 0xf0 ? 2 : 1
    }
  }
  return { text: plain ? bytes.toString('latin1', 0, length) : utf8.decode(bytes.subarray(0, length)), places }
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

function checkedKey(key: string): string {
  if (key.length > formLimits.keyLength || key.includes('\0')) throw new Unreadable('bad_key')
  return key
}

/** `a[b][]` is a, b and the next free number, written as an empty key; null: a strange key is in it. */
function pathOf(name: string): string[] | null {
  const first = name.indexOf('[')
  if (first === 0) throw new Unreadable('bad_key')
  const path = [checkedKey(first < 0 ? name : name.slice(0, first))]
  let isStrange = strange.has(path[0] as string)
  let at = first < 0 ? name.length : first
  while (at < name.length) {
    const end = name.indexOf(']', at)
    if (name[at] !== '[' || end < 0) throw new Unreadable('bad_key')
    const key = checkedKey(name.slice(at + 1, end))
    isStrange ||= strange.has(key)
    path.push(key)
    if (path.length > formLimits.depth) throw new Unreadable('too_deep')
    at = end + 1
  }
  return isStrange ? null : path
}

function put(form: MutableForm, path: readonly string[], value: string): void {
  let at = form
  for (let index = 0; index < path.length; index++) {
    const step = path[index] as string
    const key = step === '' && index > 0 ? String(Object.keys(at).length) : step
    if (key === '') throw new Unreadable('bad_key')
    const there = at[key]
    if (index === path.length - 1) {
      if (typeof there === 'object') throw new Unreadable('conflicting_keys')
      at[key] = value
    } else {
      if (typeof there === 'string') throw new Unreadable('conflicting_keys')
      at = at[key] = there ?? emptyForm()
    }
  }
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
