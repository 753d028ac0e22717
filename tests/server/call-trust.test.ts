/** Calls are taken at their word only by a process that saw them come, and only after some were right. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { MemberId } from '../../domain/ids.ts'
import { createCallTrust, type CallTrust } from '../../server/runs/call-trust.ts'
import type { Run } from '../../server/store/run.ts'

const memberId = 'a'.repeat(32) as MemberId
const minute = 60_000
let moment: number
let count: number
let trust: CallTrust
beforeEach(() => {
  moment = 1_790_000_000_000
  count = 0
  trust = createCallTrust(minute, () => moment)
})

const lease = (epoch: number) => trust.holds({ memberId, owner: 'us', epoch })
/** A call that has just come; `age`: how long ago the portal made it, by its own clock. */
function call({ age = 0, received = moment, ...change }: { age?: number | null; received?: number; eventToken?: string; attempts?: number; stage?: Run['stage'] } = {}): boolean {
  const run = { memberId, attempts: change.attempts ?? 0, stage: change.stage ?? 'received', at: { received } } as Run
  return trust.trusts(run, { eventToken: change.eventToken ?? `token ${count++}`, calledAt: age === null ? null : moment - age })
}
/** The portal has been ours for a while, and its calls have been right. */
function known(): void {
  lease(5)
  moment += 2 * minute
  for (let right = 0; right < 3; right++) trust.learn(memberId, 'right')
}

describe('what a call says', () => {
  it('is read three times, then every tenth time: 1.1 requests each', () => {
    lease(1)
    moment += 2 * minute
    const requests = Array.from({ length: 23 }, () => {
      const taken = call()
      trust.learn(memberId, taken ? 'taken' : 'right')
      return taken ? 1 : 2
    })
    expect(requests.slice(0, 3)).toEqual([2, 2, 2])
    expect(requests.slice(3).reduce((sum, one) => sum + one, 0) / 20).toBe(1.1)
  })

  it('is read again until three were right, after one that was not', () => {
    known()
    expect(call()).toBe(true)
    trust.learn(memberId, 'wrong')
    for (let right = 0; right < 3; right++) {
      expect(call()).toBe(false)
      trust.learn(memberId, 'right')
    }
    expect(call()).toBe(true)
  })

  it('is read where the process has not seen the call come', () => {
    expect(call()).toBe(false)
    known()
    expect(call({ received: moment - minute - 1, age: minute + 1 })).toBe(false)
    expect(call({ age: minute + 1 })).toBe(false)
    expect(call({ age: null })).toBe(false)
    expect(call({ attempts: 1 })).toBe(false)
    expect(call({ stage: 'waiting' })).toBe(false)
    expect(call({ eventToken: 'once' })).toBe(true)
    // Even where the store has forgotten the first try.
    expect(call({ eventToken: 'once' })).toBe(false)
    expect(call()).toBe(true)
  })

  it('is read in the first minute after the portal was taken over', () => {
    lease(1)
    for (let right = 0; right < 3; right++) trust.learn(memberId, 'right')
    moment += minute - 1
    expect(call()).toBe(false)
    moment += 1
    expect(call({ age: 1 })).toBe(false)
    expect(call()).toBe(true)
  })

  it('is read after another process had the portal, or the store went back in time', () => {
    for (const [then, next] of [[5, 7], [5, 4]] as const) {
      known()
      expect(call()).toBe(true)
      lease(then)
      lease(then)
      expect(call()).toBe(true)
      lease(next)
      moment += 2 * minute
      expect(call()).toBe(false)
    }
  })

  it('is read where the portal’s clock is ahead: an old call that is sent again would look new', () => {
    known()
    expect(call({ age: -minute - 1 })).toBe(false)
    expect(call()).toBe(false)
  })
})
