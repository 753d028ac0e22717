/** A method's operating budget at one portal, kept from what its answers tell: execution time is counted there in ten one-minute pieces. */

export interface Spent {
  readonly method: string
  /** Of the last ten minutes, as the portal counts. */
  readonly seconds: number
  /** When the call began, by the portal's clock; milliseconds since 1970. */
  readonly at: number
  /** When the oldest piece drops out. */
  readonly resetAt: number
}

export interface Budget {
  told(spent: Pick<Spent, 'seconds' | 'at'>, now: number): void
  /** When so many calls in a row may be made; 0: at once. */
  freeAt(calls: number, now: number): number
  /** The portal refused a call: it allows less than was thought. */
  exceeded(now: number): void
  /** Nothing was learned of the limit: it can be begun anew. */
  isOrdinary(): boolean
}

const pieceMs = 60_000
const pieces = 10
/** The cloud's figure is configured by Bitrix24; this is the one that its documents name. */
const documented = 480
/** What a portal's clock, read from an answer, may be wrong by. */
const marginMs = 1000

export function createBudget(): Budget {
  /** Seconds by minute of the portal's clock, the oldest first. */
  const used = new Map<number, number>()
  let sum = 0
  let allowed = documented
  let dearest: number | null = null
  /** The portal's clock minus ours. */
  let ahead = 0

  const take = (minute: number, seconds: number): void => {
    const left = (used.get(minute) ?? 0) - seconds
    sum -= seconds
    if (left > 1e-9) used.set(minute, left)
    else used.delete(minute)
  }
  const dropUntil = (now: number): void => {
    const oldest = Math.floor((now + ahead) / pieceMs) - pieces
    for (const [minute, seconds] of used) if (minute <= oldest) take(minute, seconds)
  }
  return {
    told({ seconds, at }, now) {
      ahead = at - now
      dropUntil(now)
      let cost = seconds - sum
      if (cost >= 0) {
        const minute = Math.floor(at / pieceMs)
        used.set(minute, (used.get(minute) ?? 0) + cost)
        sum += cost
        // The first answer tells what was spent before as well.
        dearest = dearest === null ? 0 : Math.max(cost, dearest * 0.99)
      } else {
        // Something has dropped out there already.
        for (const [minute, spent] of used) {
          const part = Math.min(spent, -cost)
          take(minute, part)
          if ((cost += part) >= 0) break
        }
      }
    },

    freeAt(calls, now) {
      dropUntil(now)
      // Looked at before each call and never after it: the last one may go over.
      const most = Math.max(0, allowed - (calls - 1) * (dearest ?? 0))
      let left = sum
      let at = 0
      for (const [minute, seconds] of used) {
        if (left <= most) break
        left -= seconds
        at = (minute + pieces) * pieceMs - ahead + marginMs
      }
      return at
    },

    exceeded(now) {
      dropUntil(now)
      // Where little is known of what was spent, nothing can be learned of the limit.
      if (sum > allowed / 2) allowed = Math.min(allowed, sum - (dearest ?? 0))
    },

    isOrdinary: () => allowed === documented,
  }
}
