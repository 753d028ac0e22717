/** The real portal's two limits: a leaky bucket per source address, and execution time per method and application. */
import { Refusal } from './refusal.ts'

export const bucketLimit = 50
export const drainPerSecond = 2
export const operatingLimit = 480
/** Of a portal on a server of one's own, where it is switched on. */
export const boxOperatingLimit = 420
const minute = 60_000

export const operatingExceeded = () => new Refusal(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.')

export interface Limits {
  /** Adds one request of that source; throws QUERY_LIMIT_EXCEEDED above the bucket's brim. */
  enter(source: string, now: number): void
  /** Throws OPERATION_TIME_LIMIT when the method's ten minutes are used up. Looked at before a call, never after it. */
  checkOperating(method: string, app: string, now: number): void
  /** @returns seconds used in the last ten minutes and when the oldest of them drops out (unix seconds) */
  charge(method: string, app: string, seconds: number, now: number): { operating: number; resetAt: number }
  level(now: number): number
  operating(now: number): { method: string; seconds: number; limit: number }[]
  clear(): void
}

export function makeLimits(on: boolean, allowed = operatingLimit): Limits {
  const buckets = new Map<string, { level: number; at: number }>()
  /** Seconds used by minute, by method and application. */
  const used = new Map<string, Map<number, number>>()

  const drained = (source: string, now: number): number => {
    const bucket = buckets.get(source)
    return bucket ? Math.max(0, bucket.level - (Math.max(0, now - bucket.at) / 1000) * drainPerSecond) : 0
  }
  const sum = (key: string, now: number): { seconds: number; oldest: number } => {
    const minutes = used.get(key)
    let seconds = 0
    let oldest = Math.floor(now / minute)
    if (!minutes) return { seconds, oldest }
    for (const [at, spent] of minutes) {
      if (at <= Math.floor(now / minute) - 10) minutes.delete(at)
      else {
        seconds += spent
        oldest = Math.min(oldest, at)
      }
    }
    return { seconds, oldest }
  }
  return {
    enter(source, now) {
      const level = drained(source, now)
      if (on && level + 1 > bucketLimit) throw new Refusal(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests')
      buckets.set(source, { level: level + 1, at: now })
    },
    checkOperating(method, app, now) {
      if (!on) return
      const { seconds } = sum(`${app} ${method}`, now)
      if (seconds > allowed) {
        throw operatingExceeded()
      }
    },
    charge(method, app, seconds, now) {
      const key = `${app} ${method}`
      const minutes = used.get(key) ?? new Map<number, number>()
      const at = Math.floor(now / minute)
      minutes.set(at, (minutes.get(at) ?? 0) + seconds)
      used.set(key, minutes)
      const total = sum(key, now)
      return { operating: Math.round(total.seconds * 1e6) / 1e6, resetAt: (total.oldest + 10) * 60 }
    },
    level: (now) => Math.ceil(Math.max(0, ...[...buckets.keys()].map((source) => drained(source, now)))),
    operating(now) {
      return [...used.keys()]
        .map((key) => ({ method: key.split(' ')[1] ?? key, seconds: Math.round(sum(key, now).seconds * 100) / 100, limit: allowed }))
        .filter((row) => row.seconds > 0)
        .sort((one, other) => other.seconds - one.seconds)
    },
    clear() {
      buckets.clear()
      used.clear()
    },
  }
}
