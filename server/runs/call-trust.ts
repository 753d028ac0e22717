/**
 * Whether what a call says of its lead may be taken without reading it: the call is new beyond doubt, and calls before it were right when they were read.
 * Kept in memory on purpose: a process that has just started, whatever its store was restored from, knows nothing and reads.
 */
import type { MemberId } from '../../domain/ids.ts'
import type { Keeps } from '../../manifest/define.ts'
import type { Lease } from '../store/leases.ts'
import type { Run } from '../store/run.ts'
import type { RobotBody } from './bodies.ts'

export interface CallTrust {
  /** This process works the portal, by this lease. */
  holds(lease: Lease): void
  /** Asked once a try. */
  trusts(run: Run, call: Pick<RobotBody, 'eventToken' | 'calledAt'>): boolean
  /** What became of it, once it is written down. */
  learn(memberId: MemberId, said: Keeps['said']): void
}

/** So many in a row must have been right before one is taken unread, and the last of so many is read again: 1.1 requests each. */
const rightFirst = 3
const readEvery = 10
/** A call is not taken at its word for longer: meanwhile the lead may have become another. */
const freshMs = 60_000

interface Known {
  epoch: number
  /** Since then nobody but this process has worked the portal. */
  since: number
  right: number
  /** Taken since one was read. */
  taken: number
}

/** @param afterMs how much later than the taking over a call must have been made and have come: clocks differ */
export function createCallTrust(afterMs: number, now: () => number): CallTrust {
  const portals = new Map<MemberId, Known>()
  /** Calls that were begun here, as long as they could be taken: the second try of one reads, even where the store has forgotten the first. */
  const begun = new Map<string, number>()

  function isSecond(memberId: MemberId, eventToken: string): boolean {
    for (const [old, at] of begun) {
      if (now() - at <= freshMs) break
      begun.delete(old)
    }
    const call = `${memberId} ${eventToken}`
    const second = begun.has(call)
    begun.delete(call)
    begun.set(call, now())
    return second
  }

  return {
    holds({ memberId, epoch }) {
      const known = portals.get(memberId)
      // Any other number: somebody else has had the portal, or the store has gone back in time.
      if (known && (epoch === known.epoch || epoch === known.epoch + 1)) known.epoch = epoch
      else portals.set(memberId, { epoch, since: now(), right: 0, taken: 0 })
    },
    trusts(run, { eventToken, calledAt }) {
      const known = portals.get(run.memberId)
      if (isSecond(run.memberId, eventToken) || !known || run.attempts > 0 || run.stage !== 'received' || calledAt === null) return false
      // By a portal whose clock is ahead, an old call that is sent again would look new.
      if (calledAt - run.at.received > afterMs) known.right = 0
      const oldest = Math.min(calledAt, run.at.received)
      const isNew = oldest >= known.since + afterMs && now() - oldest <= freshMs
      return isNew && known.right >= rightFirst && known.taken < readEvery - 1
    },
    learn(memberId, said) {
      const known = portals.get(memberId)
      if (!known || said === undefined) return
      if (said === 'taken') known.taken++
      else {
        known.taken = 0
        known.right = said === 'right' ? known.right + 1 : 0
      }
    },
  }
}
