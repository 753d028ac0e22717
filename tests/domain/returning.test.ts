/** What the chart of those who come back says is what the rule promises. */
import { describe, expect, it } from 'vitest'
import { returnTrial, tryReturn } from '../../domain/returning.ts'

describe('somebody who comes back', () => {
  it.each([0, 1, 3])('catches up %i at most, and stays as far behind as that leaves', (catchUp) => {
    const { behind, caughtUp, course } = tryReturn({ policy: 'least_loaded', catchUp })
    expect(behind).toBeGreaterThan(3)
    expect(caughtUp).toBe(catchUp)
    expect(course.at(-1)).toBeLessThan(-1)
  })

  it('without a limit gets every next client until they are level', () => {
    const { behind, caughtUp, within, course } = tryReturn({ policy: 'least_loaded', catchUp: null })
    expect(caughtUp).toBe(behind)
    expect(within).toBe(behind)
    expect(Math.abs(course.at(-1) ?? NaN)).toBeLessThanOrEqual(1)
    expect(course).toHaveLength(returnTrial.ends)
  })

  it('keeps their card where cards are shuffled, and catches nothing up', () => {
    expect(tryReturn({ policy: 'even_random', catchUp: null }).caughtUp).toBe(0)
  })
})
