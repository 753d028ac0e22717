/** Sends the effects of a run: intent before sending, results after, and nothing twice that must not be done twice. */
import type { Log } from '../log.ts'
import type { Params } from '../../manifest/methods.ts'
import type { Command } from '../portal/encode.ts'
import { PortalError } from '../portal/errors.ts'
import type { Portals } from '../portal/portal.ts'
import type { EffectChange, StoredEffect } from '../store/effects.ts'
import type { Lease } from '../store/leases.ts'
import type { Run } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { crashPoint } from './crash-point.ts'
import { isSettled } from './ledger.ts'
import { lookUpRound } from './look-up.ts'
import { planBatch, refusals } from './plan-batch.ts'
import { readBatch, unclear } from './read-batch.ts'
import { hasStoredFile, withFiles } from './references.ts'
import { pauseAfter } from './retry.ts'
import { words } from './words.ts'

interface Needs {
  readonly store: Store
  readonly portals: Portals
  readonly graceMs: number
  readonly requestCapMs: number
  readonly now: () => number
  readonly log: Log
}

/** `waiting`: the run was given a wake-up time. */
export type Sent = { readonly state: 'settled'; readonly effects: readonly StoredEffect[] } | { readonly state: 'waiting' }

/** @throws PortalError for what concerns the whole portal (token, gone, later) or the whole request (refused, broken); nothing is open then */
export async function sendEffects(run: Run, lease: Lease, needs: Needs): Promise<Sent> {
  for (;;) {
    const effects = await needs.store.effects.ofRun(run.memberId, run.id)
    if (await clearOpen(run, lease, effects, needs)) continue
    const doubtful = effects.filter(({ state }) => state === 'doubtful')
    if (doubtful.length > 0) {
      if (await settleDoubts(run, lease, effects, doubtful, needs)) continue
      return { state: 'waiting' }
    }
    const portal = await needs.store.portals.get(run.memberId)
    const plan = planBatch(effects, portal?.embeds ?? false, (effect, params) => amendReply(effect, params, effects, portal?.language ?? 'en'))
    if (plan.skipped.length > 0) {
      await change(run, lease, plan.skipped.map((key): EffectChange => ({ key, state: 'skipped' })), needs)
      continue
    }
    if (plan.commands.length === 0) return { state: 'settled', effects }
    const byKey = new Map(effects.map((effect) => [effect.key, effect]))
    const batch = plan.commands.flatMap(({ key }) => byKey.get(key) ?? [])
    const commands = await withContents(plan.commands, run, needs)
    if (commands === null) {
      await change(run, lease, batch.map(({ key }): EffectChange => ({ key, state: 'refused', errorCode: 'FILE_GONE' })), needs)
      continue
    }
    const again = await sendBatch(run, lease, batch, commands, needs)
    if (again !== null) {
      await needs.store.commit(lease, (s) => s.runs.postpone(run.memberId, run.id, again.at, again.stage, false))
      return { state: 'waiting' }
    }
  }
}

/** Files are put in at the last moment. @returns null where one of them is no longer kept */
async function withContents(commands: readonly Command[], { memberId }: Run, { store }: Needs): Promise<readonly Command[] | null> {
  const [command] = commands
  if (!command || !hasStoredFile(command.params)) return commands
  const params = await withFiles(command.params, ({ reportId, id }) => store.photos.content(memberId, reportId, id))
  return params === null ? null : [{ ...command, params: params as Params }]
}

const change = (run: Run, lease: Lease, changes: readonly EffectChange[], { store }: Needs): Promise<void> =>
  store.commit(lease, (s) => s.effects.change(run.memberId, run.id, changes))

/** An intent that is still open was somebody's who died or lost the lease: whether it was carried out is unknown. */
async function clearOpen(run: Run, lease: Lease, effects: readonly StoredEffect[], needs: Needs): Promise<boolean> {
  const open = effects.filter(({ state }) => state === 'sent')
  if (open.length === 0) return false
  needs.log.warn({ runId: run.id, effects: open.length }, 'found sent without an answer')
  await change(run, lease, open.map(unclear), needs)
  return true
}

/** Waits out the grace time, then looks the doubtful ones up. @returns false when the run has to wait */
async function settleDoubts(run: Run, lease: Lease, effects: readonly StoredEffect[], doubtful: readonly StoredEffect[], needs: Needs): Promise<boolean> {
  const { store, portals, graceMs, now, log } = needs
  const waitUntil = async (at: number) => {
    await store.commit(lease, (s) => s.runs.postpone(run.memberId, run.id, at, 'doubtful', false))
    return false
  }
  const { verdict } = (await store.runs.get(run.memberId, run.id)) ?? run
  // The portal may be working on it until then; a look-up before would find nothing and double it.
  const ready = Math.max(...doubtful.map(({ sentAt, checks }) => (checks > 0 ? 0 : (sentAt ?? 0) + graceMs)))
  if (now() < ready) return waitUntil(ready)
  if (verdict !== null) {
    log.warn({ runId: run.id, effects: doubtful.length, verdict }, 'an administrator decided of doubtful effects')
    await store.commit(lease, async (s) => {
      await s.effects.change(run.memberId, run.id, doubtful.map(({ key }): EffectChange => (verdict === 'send' ? { key, state: 'planned' } : { key, state: 'refused', errorCode: 'GIVEN_UP' })))
      await s.runs.endDoubt(run.memberId, run.id)
    })
    return true
  }
  const found = await lookUpRound(portals.ofInstallation(run.memberId), effects)
  warnOfGaps(run, effects, found, log)
  const [left, judged] = await store.commit(lease, async (s) => {
    // Whoever gave up while the portal was being asked is not overruled by what the look-up would send again.
    const meanwhile = (await s.runs.get(run.memberId, run.id))?.verdict ?? null
    const changes = found.map((one): EffectChange => (meanwhile === 'give_up' && one.state === 'planned' ? { ...one, state: 'refused', errorCode: 'GIVEN_UP' } : one))
    await s.effects.change(run.memberId, run.id, changes)
    const left = changes.some(({ state }) => state === 'doubtful')
    if (!left) await s.runs.endDoubt(run.memberId, run.id)
    return [left, meanwhile !== null]
  })
  return left && !judged ? waitUntil(now() + graceMs) : true
}

/** Batches halt at their first error, so what was done is a beginning of what was sent; anything else is worth a line. */
function warnOfGaps(run: Run, effects: readonly StoredEffect[], changes: readonly EffectChange[], log: Log): void {
  const states = effects.flatMap(({ key }) => changes.find((one) => one.key === key)?.state ?? [])
  const firstMissing = states.indexOf('planned')
  if (firstMissing >= 0 && states.lastIndexOf('done') > firstMissing) log.warn({ runId: run.id }, 'what was found is not a beginning of what was sent')
}

async function sendBatch(
  run: Run,
  lease: Lease,
  batch: readonly StoredEffect[],
  commands: readonly Command[],
  needs: Needs,
): Promise<{ at: number; stage: 'planned' | 'doubtful' } | null> {
  const { store, portals, graceMs, requestCapMs, now, log } = needs
  const keys = batch.map(({ key }) => key)
  const sentAt = now()
  await store.commit(lease, async (s) => {
    await s.effects.intend(run.memberId, run.id, keys, sentAt)
    await s.runs.countRequest(run.memberId, run.id)
  })
  crashPoint('after_intent')
  let answers
  try {
    const portal = portals.ofInstallation(run.memberId)
    const notAfter = sentAt + graceMs - requestCapMs
    const [first] = batch
    answers = first && commands[0] && hasStoredFile(first.params) ? await portal.alone(commands[0], { notAfter }) : await portal.batch(commands, { halt: true, notAfter })
  } catch (error) {
    if (!(error instanceof PortalError)) throw error
    log.warn({ runId: run.id, code: error.code, executed: error.executed }, 'batch failed')
    if (error.executed === 'no') {
      await change(run, lease, keys.map((key): EffectChange => ({ key, state: 'planned', notSent: true })), needs)
      throw error
    }
    const changes = batch.map(unclear)
    await change(run, lease, changes, needs)
    const marked = changes.some(({ state }) => state === 'doubtful')
    return marked ? { at: sentAt + graceMs, stage: 'doubtful' } : { at: now() + pauseAfter(Math.max(...batch.map(({ attempt }) => attempt))), stage: 'planned' }
  }
  crashPoint('after_send')
  // The intent is counted in the stored effects, so the reading sees the attempt that was just made.
  const { changes, again } = readBatch(batch.map((effect) => ({ ...effect, attempt: effect.attempt + 1 })), answers)
  for (const { key, state, errorCode } of changes) {
    if (state === 'refused') log.warn({ runId: run.id, effect: key.split(':')[0], code: errorCode }, 'effect refused')
  }
  crashPoint('before_done')
  const answered = changes.some(({ key, state }) => state === 'done' && batch.find((effect) => effect.key === key)?.phase === 'reply')
  await store.commit(lease, async (s) => {
    await s.effects.change(run.memberId, run.id, changes)
    const all = await s.effects.ofRun(run.memberId, run.id)
    if (all.filter(({ phase }) => phase === 'essential').every(isSettled)) await s.runs.mark(run.memberId, run.id, 'written', now())
    if (answered) await s.runs.mark(run.memberId, run.id, 'answered', now())
  })
  crashPoint('after_done')
  if (answered) crashPoint('after_reply')
  if (again !== null) return { at: again, stage: 'planned' }
  return null
}

/** A reply after a refused essential says so instead of what was hoped for. */
function amendReply(effect: StoredEffect, params: Params, effects: readonly StoredEffect[], language: 'ru' | 'en'): Params {
  const reasons = effect.phase === 'reply' ? refusals(effects) : []
  if (reasons.length === 0) return params
  const returned = params['RETURN_VALUES']
  const values = typeof returned === 'object' && returned !== null && !Array.isArray(returned) ? (returned as Params) : {}
  return {
    ...params,
    ...('outcome' in values ? { RETURN_VALUES: { ...values, outcome: 'failed' } } : {}),
    LOG_MESSAGE: words.notMade([...new Set(reasons)].join('; '))[language],
  }
}
