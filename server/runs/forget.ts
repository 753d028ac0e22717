/** Deletes what a portal's journal keeps no longer, a few runs a commit, so that nobody waits for it; and what strangers have left. */
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { startRounds, type Rounds } from './rounds.ts'

interface Needs {
  readonly store: Store
  readonly now: () => number
  readonly log: Log
}

const dayMs = 86_400_000
const atOnce = 200

async function forgetAll({ store, now, log }: Needs, stopped: () => boolean): Promise<void> {
  await store.together((s) => s.retention.endStrangers(now() - dayMs))
  for (const { memberId, days } of await store.retention.portals()) {
    const before = now() - days * dayMs
    let runs = 0
    for (let ended = atOnce; ended === atOnce && !stopped(); runs += ended) ended = await store.together((s) => s.retention.endRuns(memberId, before, atOnce))
    if (stopped()) return
    await store.together((s) => s.retention.endRest(memberId, before))
    if (runs > 0) log.info({ memberId, runs, days }, 'what is older than the journal is kept was deleted')
  }
}

/** Several processes may look at the same time: whatever one has deleted the other does not find. */
export const startForgetting = (needs: Needs, everyMs: number): Rounds => startRounds(everyMs, needs.log, 'could not delete what is kept no longer', (stopped) => forgetAll(needs, stopped))
