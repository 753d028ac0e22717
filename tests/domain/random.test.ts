/** Chance without modulo bias. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomFrom } from '../../domain/random.ts'

const words = (list: number[]) => {
  let next = 0
  return () => list[next++ % list.length] as number
}

describe('a number below a bound', () => {
  it('is always inside the bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0xffff_ffff }), fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 1, maxLength: 20 }), (bound, list) => {
        // A zero is always accepted, so that a list of rejected words cannot go on for ever.
        const number = randomFrom(words([...list, 0])).below(bound)
        return Number.isInteger(number) && number >= 0 && number < bound
      }),
    )
  })

  it('rejects the words of the incomplete last interval instead of folding them', () => {
    // 2^32 = 3 * 1431655765 + 1: the last word would favour zero.
    expect(randomFrom(words([0xffff_ffff, 2])).below(3)).toBe(2)
  })

  it('takes every word where the bound divides 2^32', () => {
    expect(randomFrom(words([0xffff_ffff])).below(2)).toBe(1)
  })

  it('refuses a bound that is no bound', () => {
    for (const bound of [0, -1, 1.5, Number.NaN, 2 ** 33]) expect(() => randomFrom(words([0])).below(bound)).toThrow(RangeError)
  })
})
