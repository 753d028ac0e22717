/** Work that is done again and again beside the runs: one round at a time, and a round that failed is only logged. */
import type { Log } from '../log.ts'

export interface Rounds {
  /** No further round begins; one that is under way is told by `stopped`. */
  close(): void
}

export function startRounds(everyMs: number, log: Log, failed: string, work: (stopped: () => boolean) => Promise<void>): Rounds {
  let busy = false
  let closed = false
  async function round(): Promise<void> {
    if (busy) return
    busy = true
    await work(() => closed).catch((error: unknown) => log.error({ error }, failed))
    busy = false
  }
  const timer = setInterval(() => void round(), everyMs)
  return {
    close() {
      closed = true
      clearInterval(timer)
    },
  }
}
