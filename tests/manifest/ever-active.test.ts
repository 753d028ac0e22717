/** Who was invited and never came in, in every form that a portal writes "nothing". */
import { expect, it } from 'vitest'
import { hasBeenActive } from '../../manifest/distribute/read.ts'

it('nothing, in whatever form, is never; anything else is once', () => {
  for (const nothing of [undefined, null, '', false, []]) expect(hasBeenActive(nothing)).toBe(false)
  // The documentation's sample prints an object where a date is meant.
  for (const something of ['2026-11-23 11:02:21', {}]) expect(hasBeenActive(something)).toBe(true)
})
