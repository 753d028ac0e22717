/** Things that no method makes by itself: a waiting step of automation, a portion of offline events, a notification that was got. */
import type { Json } from './documents.ts'
import type { Subject } from './subject.ts'

/**
 * A robot that waits for its reply on the first stage, and a lead that has just come there.
 * @returns the token of its step; its first part is the number of the running workflow
 */
export async function waitingStep(subject: Subject, code: string): Promise<string> {
  const who = { Name: 'Who', Type: 'user', Default: 'user_1' }
  const about = { CODE: code, HANDLER: `${subject.appUrl}/robot`, AUTH_USER_ID: 1, USE_SUBSCRIPTION: 'Y', NAME: code, PROPERTIES: { who } }
  await subject.call('bizproc.robot.add', about)
  const robot = { id: code, kind: `app:${code}`, values: { who: 'user_1' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }
  await subject.site('stage.save', { stageId: 'NEW', document: 'lead', robots: [robot] })
  await subject.call('crm.item.add', { entityTypeId: 1, fields: { title: 'Conformance', stageId: 'NEW' } })
  await subject.site('stage.save', { stageId: 'NEW', document: 'lead', robots: [] })
  for (let tries = 0; tries < 200; tries += 1) {
    const call = subject.received.find(({ path, body }) => path.startsWith('/robot') && body['code'] === code)
    if (call) return String(call.body['event_token'])
    await new Promise((done) => setTimeout(done, 10))
  }
  return 'no robot was called'
}

/** @returns the number of a portion that was taken and not yet cleared */
export async function offlineProcess(subject: Subject): Promise<string> {
  await subject.call('event.bind', { event: 'ONCRMLEADADD', event_type: 'offline', auth_type: 0 })
  await subject.call('crm.item.add', { entityTypeId: 1, fields: { title: 'Conformance' } })
  const { body } = await subject.call('event.offline.get', { clear: 0 })
  const result = body['result'] as Json | undefined
  return String(result?.['process_id'] ?? 'none')
}

/** The caller is the only person here who has a token, so it is the one who writes and the one who gets it. */
export async function gotNotification(subject: Subject): Promise<number> {
  const { body } = await subject.call('im.notify.personal.add', { USER_ID: 1, MESSAGE: 'Conformance' })
  return Number(body['result'])
}
