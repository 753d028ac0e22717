/** Bracket forms: read as PHP reads them, limited, and harmless whatever they are called. */
import fc from 'fast-check'
import qs from 'qs'
import { describe, expect, it } from 'vitest'
import { formLimits, parseForm, parseJsonForm, textAt } from '../../server/ingest/form.ts'

const read = (text: string) => parseForm(Buffer.from(text))
const plain = (text: string): unknown => {
  const result = read(text)
  return result.ok ? (JSON.parse(JSON.stringify(result.form)) as unknown) : result.problem
}

describe('a form', () => {
  it('is maps, lists and texts', () => {
    expect(plain('a=1&b[x]=2&b[y][0]=3&b[y][1]=%D1%91+%26&c[]=4&c[]=5&d')).toEqual({ a: '1', b: { x: '2', y: { 0: '3', 1: 'ё &' } }, c: { 0: '4', 1: '5' }, d: '' })
    expect(plain('a=%F0%9F%98%80x&%D1%91=y+%F0%9F%98%80&c=1=2&&d=')).toEqual({ a: '😀x', ё: 'y 😀', c: '1=2', d: '' })
    expect(plain('')).toEqual({})
    expect(plain('a=1&a=2')).toEqual({ a: '2' })
  })

  it('reads what the encoder of PHP forms writes', () => {
    const value = fc.letrec((tie) => ({
      text: fc.string({ unit: 'grapheme', maxLength: 12 }),
      map: fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'B', '7', '_', 'я', ' ', '.'), minLength: 1, maxLength: 6 }), fc.oneof(tie('text'), tie('map')), { minKeys: 1, maxKeys: 4, depthIdentifier: 'form' }),
    })).map
    fc.assert(
      fc.property(value, (form) => {
        const wanted = JSON.parse(JSON.stringify(form)) as unknown
        expect(plain(qs.stringify(form))).toEqual(wanted)
      }),
    )
  })

  it.each([
    ['unbalanced brackets', 'a[b=1', 'bad_key'],
    ['text between brackets', 'a[b]c[d]=1', 'bad_key'],
    ['no name', '[a]=1', 'bad_key'],
    ['a broken escape', 'a=%E0%A4%A', 'bad_encoding'],
    ['a character that breaks off', 'a=%F0%80&b=1', 'bad_encoding'],
    ['an escape that breaks off', 'a=%4', 'bad_encoding'],
    ['bytes of another encoding', 'a=%CF%F0%E8', 'bad_encoding'],
    ['a key that is both text and map', 'a=1&a[b]=2', 'conflicting_keys'],
    ['a map that becomes text', 'a[b]=1&a=2', 'conflicting_keys'],
    ['brackets without end', `a${'[b]'.repeat(1000)}=1`, 'too_deep'],
    ['too many fields', Array.from({ length: formLimits.fields + 1 }, (_, index) => `a${index}=1`).join('&'), 'too_many_fields'],
    ['a key of a kilobyte', `${'k'.repeat(1024)}=1`, 'bad_key'],
  ])('with %s is refused', (_, text, problem) => {
    expect(plain(text)).toBe(problem)
  })

  it('never touches a prototype', () => {
    const result = read('__proto__[polluted]=1&a[__proto__][polluted]=1&constructor[prototype][polluted]=1&b=2')
    expect(result).toMatchObject({ ok: true, form: { b: '2' } })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(result.ok && textAt(result.form, 'toString')).toBeNull()
    expect(result.ok && textAt(result.form, 'a', '__proto__', 'polluted')).toBeNull()
  })

  it('does not throw on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseForm(bytes)))
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '[', ']', '=', '&', '%', '+', '0', '\0'), maxLength: 60 }), (text) => void read(text)))
  })
})

describe('the same from JSON', () => {
  it('is the same maps', () => {
    const result = parseJsonForm(Buffer.from('{"a":1,"b":["x",true,null],"c":{"d":"e"}}'))
    expect(result.ok && JSON.parse(JSON.stringify(result.form))).toEqual({ a: '1', b: { 0: 'x', 1: '1', 2: '' }, c: { d: 'e' } })
  })

  it.each(['', '[', '"text"', '3', 'null'])('refuses %j', (text) => {
    expect(parseJsonForm(Buffer.from(text))).toEqual({ ok: false, problem: 'not_json' })
  })

  it('is limited in depth and leaves strange keys out', () => {
    expect(parseJsonForm(Buffer.from(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`))).toEqual({ ok: false, problem: 'too_deep' })
    const result = parseJsonForm(Buffer.from('{"__proto__":{"x":1},"a":"b"}'))
    expect(result).toMatchObject({ ok: true, form: { a: 'b' } })
  })
})
