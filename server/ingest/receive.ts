/** Arrivals of one tick share one commit, and nobody is answered before it. */
import type { MemberId } from '../../domain/ids.ts'
import { asCommit, type Call, type Commit } from '../store/inbox.ts'
import type { Arrival } from '../store/run.ts'
import type { Store } from '../store/store.ts'

export interface Receive {
  /** Resolves when the arrival is a run on disk. @returns false when it repeats an earlier one */
  run(arrival: Arrival): Promise<boolean>
  /** One after another at each portal: whoever counts what waits there must see what came just before. */
  inTurn<T>(memberId: MemberId, work: () => Promise<T>): Promise<T>
  /** Resolves when a robot's call is on disk; the worker makes a run of it. */
  call(call: Call): Promise<void>
}

function oneByOne(): Receive['inTurn'] {
  const last = new Map<MemberId, Promise<unknown>>()
  return (memberId, work) => {
    const mine = (last.get(memberId) ?? Promise.resolve()).then(work, work)
    last.set(memberId, mine)
    const end = (): void => void (last.get(memberId) === mine && last.delete(memberId))
    mine.then(end, end)
    return mine
  }
}

/** Longest commit: SQL statements have a limit of values. */
const together = 500
/** A database server gathers commits that come at one time into one flush of its disk. */
const atServer = 4

/** @param keep stores calls, and gathers by itself what comes while it waits for the disk; left out: the store does, in this thread */
export function createReceive(store: Store, keep?: (commit: Commit) => Promise<void>): Receive {
  return {
    inTurn: oneByOne(),
    run: inOneCommit(1, async (arrivals: readonly Arrival[]) => {
      const fresh = await store.runs.receive(arrivals)
      return ({ id }) => fresh.has(id)
    }),
    call: inOneCommit(keep ? Infinity : store.embedded ? 1 : atServer, async (calls: readonly [Call, ...Call[]]) => {
      await (keep ?? store.inbox.keep)(asCommit(calls))
      return () => undefined
    }),
  }
}

/**
 * @param most commits under way at one time
 * @param commit stores all of them; what it gives says of each what came of it
 */
function inOneCommit<One, Stored>(most: number, commit: (arrivals: readonly [One, ...One[]]) => Promise<(arrival: One) => Stored>): (arrival: One) => Promise<Stored> {
  const waiting: { readonly arrival: One; readonly stored: (what: Stored) => void; readonly failed: (error: unknown) => void }[] = []
  let soon = false
  let underWay = 0

  async function commitAll(): Promise<void> {
    soon = false
    underWay++
    while (waiting.length > 0) {
      const batch = waiting.splice(0, together)
      try {
        const told = await commit(batch.map(({ arrival }) => arrival) as [One, ...One[]])
        for (const { arrival, stored } of batch) stored(told(arrival))
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    underWay--
  }

  return (arrival) =>
    new Promise((stored, failed) => {
      waiting.push({ arrival, stored, failed })
      if (soon || underWay >= most) return
      soon = true
      // At the next tick: everything that this turn of the event loop has read comes along. Waiting longer gains nothing.
      setImmediate(() => void commitAll())
    })
}
