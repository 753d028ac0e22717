/** The one batch encoder: what a portal reads is what was meant, and nothing that people typed is more than text. */
import fc from 'fast-check'
import qs from 'qs'
import { describe, expect, it } from 'vitest'
import { ref, type Param, type Params } from '../../manifest/methods.ts'
import { encodeBatch, encodeQuery, neutralise, portalKeys } from '../../server/portal/encode.ts'

/** As a portal sees the parameters of a command. */
const decoded = (query: string): unknown => qs.parse(query, { depth: 20, arrayLimit: 1000, parameterLimit: 10_000 })

describe('a query', () => {
  it('is PHP brackets', () => {
    expect(decodeURIComponent(encodeQuery({ a: { b: ['x', { c: 1 }] }, d: true, e: false, f: null, g: [], h: {} }))).toBe('a[b][0]=x&a[b][1][c]=1&d=1&e=0&f=&g=&h=')
  })

  it('gives any text back as it was, but for the joiner', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z_=]{1,8}$/), fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), { maxKeys: 5 }), (params) => {
        const read = JSON.stringify(decoded(encodeQuery(params as Params))).replaceAll('\u2060', '')
        expect(read).toBe(JSON.stringify({ ...params }).replaceAll('\u2060', ''))
      }),
    )
  })
})

describe('text of people', () => {
  const dangerous = /\$(result|error|total|next|time)\[/i

  it.each(['$result[lead][ID]', 'a $RESULT[x] b', '$$result[x]', '$Error[x]', '$toTal[x]', '$next[a]$time[b]'])('%s is only text', (text) => {
    expect(neutralise(text)).not.toMatch(dangerous)
    expect(neutralise(text).replaceAll('\u2060', '')).toBe(text)
  })

  it('with half a character in it, as an emoji cut in two leaves it, is sent all the same', () => {
    expect(decoded(encodeQuery({ a: 'a \ud83d', b: ['\ude00 b'], c: 'whole 😀' }))).toEqual({ a: 'a \ufffd', b: ['\ufffd b'], c: 'whole 😀' })
  })

  it('is left alone where a portal would not look', () => {
    for (const text of ['$5', 'result[x]', '$results [x]', 'It costs $result']) expect(neutralise(text)).toBe(text)
  })

  it('is harmless in every place of a command, also in front of a reference', () => {
    const piece = fc.constantFrom('$', 'result', 'RESULT', 'error', 'Total', 'next', 'time', '[', ']', 'x', ' ', 'й')
    const text = fc.string({ unit: piece, maxLength: 12 })
    const param = fc.letrec<{ leaf: Param; param: Param }>((tie) => ({
      leaf: fc.oneof(text, text.map((before) => ref('first', ['item', 'id'], before))),
      param: fc.oneof(tie('leaf'), fc.array(tie('param'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b'), tie('param'))),
    })).param
    fc.assert(
      fc.property(param, (value) => {
        const { cmd } = encodeBatch([
          { key: 'first', method: 'crm.item.add', params: {} },
          { key: 'second', method: 'crm.item.add', params: { value } },
        ])
        const query = decodeURIComponent((cmd['second'] as string).split('?')[1] as string)
        const references = JSON.stringify(value).match(/"\$ref"/g)?.length ?? 0
        expect(query.match(/\$(result|error|total|next|time)\[/gi)?.length ?? 0).toBe(references)
        expect(query.split('$result[first][item][id]').length - 1).toBe(references)
      }),
    )
  })
})

describe('a batch', () => {
  it('names its commands so that the portal keeps their order and references find them', () => {
    expect([...portalKeys(['deal:dir_a1', 'deal-dir_a1', '12', 'x']).values()]).toEqual(['deal_dir_a1', 'deal_dir_a1_2', 'c12', 'x'])
    const { cmd } = encodeBatch([
      { key: 'deal:1', method: 'crm.item.add', params: { entityTypeId: 2 } },
      { key: '7', method: 'tasks.task.add', params: { fields: { UF_CRM_TASK: ['L_1', ref('deal:1', ['item', 'id'], 'D_')] } } },
    ])
    expect(Object.keys(cmd)).toEqual(['deal_1', 'c7'])
    expect(decodeURIComponent(cmd['c7'] as string)).toBe('tasks.task.add?fields[UF_CRM_TASK][0]=L_1&fields[UF_CRM_TASK][1]=D_$result[deal_1][item][id]')
  })

  it('keeps the order of methods that read by order, and refuses one parameter too many', () => {
    const { cmd } = encodeBatch([{ key: 'item', method: 'task.checklistitem.add', params: { FIELDS: { TITLE: 't' }, TASKID: 5 } }])
    expect(cmd['item']).toBe('task.checklistitem.add?TASKID=5&FIELDS[TITLE]=t')
    expect(() => encodeBatch([{ key: 'item', method: 'task.checklistitem.add', params: { TASKID: 5, FIELDS: {}, extra: 1 } }])).toThrow(/by order/)
  })

  it('refuses a reference that would resolve to nothing, and more than fifty commands', () => {
    expect(() => encodeBatch([{ key: 'a', method: 'profile', params: { x: ref('gone', []) } }])).toThrow(ReferenceError)
    expect(() => encodeBatch(Array.from({ length: 51 }, (_, index) => ({ key: String(index), method: 'profile' as const, params: {} })))).toThrow(RangeError)
  })
})
