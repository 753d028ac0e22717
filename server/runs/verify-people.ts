/** After the sending: whether everybody whom something was written for is still there, and what to do when somebody is not. */
import { UserId } from '../../domain/ids.ts'
import { moveTask, moveDeals, replaceDismissed } from '../../manifest/distribute/replace.ts'
import { methods } from '../../manifest/methods.ts'
import type { StoredEffect } from '../store/effects.ts'
import type { Lease } from '../store/leases.ts'
import { type Deciding, givenFor } from './deciding.ts'
import { dismissInStore } from './directory.ts'
import { keptDistribution } from './ledger.ts'

/** Keys of what is written because of a check; a second check of the same run is not made. */
const prefix = 'after:'

/** Asked for and not named any more counts as gone, as the portal lists only whom it knows. */
function goneIn(effects: readonly StoredEffect[]): Set<UserId> {
  const gone = new Set<UserId>()
  for (const { phase, state, method, params, result } of effects) {
    if (phase !== 'check' || state !== 'done' || method !== 'user.get') continue
    const users = methods['user.get'].result.safeParse(result)
    if (!users.success) continue
    const filter = params['FILTER']
    const asked = typeof filter === 'object' && filter !== null && 'ID' in filter && Array.isArray(filter.ID) ? (filter.ID as unknown[]) : []
    const here = new Set(users.data.filter(({ ACTIVE }) => ACTIVE).map(({ ID }) => ID))
    for (const id of asked) {
      const person = UserId.safeParse(id)
      if (person.success && !here.has(person.data)) gone.add(person.data)
    }
  }
  return gone
}

/**
 * Plans what moves deals and task to somebody else, in one commit with the record that says so.
 * @returns whether there is something to send
 */
export async function replaceAfterwards(deciding: Deciding, effects: readonly StoredEffect[], lease: Lease): Promise<boolean> {
  const { run, store } = deciding
  const gone = goneIn(effects)
  if (gone.size === 0 || effects.some(({ key }) => key.startsWith(prefix))) return false
  const decided = (await store.runs.get(run.memberId, run.id)) ?? run
  // Nobody was read: the next call that is taken at its word would draw them again.
  if (decided.at.read === null) await dismissInStore(store, run.memberId, gone)
  const kept = decided.distributionId === null ? null : await keptDistribution(store, run.memberId, decided.distributionId)
  const given = givenFor(deciding)
  const replaced = kept && replaceDismissed(kept.distribution, gone, given)
  if (!kept || !replaced) return false
  const more = [...moveDeals(replaced, kept.dealIds, given), ...moveTask(replaced, kept.taskId, given)].map((one) => ({ ...one, key: prefix + one.key }))
  const { outcome } = replaced.distribution
  await store.commit(lease, async (s) => {
    await s.distributions.grow(run.memberId, replaced.distribution)
    await s.draws.add(run.memberId, replaced.drawn)
    await s.effects.add(run.memberId, run.id, more)
    await s.runs.amend(run.memberId, run.id, outcome === 'no_eligible' ? outcome : (decided.outcome ?? outcome), [decided.reason, replaced.log].join(' ').trim())
  })
  return more.length > 0
}
