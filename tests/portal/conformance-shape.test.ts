/** The comparison by shape: what it calls a difference, and what it lets pass. */
import { describe, expect, it } from 'vitest'
import { differences } from '../../scripts/conformance/shape.ts'

describe('a difference is', () => {
  it.each([
    ['a field that is missing', { ID: '1', TITLE: 'x' }, { ID: '1' }, ['r.TITLE: missing']],
    ['a number for a text', { ID: '1' }, { ID: 1 }, ['r.ID: number instead of string']],
    ['a map for a list', ['a'], { a: 1 }, ['r: map instead of a list']],
    [
      'a moment without its zone',
      { AT: '2026-01-31T10:00:00+03:00' },
      { AT: '2026-01-31 10:00:00' },
      ['r.AT: moment without zone instead of moment with zone'],
    ],
    ['a field that one row of many lacks', [{ ID: '1' }, { ID: '2' }], [{ ID: '1' }, {}], ['r[].ID: missing']],
    ['a row of another kind under a number', { 5: { id: 5 } }, { 9: { name: 'x' } }, ['r.*.id: missing']],
  ])('%s', (_, documented, ours, found) => {
    expect(differences(documented, ours, 'r')).toEqual(found)
  })
})

describe('no difference is', () => {
  it.each([
    ['a field that only we have', { ID: '1' }, { ID: '1', MORE: 1 }],
    ['nothing where they show something, and the other way round', { A: 'x', B: null, C: '' }, { A: null, B: 'y', C: 'z' }],
    ["PHP's empty map", { ID: '1', group: { id: '1' } }, { ID: '1', group: [] }],
    ["somebody's user field", { ID: '1', UF_CRM_1720697698689: 'x', ufCrm_17: 'x', PARENT_ID_1224: '1' }, { ID: '1' }],
    ['another value of the same kind', { AT: '2026-01-31T10:00:00+03:00', N: 1 }, { AT: '2025-12-01T00:00:00+00:00', N: 2 }],
    ['a field that their own rows do not all have', [{ ID: '1', EXTRA: 'x' }, { ID: '2' }], [{ ID: '7' }]],
  ])('%s', (_, documented, ours) => {
    expect(differences(documented, ours, 'r')).toEqual([])
  })

  it('a text of digits for a number, where everything came as a form', () => {
    expect(differences({ ID: 123 }, { ID: '7' }, 'r', { form: true })).toEqual([])
    expect(differences({ ID: 123 }, { ID: 'x' }, 'r', { form: true })).toEqual(['r.ID: text instead of a number'])
  })
})
