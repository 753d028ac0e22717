/** What a portal allows is used almost whole, and the portal never has to refuse: our limiter against the local portal's limits. */
import { describe, expect, it } from 'vitest'
import { cloudCost, sustain, type Visits } from '../../scripts/bench/sustain.ts'

const requests = 100_000

describe('a hundred thousand requests', () => {
  it.each<[string, 'bucket' | 'operating', Omit<Visits, 'requests'>]>([
    ['of cheap deals fill the bucket', 'bucket', { deals: 3, seconds: () => 0.05 }],
    ['of three deals fill the operating time', 'operating', { deals: 3, seconds: cloudCost }],
    ['of five, with a portal whose clock is fast', 'operating', { deals: 5, seconds: cloudCost, skewMs: 40_000 }],
    ['of five, with a portal whose clock is slow', 'operating', { deals: 5, seconds: cloudCost, skewMs: -130_000 }],
    ['of ten dear deals', 'operating', { deals: 10, seconds: () => 1 }],
  ])('%s', async (_, bound, visits) => {
    const sustained = await sustain({ requests, ...visits })
    expect(sustained).toMatchObject({ refused: 0, bound })
    expect(sustained.share).toBeGreaterThan(0.95)
    expect(sustained.share).toBeLessThanOrEqual(1)
  })

  it('are refused a few times only where a portal allows less than is documented', async () => {
    const sustained = await sustain({ requests, deals: 5, seconds: cloudCost, allowed: 300 })
    expect(sustained.refused).toBeLessThan(10)
    expect(sustained.share).toBeGreaterThan(0.95)
  })
})
