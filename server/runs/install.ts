/** An installation as a run: proof at the OAuth server, then the registration that makes the portal equal to the manifest. */
import { UserId } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import { appVersion } from '../../manifest/manifest.ts'
import { registration, type Registered, type Step } from '../../manifest/register.ts'
import type { Log } from '../log.ts'
import { addressProblem } from '../portal/address.ts'
import { PortalError } from '../portal/errors.ts'
import type { OAuth } from '../portal/oauth.ts'
import type { Portal, Portals } from '../portal/portal.ts'
import type { StoredEffect } from '../store/effects.ts'
import type { Lease } from '../store/leases.ts'
import type { Run } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { sameHash } from '../ingest/verify.ts'
import { askPortal } from './ask-portal.ts'
import { InstallBody, type Proof } from './bodies.ts'
import { sha256 } from './chance.ts'
import { crashPoint } from './crash-point.ts'
import { embeddingQuestions, embedsNumbers } from './embedding.ts'
import { freshDirectory } from './directory.ts'

export interface InstallNeeds {
  readonly store: Store
  readonly portals: Portals
  readonly oauth: OAuth
  readonly oauthTokenUrls: readonly string[]
  readonly allowLocalPortals: boolean
  readonly appUrl: string
  readonly directoryTtlMs: number
  readonly now: () => number
  readonly log: Log
}

/** Stable codes that the installing page has sentences for. */
export type InstallProblem = 'not_administrator' | 'proof_refused' | 'other_portal' | 'address_refused' | 'not_installed' | 'registration_refused'

/** The installation cannot go on; an administrator has to do something. */
export class InstallFailed extends Error {
  override readonly name = 'InstallFailed'
  readonly problem: InstallProblem
  constructor(problem: InstallProblem) {
    super(problem)
    this.problem = problem
  }
}

/** Proves, takes the portal in, and plans the registration. @throws InstallFailed, PortalError */
export async function decideInstall(run: Run, lease: Lease, needs: InstallNeeds): Promise<void> {
  const { store, portals, now } = needs
  const text = await store.runs.body(run.memberId, run.id)
  if (text === null) throw new InstallFailed('proof_refused')
  const body = InstallBody.parse(JSON.parse(text))
  if (body.source !== 'mend') await prove(run, body, lease, needs)
  const installed = await store.portals.get(run.memberId)
  if (!installed) throw new InstallFailed('not_installed')

  const { steps, requests, embeds } = await missing(portals.ofInstallation(run.memberId), needs.appUrl, installed.language)
  crashPoint('before_commit')
  await store.commit(lease, async (s) => {
    await s.effects.add(run.memberId, run.id, steps.map(({ effect }) => effect))
    await s.portals.sawEmbedding(run.memberId, embeds)
    const at = now()
    await s.runs.decide(run.memberId, run.id, {
      outcome: 'ok',
      reason: '',
      distributionId: null,
      title: '',
      search: '',
      directionIds: [],
      readAt: at,
      decidedAt: at,
      readRequests: requests,
    })
  })
  crashPoint('after_commit')
}

async function prove(run: Run, body: InstallBody, lease: Lease, needs: InstallNeeds): Promise<void> {
  const { store, portals, now } = needs
  const proof = body.proof ?? (await proofFor(run, body, lease, needs))
  if (proof === null) return
  const user = await administrator(portals.withToken(run.memberId, proof.clientEndpoint, proof.access))
  await store.commit(lease, (s) =>
    s.portals.install(
      {
        memberId: run.memberId,
        clientEndpoint: proof.clientEndpoint,
        oauthUrl: proof.oauthUrl,
        scope: proof.scope,
        // A page is opened in the language of a person; the event tells that of the portal.
        language: body.source === 'page' ? null : body.language,
        personLanguage: body.language,
        version: appVersion,
        installedBy: user,
        applicationTokenHash: body.applicationToken === null ? null : sha256(body.applicationToken),
        tokens: { access: proof.access, refresh: proof.refresh, expires: proof.expires, userId: proof.userId ?? user },
      },
      now(),
    ),
  )
}

/**
 * Refreshing the posted token proves that the portal gave it: addresses and portal id come from that answer only.
 * Null: the token was used up before, by the page or the event of the same installation, which has proved it already.
 */
async function proofFor(run: Run, body: InstallBody, lease: Lease, needs: InstallNeeds): Promise<Proof | null> {
  const { store, oauth, oauthTokenUrls, allowLocalPortals } = needs
  const host = body.serverEndpoint !== null && URL.canParse(body.serverEndpoint) ? new URL(body.serverEndpoint).host : null
  const named = oauthTokenUrls.filter((url) => new URL(url).host === host)
  // Our secret goes to allow-listed hosts only, whatever was posted.
  for (const oauthUrl of named.length > 0 ? named : oauthTokenUrls) {
    try {
      const answer = await oauth.refresh(oauthUrl, body.refresh)
      if (answer.memberId !== run.memberId) throw new InstallFailed('other_portal')
      if (addressProblem(answer.clientEndpoint, allowLocalPortals) !== null) throw new InstallFailed('address_refused')
      const proof: Proof = { ...answer, scope: [...answer.scope], oauthUrl }
      await store.commit(lease, (s) => s.runs.rewriteBody(run.memberId, run.id, JSON.stringify({ ...body, proof } satisfies InstallBody)))
      crashPoint('after_proof')
      return proof
    } catch (error) {
      if (!(error instanceof PortalError) || (error.kind !== 'token' && error.kind !== 'gone')) throw error
    }
  }
  const known = await store.portals.applicationTokenHash(run.memberId)
  if (known && body.applicationToken !== null && sameHash(known, sha256(body.applicationToken))) return null
  throw new InstallFailed('proof_refused')
}

async function administrator(portal: Portal): Promise<UserId> {
  let answers
  try {
    answers = await askPortal(portal, { profile: question('profile') })
  } catch (error) {
    if (error instanceof PortalError && error.kind === 'token') throw new InstallFailed('proof_refused')
    throw error
  }
  const { profile } = answers
  if (!profile.ok) throw new PortalError('refused', profile.code, profile.text)
  if (!profile.value.ADMIN) throw new InstallFailed('not_administrator')
  return UserId.parse(profile.value.ID)
}

async function missing(portal: Portal, appUrl: string, language: 'ru' | 'en'): Promise<{ steps: Step[]; requests: number; embeds: boolean }> {
  const found = await registered(portal)
  return { steps: registration(appUrl, found, language), requests: 1, embeds: found.embeds }
}

/** Of `crm.settings.mode.get`. */
const simpleCrm = 2

/** What the portal has of ours. @throws PortalError when it does not say */
export async function registered(portal: Portal): Promise<Registered & { readonly embeds: boolean }> {
  const answers = await askPortal(portal, {
    robots: question('bizproc.robot.list'),
    placements: question('placement.get'),
    events: question('event.get'),
    triggers: question('crm.automation.trigger.list'),
    mode: question('crm.settings.mode.get'),
    ...embeddingQuestions,
  })
  const { robots, placements, events, triggers, mode } = answers
  for (const answer of [robots, placements, events, triggers, mode]) if (!answer.ok) throw new PortalError('refused', answer.code, answer.text)
  if (!robots.ok || !placements.ok || !events.ok || !triggers.ok || !mode.ok) throw new PortalError('broken', 'unexpected_answer', '')
  return {
    robots: robots.value,
    placements: placements.value,
    events: events.value,
    triggers: triggers.value,
    simple: mode.value === simpleCrm,
    embeds: embedsNumbers(answers),
  }
}

/**
 * After the sending: a refused step counts only when the portal still lacks what it was for, since binding again what is
 * bound (after a lost answer) is refused too.
 */
export async function concludeInstall(run: Run, effects: readonly StoredEffect[], lease: Lease, needs: InstallNeeds): Promise<void> {
  const { store, portals, now, log } = needs
  const portal = portals.ofInstallation(run.memberId)
  const refused = effects.filter(({ state }) => state === 'refused' || state === 'skipped')
  const language = (await store.portals.get(run.memberId))?.language ?? 'en'
  const still = refused.length === 0 ? [] : (await missing(portal, needs.appUrl, language)).steps.map(({ effect }) => effect)
  const lacking = refused.filter(({ key, method }) => method === 'bizproc.robot.update' || still.some((one) => one.key === key && one.method !== 'bizproc.robot.update'))
  const first = lacking[0]
  await store.commit(lease, (s) =>
    s.runs.finish(run.memberId, run.id, {
      stage: first ? 'failed' : 'done',
      outcome: first ? 'failed' : 'ok',
      reason: first ? `${first.key}: ${first.errorText || (first.errorCode ?? '')}` : null,
      problem: first ? 'registration_refused' : null,
      at: now(),
    }),
  )
  // Read ahead, so that the first distribution need not; nothing hangs on it.
  await freshDirectory({ portal, store, memberId: run.memberId, now, olderThanMs: needs.directoryTtlMs }).catch((error: unknown) =>
    log.warn({ runId: run.id, error }, 'the directory was not read ahead'),
  )
}
