/** A robot's call: verified against the installation and stored; the same event token again is the same run. */
import { MemberId, UserId } from '../../domain/ids.ts'
import type { RobotBody } from '../runs/bodies.ts'
import { newRunId, sha256 } from '../runs/chance.ts'
import { documentOf } from '../runs/decide.ts'
import { textAt, type Form } from './form.ts'
import type { IngestNeeds } from './needs.ts'
import { verify } from './verify.ts'

/** @returns the HTTP status: 200 only for what is stored */
export async function receiveRobotCall(code: string, form: Form, { knownToken, receive, nudge, now, log }: IngestNeeds): Promise<number> {
  const memberId = MemberId.safeParse(textAt(form, 'auth', 'member_id'))
  if (!memberId.success) return 400
  const verdict = verify(await knownToken(memberId.data), textAt(form, 'auth', 'application_token') ?? '')
  if (verdict !== 'ok') {
    log.warn({ memberId: memberId.data, robot: code, verdict }, 'call refused')
    return 403
  }
  const body = bodyOf(form, now())
  if (!body) return 400
  const id = newRunId(now())
  await receive.call({
    id,
    memberId: memberId.data,
    kind: 'robot',
    code,
    dedupe: `event:${sha256(body.eventToken)}`,
    document: documentOf(body.documentId),
    reportId: null,
    workflowId: workflowOf(form, body),
    body,
    receivedAt: now(),
  })
  log.debug({ runId: id, robot: code }, 'call received')
  nudge(memberId.data)
  return 200
}

/** The event token begins with it, where a portal does not name it. */
const workflowOf = (form: Form, { eventToken }: RobotBody): string | null => (textAt(form, 'workflow_id') || eventToken.split('|', 1)[0] || '').slice(0, 200) || null

function bodyOf(form: Form, now: number): RobotBody | null {
  const eventToken = textAt(form, 'event_token')
  const documentId = textAt(form, 'document_id', '2')
  if (eventToken === null || eventToken === '' || eventToken.length > 2000 || documentId === null || documentId.length > 100) return null
  const properties = form['properties']
  const timeout = Number(textAt(form, 'timeout_duration') ?? '0')
  const called = Number(textAt(form, 'ts') ?? '')
  return {
    documentId,
    eventToken,
    properties: typeof properties === 'object' ? properties : {},
    waits: textAt(form, 'use_subscription') === 'Y',
    timeoutMs: Number.isSafeInteger(timeout) && timeout > 0 ? timeout * 1000 : 0,
    calledAt: called > 0 && called < 1e11 ? called * 1000 : null,
    tokens: tokensOf(form, now),
  }
}

function tokensOf(form: Form, now: number): RobotBody['tokens'] {
  const access = textAt(form, 'auth', 'access_token')
  const userId = UserId.safeParse(Number(textAt(form, 'auth', 'user_id')))
  if (!access || !userId.success) return null
  const lasts = Number(textAt(form, 'auth', 'expires_in') ?? '')
  const until = Number(textAt(form, 'auth', 'expires') ?? '')
  const told = until > 0 ? until * 1000 : lasts > 0 ? now + lasts * 1000 : now
  const expires = Number.isSafeInteger(told) ? told : now
  return { access, refresh: textAt(form, 'auth', 'refresh_token') || null, expires, userId: userId.data }
}
