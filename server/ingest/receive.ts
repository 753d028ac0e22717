/** The durable inbox: arrivals of one tick share one commit, and nobody is answered before it. */
import type { Arrival } from '../store/runs.ts'
import type { Store } from '../store/store.ts'

/** Resolves when the arrival is on disk. @returns false when it repeats an earlier one */
export type Receive = (arrival: Arrival) => Promise<boolean>

interface Waiting {
  readonly arrival: Arrival
  readonly stored: (isNew: boolean) => void
  readonly failed: (error: unknown) => void
}

/** Longest commit: SQL statements have a limit of values. */
const together = 500

export function createReceive(store: Store): Receive {
  let waiting: Waiting[] = []
  let committing = false

  async function commit(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, together)
      waiting = waiting.slice(together)
      try {
        const fresh = await store.runs.receive(batch.map(({ arrival }) => arrival))
        for (const { arrival, stored } of batch) stored(fresh.has(arrival.id))
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    committing = false
  }

  return (arrival) =>
    new Promise((stored, failed) => {
      waiting.push({ arrival, stored, failed })
      if (committing) return
      committing = true
      // At the next tick: everything that this turn of the event loop has read comes along. Waiting longer gains nothing.
      setImmediate(() => void commit())
    })
}
