/** One turn with one run: decide it, send what it decided, end it; and what each kind of error means for it and its portal. */
import { photosCode } from '../../manifest/manifest.ts'
import { follow, type Log } from '../log.ts'
import { PortalError } from '../portal/errors.ts'
import type { Portals } from '../portal/portal.ts'
import type { TokenKeeper } from '../portal/token.ts'
import type { StoredEffect } from '../store/effects.ts'
import type { Lease } from '../store/leases.ts'
import type { Run } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { isUnavailable } from '../store/unavailable.ts'
import type { VisitLinks } from '../visit-link.ts'
import { createAsking } from './ask.ts'
import { RobotBody } from './bodies.ts'
import type { CallTrust } from './call-trust.ts'
import type { ChanceKey } from './chance.ts'
import { crashPoint } from './crash-point.ts'
import { decideEvent, decideFailure, decideReport, decideResume, decideRobot } from './decide.ts'
import type { Deciding } from './deciding.ts'
import { decidePhotos } from './decide-photos.ts'
import { concludeInstall, decideInstall, InstallFailed, type InstallNeeds } from './install.ts'
import { leave } from './leave.ts'
import { sendEffects } from './outbox.ts'
import { refusals } from './plan-batch.ts'
import { parkedForMs, pauseAfter, triesOfBroken } from './retry.ts'
import { goesToRest, wentUnheard } from './rest.ts'
import { replaceAfterwards } from './verify-people.ts'
import { words } from './words.ts'

export interface WorkNeeds extends InstallNeeds {
  readonly store: Store
  readonly portals: Portals
  readonly tokens: TokenKeeper
  readonly chanceKey: ChanceKey
  readonly drawPeriodMs: number
  readonly visitLinks: VisitLinks
  readonly callTrust: CallTrust
  readonly graceMs: number
  readonly requestCapMs: number
  readonly log: Log
}

/** What the portal's line does next: go on, or rest until a moment. */
export type AfterTurn = { readonly restUntil: number | null }
const goOn: AfterTurn = { restUntil: null }

/** @throws LeaseLost, or when the database cannot be used; whatever else goes wrong is written down as the run's or the portal's state */
export const work = (run: Run, lease: Lease, needs: WorkNeeds): Promise<AfterTurn> => follow(run.id, () => workOn(run, lease, needs))

async function workOn(run: Run, lease: Lease, needs: WorkNeeds): Promise<AfterTurn> {
  try {
    return await advance(run, lease, needs)
  } catch (error) {
    if (error instanceof InstallFailed) return failInstall(run, lease, error, needs)
    if (error instanceof PortalError) return handle(run, lease, error, needs)
    if ((error instanceof Error && error.name === 'LeaseLost') || isUnavailable(error)) throw error
    needs.log.error({ runId: run.id, kind: run.kind, error }, 'a run broke')
    return handle(run, lease, new PortalError('broken', 'internal', ''), needs)
  }
}

async function advance(run: Run, lease: Lease, needs: WorkNeeds): Promise<AfterTurn> {
  // Runs of our own have codes in small letters.
  if (run.kind === 'event' && run.document === null && run.code?.startsWith('ON') !== false) return actOnEvent(run, lease, needs)
  if (run.stage === 'received' || run.stage === 'waiting') {
    const again = await decide(run, lease, needs)
    if (again !== null) {
      await needs.store.commit(lease, (s) => s.runs.postpone(run.memberId, run.id, again, run.stage, false))
      return goOn
    }
  }
  let sent = await sendEffects(run, lease, needs)
  if (sent.state === 'settled' && run.kind !== 'install' && (await replaceAfterwards(await decidingOf(run, needs), sent.effects, lease))) {
    sent = await sendEffects(run, lease, needs)
  }
  if (sent.state === 'settled') await conclude(run, sent.effects, lease, needs)
  return goOn
}

async function decide(run: Run, lease: Lease, needs: WorkNeeds): Promise<number | null> {
  if (run.kind === 'install') {
    await decideInstall(run, lease, needs)
    return null
  }
  const deciding = await decidingOf(run, needs)
  if (run.code === photosCode) return decidePhotos(deciding, lease)
  if (run.kind === 'event') return decideEvent(deciding, lease)
  if (run.stage === 'waiting') return decideResume(deciding, lease)
  return run.kind === 'robot' ? decideRobot(deciding, lease) : decideReport(deciding, lease)
}

async function decidingOf(run: Run, needs: WorkNeeds): Promise<Deciding> {
  const { store, portals, directoryTtlMs, chanceKey, drawPeriodMs, visitLinks, callTrust, now } = needs
  const portal = await needs.tokens.current(run.memberId)
  const asking = createAsking({ portal: portals.ofInstallation(run.memberId), store, memberId: run.memberId, directoryTtlMs, now })
  return { run, portal, asking, store, chanceKey, drawPeriodMs, visitLinks, callTrust, now }
}

async function conclude(run: Run, effects: readonly StoredEffect[], lease: Lease, needs: WorkNeeds): Promise<void> {
  const { store, now, log } = needs
  crashPoint('before_finish')
  if (run.kind === 'install') await concludeInstall(run, effects, lease, needs)
  else {
    if (await goesToRest(run, effects, lease, () => decidingOf(run, needs), needs)) return
    const unheard = await wentUnheard(run, effects, lease, needs)
    if (unheard === 'not_yet') return
    // Read anew: the decision was made after this run was taken from the line.
    const decided = (await store.runs.get(run.memberId, run.id)) ?? run
    const refused = [...new Set(refusals(effects))]
    const outcome = unheard ? 'stage_changed' : refused.length > 0 ? 'failed' : (decided.outcome ?? 'ok')
    const language = (await store.portals.get(run.memberId))?.language ?? 'en'
    const reason = unheard ? words.unheard[language] : refused.length > 0 ? words.notMade(refused.join('; '))[language] : null
    await store.commit(lease, async (s) => {
      await s.photos.forgetOfRun(run.memberId, run.id)
      await s.runs.finish(run.memberId, run.id, { stage: outcome === 'failed' ? 'failed' : 'done', outcome, reason, problem: refused.length > 0 ? 'refused' : null, at: now() })
    })
  }
  log.info({ runId: run.id, kind: run.kind, code: run.code, effects: effects.length }, 'run finished')
}

async function actOnEvent(run: Run, lease: Lease, needs: WorkNeeds): Promise<AfterTurn> {
  if (run.code === 'ONAPPUNINSTALL') await leave(run, lease, needs)
  else await needs.store.commit(lease, (s) => s.runs.finish(run.memberId, run.id, { stage: 'done', outcome: 'ok', reason: null, problem: null, at: needs.now() }))
  return goOn
}

async function failInstall(run: Run, lease: Lease, { problem }: InstallFailed, { store, now, log }: WorkNeeds): Promise<AfterTurn> {
  await store.commit(lease, (s) => s.runs.finish(run.memberId, run.id, { stage: 'failed', outcome: 'failed', reason: null, problem, at: now() }))
  log.warn({ runId: run.id, problem }, 'installation refused')
  return goOn
}

async function handle(run: Run, lease: Lease, error: PortalError, needs: WorkNeeds): Promise<AfterTurn> {
  const { store, now, log } = needs
  const stage = (await store.runs.get(run.memberId, run.id))?.stage ?? run.stage
  const postpone = (at: number, failed: boolean) => store.commit(lease, (s) => s.runs.postpone(run.memberId, run.id, at, stage, failed, error.code))
  log.warn({ runId: run.id, kind: error.kind, code: error.code }, 'run interrupted')

  if (error.kind === 'later') {
    const at = error.again ?? now() + pauseAfter(run.attempts)
    await postpone(at, error.again === null)
    // A method's own budget stops only those who need it; everything else stops the portal's line.
    return { restUntil: error.code.toUpperCase() === 'OPERATION_TIME_LIMIT' ? null : at }
  }
  if (error.kind === 'token' && (await heal(run, needs))) {
    await postpone(now(), false)
    return goOn
  }
  if (error.kind === 'token' || error.kind === 'gone') {
    if ((await store.portals.get(run.memberId)) === null) {
      await store.commit(lease, (s) => s.runs.finish(run.memberId, run.id, { stage: 'failed', outcome: 'failed', reason: null, problem: 'not_installed', at: now() }))
      return goOn
    }
    const at = now() + parkedForMs
    await store.commit(lease, (s) => s.portals.park(run.memberId, at, error.code))
    // A resting portal's line holds the run back; it is due as soon as the rest is over. What tells of the application itself is worked all the while.
    await postpone(run.kind === 'install' || run.code?.startsWith('ONAPP') === true ? at : now(), false)
    return goOn
  }
  if (error.kind === 'broken' && run.attempts + 1 < triesOfBroken) {
    await postpone(now() + pauseAfter(run.attempts), true)
    return goOn
  }
  return giveUp(run, lease, error, stage, needs)
}

/** A refresh whose answer was lost leaves a dead pair; the call itself may carry a living one of the same person. */
export async function heal(run: Run, { store, tokens, log }: Pick<WorkNeeds, 'store' | 'tokens' | 'log'>): Promise<boolean> {
  if (run.kind !== 'robot') return false
  const body = await store.runs.body(run.memberId, run.id)
  const brought = body === null ? null : RobotBody.parse(JSON.parse(body)).tokens
  const healed = brought !== null && (await tokens.adopt(run.memberId, brought))
  if (healed) log.info({ runId: run.id }, 'took the token that the call brought')
  return healed
}

/** Refused as a whole, or our own mistake: whoever waits is told, once. */
async function giveUp(run: Run, lease: Lease, error: PortalError, stage: Run['stage'], needs: WorkNeeds): Promise<AfterTurn> {
  const { store, now } = needs
  if ((stage === 'received' || stage === 'waiting') && run.kind !== 'install') {
    const sentence = error.kind === 'refused' ? words.portalRefused(error.message) : words.ourMistake(error.code)
    await decideFailure(await decidingOf(run, needs), lease, sentence, error.kind === 'refused' ? 'refused' : 'failed')
    return goOn
  }
  await store.commit(lease, (s) => s.runs.finish(run.memberId, run.id, { stage: 'failed', outcome: 'failed', reason: error.message, problem: error.code, at: now() }))
  return goOn
}
