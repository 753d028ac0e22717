/** Portal events: installations bring their own proof, everything else must show the installed portal's application token. */
import { MemberId } from '../../domain/ids.ts'
import { recordListeners } from '../../manifest/manifest.ts'
import type { EventBody, InstallBody } from '../runs/bodies.ts'
import { newRunId, sha256 } from '../runs/chance.ts'
import type { Run } from '../store/run.ts'
import { textAt, type Form } from './form.ts'
import type { IngestNeeds } from './needs.ts'
import { verify } from './verify.ts'

/** Unproven installations of one portal at a time: anybody can claim any portal. */
const pendingInstalls = 5

export const languageOf = (code: string | null): 'ru' | 'en' | null => (code === null || code === '' ? null : code.toLowerCase().startsWith('ru') ? 'ru' : 'en')

/** @returns the HTTP status: 200 only for what is stored */
export async function receiveEvent(form: Form, needs: IngestNeeds): Promise<number> {
  const { store, receive, nudge, now, log } = needs
  const memberId = MemberId.safeParse(textAt(form, 'auth', 'member_id'))
  const event = textAt(form, 'event')?.toUpperCase()
  if (!memberId.success || !event || !/^[A-Z0-9_]{1,100}$/.test(event)) return 400
  const applicationToken = textAt(form, 'auth', 'application_token')
  if (event === 'ONAPPINSTALL' || event === 'ONAPPUPDATE') {
    const refresh = textAt(form, 'auth', 'refresh_token')
    if (!refresh) return 400
    const stored = await receiveInstall(
      memberId.data,
      {
        source: 'event',
        refresh,
        applicationToken,
        serverEndpoint: textAt(form, 'auth', 'server_endpoint'),
        language: languageOf(textAt(form, 'data', 'LANGUAGE_ID')),
        proof: null,
      },
      needs,
    )
    return stored === null ? 429 : 200
  }
  const verdict = verify(await store.portals.applicationTokenHash(memberId.data), applicationToken ?? '')
  if (verdict !== 'ok') {
    log.warn({ memberId: memberId.data, event, verdict }, 'event refused')
    return 403
  }
  if (recordListeners.has(event)) {
    await receiveChange(memberId.data, event, Number(textAt(form, 'data', 'FIELDS', 'ID')), needs)
    return 200
  }
  const ts = Number(textAt(form, 'ts') ?? '')
  const at = Number.isSafeInteger(ts * 1000) && ts > 0 ? ts * 1000 : null
  const body: EventBody = { at, clean: ['1', 'Y', 'true'].includes(textAt(form, 'data', 'CLEAN') ?? '') }
  const id = newRunId(now())
  await receive.run({
    id,
    memberId: memberId.data,
    kind: 'event',
    code: event,
    // Of one installation: the portal may come back and leave again within the second that `ts` counts in.
    dedupe: `event:${event}:${at ?? id}:${(await store.portals.get(memberId.data))?.installedAt ?? 0}`,
    document: null,
    reportId: null,
    body: JSON.stringify(body),
    receivedAt: now(),
  })
  log.info({ runId: id, event }, 'event received')
  nudge(memberId.data)
  return 200
}

type InstallingNeeds = Pick<IngestNeeds, 'store' | 'receive' | 'nudge' | 'now' | 'log'>

/** The portal tells of every changed deal, and never again: what is ours is kept, the rest is forgotten at once. */
async function receiveChange(memberId: MemberId, event: string, dealId: number, { store, receive, nudge, now, log }: IngestNeeds): Promise<void> {
  if (!Number.isSafeInteger(dealId) || dealId <= 0 || !(await store.effects.madeDeal(memberId, dealId))) return
  const id = newRunId(now())
  // Two changes within one second are two events: the second must not be taken for a repeat of the first.
  await receive.run({ id, memberId, kind: 'event', code: event, dedupe: `event:${id}`, document: { kind: 'deal', id: dealId }, reportId: null, body: '{}', receivedAt: now() })
  log.debug({ runId: id, event }, 'change received')
  nudge(memberId)
}

/**
 * Stores a claimed installation; the same refresh token again is the same one.
 * @returns its run, or null when too many wait for their proof
 */
export const receiveInstall = (memberId: MemberId, body: InstallBody, needs: InstallingNeeds): Promise<Run['id'] | null> => needs.receive.inTurn(memberId, () => takeInstall(memberId, body, needs))

async function takeInstall(memberId: MemberId, body: InstallBody, { store, receive, nudge, now, log }: InstallingNeeds): Promise<Run['id'] | null> {
  const dedupe = `install:${sha256(body.refresh)}`
  const known = await store.runs.byDedupe(memberId, dedupe)
  if (known) return known.id
  if ((await store.runs.pendingInstalls(memberId)) >= pendingInstalls) return null
  const id = newRunId(now())
  const isNew = await receive.run({
    id,
    memberId,
    kind: 'install',
    code: body.source,
    dedupe,
    document: null,
    reportId: null,
    body: JSON.stringify(body),
    receivedAt: now(),
  })
  log.info({ runId: id, source: body.source }, 'installation received')
  nudge(memberId)
  return isNew ? id : ((await store.runs.byDedupe(memberId, dedupe))?.id ?? null)
}
