/** A portal's limits kept on our side: its leaky bucket, its methods' operating budgets, and whatever it said about when to come again. */
import { createBudget, type Budget, type Spent } from './budget.ts'
import { pageShare, PortalError } from './errors.ts'
import { createBucket, createShares } from './shares.ts'

/** Common plans allow 50 at once and drain 2 a second; a little is left for other applications behind our address. */
const allowed = { burst: 48, perSecond: 2 } as const
/** A method that the portal refused without saying until when: its budget is counted in ten one-minute pieces. */
const unknownResetMs = 60_000
/** Its budget is counted over ten minutes: a portal that says much more, or nonsense, is asked again after an hour. */
const longestResetMs = 3_600_000
/** Seconds of a method's operating time from which on they are watched; hardly any portal comes near its limit. */
const watchedFrom = 60

export interface Limiter {
  /**
   * Waits for a place in the bucket.
   * @param person who waits at a page; null: a run
   * @throws PortalError `later` where the portal told us to stay away, or where pages have used up their share
   */
  enter(memberId: string, methods: readonly string[], person?: string | null): Promise<void>
  /** The portal answered: what it said of each command's method, in their order. */
  answered(memberId: string, spent: readonly Spent[]): void
  /** The portal refused for a limit. @returns when to come again */
  refused(memberId: string, code: string, method: string | null): number
}

interface Line {
  readonly whole: ReturnType<typeof createBucket>
  readonly pages: ReturnType<typeof createShares>
  pausedUntil: number
  refusals: number
  /** Last known end of each method's budget period, and until when a method is shut. */
  readonly resets: Map<string, number>
  readonly shut: Map<string, number>
  readonly budgets: Map<string, Budget>
}

export function createLimiter(now: () => number, sleep: (ms: number) => Promise<void>): Limiter {
  const lines = new Map<string, Line>()
  const lineOf = (memberId: string): Line => {
    const known = lines.get(memberId)
    if (known) return known
    const whole = createBucket(allowed)
    const fresh: Line = { whole, pages: createShares(allowed, whole), pausedUntil: 0, refusals: 0, resets: new Map(), shut: new Map(), budgets: new Map() }
    lines.set(memberId, fresh)
    return fresh
  }

  return {
    async enter(memberId, methods, person = null) {
      const line = lineOf(memberId)
      const moment = now()
      if (line.pausedUntil > moment) throw new PortalError('later', 'QUERY_LIMIT_EXCEEDED', 'waiting as told', { again: line.pausedUntil })
      const freeAt = [...line.budgets].map(([method, budget]) => {
        const calls = methods.filter((one) => one === method).length
        return calls === 0 ? 0 : budget.freeAt(calls, moment)
      })
      const shut = Math.max(0, ...methods.map((method) => line.shut.get(method) ?? 0), ...freeAt)
      if (shut > moment) throw new PortalError('later', 'OPERATION_TIME_LIMIT', 'waiting as told', { again: shut })
      const page = person === null ? null : line.pages.enter(person, moment)
      if (page?.refused) throw new PortalError('later', pageShare, 'pages have used up their share', { again: moment + page.after })
      const after = Math.max(line.whole.after(moment), page?.after ?? 0)
      line.whole.add(moment)
      if (after > 0) await sleep(after)
    },

    answered(memberId, spent) {
      const line = lineOf(memberId)
      line.refusals = 0
      for (const { method, resetAt, seconds, at } of spent) {
        line.resets.set(method, resetAt)
        if (seconds >= watchedFrom && !line.budgets.has(method)) line.budgets.set(method, createBudget())
        line.budgets.get(method)?.told({ seconds, at }, now())
        if (seconds < watchedFrom && line.budgets.get(method)?.isOrdinary()) line.budgets.delete(method)
      }
    },

    refused(memberId, code, method) {
      const line = lineOf(memberId)
      const moment = now()
      if (code.toUpperCase() === 'OPERATION_TIME_LIMIT' && method !== null) {
        const reset = line.resets.get(method) ?? 0
        const until = reset > moment ? Math.min(reset, moment + longestResetMs) : moment + unknownResetMs
        line.shut.set(method, until)
        line.budgets.get(method)?.exceeded(moment)
        return until
      }
      // Nothing is said of how long; the bucket drains two a second, and whoever else fills it must get away.
      line.pausedUntil = moment + Math.min(60_000, 1000 * 2 ** line.refusals++)
      line.whole.fill(moment)
      return line.pausedUntil
    },
  }
}
