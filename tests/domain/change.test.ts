/** Changes and their taking back: only what became another is kept, what was before comes back, and what others decided later stays. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOf, restored, same, standingOf, type Fields } from '../../domain/change.ts'

const keys = ['policy', 'tags', 'hours', 'load', 'version']
const value = fc.oneof(fc.boolean(), fc.integer({ min: 0, max: 2 }), fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }), fc.constant(null), fc.record({ from: fc.integer({ min: 0, max: 1 }) }))
const record: fc.Arbitrary<Fields> = fc.record(Object.fromEntries(keys.map((key) => [key, value])))
const without = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([key]) => key !== 'version'))

describe('a change', () => {
  it('keeps exactly the fields that became others, and versions are none of them', () => {
    fc.assert(
      fc.property(record, record, (before, after) => {
        const change = differenceOf(before, after)
        const others = keys.filter((key) => key !== 'version' && !same(before[key], after[key]))
        expect(Object.keys(change?.after ?? {}).sort()).toEqual(others.sort())
        if (change) expect(Object.keys(change.before ?? {}).sort()).toEqual(others.sort())
      }),
    )
  })

  it('is taken back to the letter, which can itself be taken back', () => {
    fc.assert(
      fc.property(record, record, (before, after) => {
        const change = differenceOf(before, after)
        if (!change) return
        expect(standingOf(change, after)).toBe('possible')
        const back = restored(change, after)
        expect(without(back)).toEqual(without(before))
        expect(standingOf(change, back)).toBe('restored')
        const again = differenceOf(after, back)
        if (!again) throw new Error('taking back is a change')
        expect(without(restored(again, back))).toEqual(without(after))
      }),
    )
  })

  it('leaves alone what others decided later, and is overtaken where they decided of the same', () => {
    fc.assert(
      fc.property(record, record, record, (before, after, later) => {
        const change = differenceOf(before, after)
        if (!change) return
        const touched = Object.keys(change.after)
        const standing = standingOf(change, later)
        if (touched.every((key) => same(later[key], before[key]))) expect(standing).toBe('restored')
        else if (touched.some((key) => !same(later[key], after[key]))) expect(standing).toBe('overtaken')
        else {
          expect(standing).toBe('possible')
          const back = restored(change, later)
          for (const key of keys) expect(back[key]).toEqual(touched.includes(key) ? before[key] : later[key])
        }
      }),
    )
  })

  it('that made something is taken back into the archive, whatever was changed of it since', () => {
    const made = differenceOf(null, { id: 'dir_aaaa1', name: 'Roof', archived: false, version: 1 })
    if (!made) throw new Error('no change')
    expect(made.before).toBeNull()
    const now = { id: 'dir_aaaa1', name: 'Roofs', archived: false, version: 4 }
    expect(standingOf(made, now)).toBe('possible')
    expect(restored(made, now)).toEqual({ ...now, archived: true })
    expect(standingOf(made, { ...now, archived: true })).toBe('restored')
    expect(standingOf(made, null)).toBe('overtaken')
  })
})
