/** What the portal sends by itself: events, the life of the application, a robot's call; compared with their documented payloads. */
import type { Documents, Json } from './documents.ts'
import { excusedEvent } from './exceptions.ts'
import { differences } from './shape.ts'
import type { Subject } from './subject.ts'
import type { Things } from './things.ts'

export interface Happening {
  readonly name: string
  readonly misses: readonly string[]
  /** Why it is not tried. */
  readonly skipped: string | null
}

/**
 * A robot's call has no page; its fields are those that both official SDKs read.
 * Handed over as a documented payload so that it is compared like one.
 */
const robotCall: Json = {
  workflow_id: '66e81a641752f8.56521481',
  code: 'robot',
  document_id: ['crm', 'CCrmDocumentLead', 'LEAD_1'],
  document_type: ['crm', 'CCrmDocumentLead', 'LEAD'],
  event_token: 'token',
  properties: { who: 'user_1' },
  use_subscription: 'Y',
  timeout_duration: 0,
  ts: 1738148752,
  auth: {
    access_token: 'text',
    expires: 1738148752,
    expires_in: 3600,
    scope: 'crm',
    domain: 'portal.example.com',
    server_endpoint: 'https://oauth.example.com/rest/',
    status: 'F',
    client_endpoint: 'https://portal.example.com/rest/',
    member_id: 'text',
    user_id: 1,
    refresh_token: 'text',
    application_token: 'text',
  },
}

/** Binds every documented event that this portal knows; what follows provokes them. */
export async function listen(documents: Documents, subject: Subject): Promise<void> {
  await Promise.all(documents.events.map(({ event }) => subject.call('event.bind', { event, handler: `${subject.appUrl}/event` })))
}

async function bindable(documents: Documents, subject: Subject): Promise<Set<string>> {
  await listen(documents, subject)
  const { body } = await subject.call('event.get', {})
  const bound = Array.isArray(body['result']) ? (body['result'] as Json[]) : []
  return new Set(bound.map((one) => String(one['event']).toUpperCase()))
}

const sameName = (one: string, other: unknown): boolean => one.toLowerCase() === String(other).toLowerCase()

/** What no documented call brings about. */
async function provoke(subject: Subject, things: Things): Promise<void> {
  const id = await things.make('crm.deal.get', {})
  // Some pipelines want fields that this deal has not.
  for (const pipeline of subject.portal.state.pipelines)
    await subject.call('crm.item.update', { entityTypeId: 2, id, fields: { categoryId: pipeline.id } })
  for (const kind of ['lead', 'deal', 'contact', 'company']) {
    const fields = { FIELD_NAME: 'PROVOKED', USER_TYPE_ID: 'enumeration', LIST: [{ VALUE: 'One' }] }
    const { body } = await subject.call(`crm.${kind}.userfield.add`, { fields })
    await subject.call(`crm.${kind}.userfield.update`, { id: body['result'], fields: { LIST: [{ VALUE: 'Two' }] } })
  }
}

export async function happenings(documents: Documents, subject: Subject, things: Things): Promise<Happening[]> {
  await things.request('bizproc.event.send', { EVENT_TOKEN: 'token' })
  const known = await bindable(documents, subject)
  await provoke(subject, things)
  await subject.site('market.update', {})
  await subject.site('market.uninstall', { clean: true })
  const heard = (event: string) => subject.received.find(({ body }) => sameName(event, body['event']))
  // Deliveries are on their way for a few milliseconds, on a loaded machine for longer.
  const awaited = [...known].filter((event) => excusedEvent(event) === undefined)
  for (let tries = 0; tries < 150 && !awaited.every(heard); tries += 1) await new Promise((done) => setTimeout(done, 20))
  const events = documents.events
    .filter(({ event }) => known.has(event.toUpperCase()))
    .map(({ event, payload }): Happening => {
      const got = heard(event)
      const skipped = got ? null : (excusedEvent(event) ?? null)
      if (skipped) return { name: event, misses: [], skipped }
      if (!got) return { name: event, misses: ['never sent'], skipped: null }
      // Its own name is written in small and capital letters on the pages.
      return {
        name: event,
        misses: differences(withoutTokens(payload, got.body), got.body, '', { form: true }).map((one) => one.replace(/^\./, '')),
        skipped: null,
      }
    })
  const robot = subject.received.find(({ path }) => path.startsWith('/robot'))
  return [
    ...events,
    { name: 'a robot’s call', misses: robot ? differences(robotCall, robot.body, '', { form: true }) : ['never sent'], skipped: null },
  ]
}

/** Whether a refresh token comes with an event the pages contradict one another: it is compared where it comes. */
function withoutTokens(payload: Json, got: Json): Json {
  const auth = payload['auth'] as Json | undefined
  const ours = got['auth'] as Json | undefined
  if (!auth || ours?.['refresh_token'] !== undefined) return payload
  const { refresh_token: unused, ...rest } = auth
  return unused === undefined ? payload : { ...payload, auth: rest }
}
