/** Runs that wait for a person: lying down once their first effects are through, and an answer that nobody was there to hear. */
import { robots } from '../../manifest/manifest.ts'
import type { Log } from '../log.ts'
import type { StoredEffect } from '../store/effects.ts'
import type { Lease } from '../store/leases.ts'
import { never, type Run } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { decideFailure } from './decide.ts'
import type { Deciding } from './deciding.ts'
import { refusals } from './plan-batch.ts'
import { words } from './words.ts'

interface Needs {
  readonly store: Store
  readonly now: () => number
  readonly log: Log
}

const hasReply = (effects: readonly StoredEffect[]): boolean => effects.some(({ phase }) => phase === 'reply')

/**
 * Puts a run to rest whose plan waits and has not been answered yet. What was refused is answered at once: nobody comes to report
 * on a task that does not exist.
 * @returns false when the run does not wait
 */
export async function goesToRest(run: Run, effects: readonly StoredEffect[], lease: Lease, deciding: () => Promise<Deciding>, needs: Needs): Promise<boolean> {
  const { store, now, log } = needs
  if (run.kind !== 'robot' || hasReply(effects)) return false
  const kept = await store.visits.ofRun(run.memberId, run.id)
  if (!kept?.waits) return false
  const refused = [...new Set(refusals(effects))]
  if (refused.length > 0) {
    await decideFailure(await deciding(), lease, words.notMade(refused.join('; ')), 'failed')
    return true
  }
  await store.commit(lease, async (s) => {
    const reported = await s.visits.reported(run.memberId, run.id)
    await s.runs.postpone(run.memberId, run.id, reported ? now() : (kept.until ?? never), 'waiting', false)
  })
  log.info({ runId: run.id, code: run.code }, 'run waits for a report')
  return true
}

/**
 * Whether the answer reached nobody: the portal denies a step that was stopped, timed out or answered (protocol: event.send).
 * What the robot wants done in that case is planned first.
 * @returns `not_yet` while that is still to be sent
 */
export async function wentUnheard(run: Run, effects: readonly StoredEffect[], lease: Lease, { store, now }: Needs): Promise<boolean | 'not_yet'> {
  const reply = effects.find(({ phase }) => phase === 'reply')
  if (reply?.errorCode?.toUpperCase() !== 'ACCESS_DENIED') return false
  const kept = await store.visits.ofRun(run.memberId, run.id)
  if (!kept?.waits) return false
  const known = new Set(effects.map(({ key }) => key))
  const instead = (robots.get(run.code ?? '')?.unheard?.(kept.visit) ?? []).filter(({ key }) => !known.has(key))
  if (instead.length === 0) return true
  await store.commit(lease, async (s) => {
    await s.effects.add(run.memberId, run.id, instead, effects.length)
    await s.runs.postpone(run.memberId, run.id, now(), 'planned', false)
  })
  return 'not_yet'
}
