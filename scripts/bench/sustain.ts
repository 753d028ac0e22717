/** How much of what a portal allows is used, and how often it refuses: our limiter against the local portal's limits, by a clock that nobody waits for. */
import { createLimiter } from '../../server/portal/limiter.ts'
import { PortalError } from '../../server/portal/errors.ts'
import { drainPerSecond, bucketLimit, makeLimits, operatingLimit } from '../portal/door/limits.ts'

export interface Sustained {
  readonly requests: number
  /** Refusals of the portal. */
  readonly refused: number
  /** Of what the tighter of its two limits allows in the time that passed. */
  readonly share: number
  readonly bound: 'bucket' | 'operating'
}

const memberId = 'memberidofaportal'
const method = 'crm.item.add'

export interface Visits {
  readonly requests: number
  readonly deals: number
  /** Operating time that the n-th deal costs. */
  readonly seconds: (n: number) => number
  /** How much the portal's clock is ahead of ours. */
  readonly skewMs?: number
  /** Seconds of operating time in ten minutes; we are not told. */
  readonly allowed?: number
}

/** Distributions one after another: a request that reads, a request that writes the deals. */
export async function sustain({ requests, deals, seconds, skewMs = 0, allowed = operatingLimit }: Visits): Promise<Sustained> {
  const began = Date.UTC(2026, 0, 5, 9)
  let now = began
  const limits = makeLimits(true, allowed)
  const limiter = createLimiter(() => now, async (ms) => void (now += ms))
  let sent = 0
  let refused = 0
  let made = 0
  let spentInAll = 0

  /** As `server/portal/portal.ts` speaks to the portal; a batch takes a little while. @returns deals that were made */
  async function send(count: number): Promise<number> {
    for (;;) {
      try {
        await limiter.enter(memberId, Array(count).fill(method))
      } catch (error) {
        if (!(error instanceof PortalError) || error.again === null) throw error
        now = Math.max(now, error.again)
        continue
      }
      sent += 1
      now += 60
      const portalNow = now + skewMs
      try {
        limits.enter('source', portalNow)
      } catch {
        refused += 1
        limiter.refused(memberId, 'QUERY_LIMIT_EXCEEDED', null)
        continue
      }
      const spent = []
      for (let index = 0; index < count; index++) {
        try {
          limits.checkOperating(method, 'app', portalNow)
        } catch {
          refused += 1
          limiter.answered(memberId, spent)
          limiter.refused(memberId, 'OPERATION_TIME_LIMIT', method)
          return index
        }
        const cost = seconds(made + index)
        spentInAll += cost
        const { operating, resetAt } = limits.charge(method, 'app', cost, portalNow)
        spent.push({ method, seconds: operating, at: portalNow, resetAt: resetAt * 1000 })
      }
      limiter.answered(memberId, spent)
      return count
    }
  }

  while (sent < requests) {
    await send(0)
    for (let left = deals; left > 0; ) {
      const done = await send(left)
      made += done
      left -= done
    }
  }
  const passed = (now - began) / 1000
  const shares = { bucket: sent / (bucketLimit + passed * drainPerSecond), operating: spentInAll / ((passed / 600) * allowed + allowed) }
  const bound = shares.bucket > shares.operating ? 'bucket' : 'operating'
  return { requests: sent, refused, share: shares[bound], bound }
}

/** As the local portal charges: 0.3 to 1 second. */
export const cloudCost = (n: number): number => 0.3 + ((n * 37) % 71) / 100
