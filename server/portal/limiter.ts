/** A portal's limits kept on our side: its leaky bucket, its methods' operating budgets, and whatever it said about when to come again. */
import { PortalError } from './errors.ts'

/** Common plans allow 50 at once and drain 2 a second; a little is left for other applications behind our address. */
const burst = 48
const perSecond = 2
/** A method that the portal refused without saying until when: its budget is counted in ten one-minute pieces. */
const unknownResetMs = 60_000

export interface Limiter {
  /** Waits for a place in the bucket. @throws PortalError `later` where the portal told us to stay away */
  enter(memberId: string, methods: readonly string[]): Promise<void>
  /** The portal answered: what it said of each method's budget. */
  answered(memberId: string, budgets: readonly { readonly method: string; readonly resetAt: number }[]): void
  /** The portal refused for a limit. @returns when to come again */
  refused(memberId: string, code: string, method: string | null): number
}

interface Line {
  level: number
  measuredAt: number
  pausedUntil: number
  refusals: number
  /** Last known end of each method's budget period, and until when a method is shut. */
  readonly resets: Map<string, number>
  readonly shut: Map<string, number>
}

export function createLimiter(now: () => number, sleep: (ms: number) => Promise<void>): Limiter {
  const lines = new Map<string, Line>()
  const lineOf = (memberId: string): Line => {
    const known = lines.get(memberId)
    if (known) return known
    const fresh: Line = { level: 0, measuredAt: now(), pausedUntil: 0, refusals: 0, resets: new Map(), shut: new Map() }
    lines.set(memberId, fresh)
    return fresh
  }

  return {
    async enter(memberId, methods) {
      const line = lineOf(memberId)
      const moment = now()
      if (line.pausedUntil > moment) throw new PortalError('later', 'QUERY_LIMIT_EXCEEDED', 'waiting as told', { again: line.pausedUntil })
      const shut = Math.max(0, ...methods.map((method) => line.shut.get(method) ?? 0))
      if (shut > moment) throw new PortalError('later', 'OPERATION_TIME_LIMIT', 'waiting as told', { again: shut })
      line.level = Math.max(0, line.level - ((moment - line.measuredAt) / 1000) * perSecond) + 1
      line.measuredAt = moment
      if (line.level > burst) await sleep(((line.level - burst) / perSecond) * 1000)
    },

    answered(memberId, budgets) {
      const line = lineOf(memberId)
      line.refusals = 0
      for (const { method, resetAt } of budgets) line.resets.set(method, resetAt)
    },

    refused(memberId, code, method) {
      const line = lineOf(memberId)
      const moment = now()
      if (code.toUpperCase() === 'OPERATION_TIME_LIMIT' && method !== null) {
        const reset = line.resets.get(method) ?? 0
        const until = reset > moment ? reset : moment + unknownResetMs
        line.shut.set(method, until)
        return until
      }
      // Nothing is said of how long; the bucket drains two a second, and whoever else fills it must get away.
      line.pausedUntil = moment + Math.min(60_000, 1000 * 2 ** line.refusals++)
      line.level = burst
      line.measuredAt = moment
      return line.pausedUntil
    },
  }
}
