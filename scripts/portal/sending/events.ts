/** Events: which exist, and their delivery to the handlers that the application bound. */
import { addresses, authBlock } from '../door/tokens.ts'
import { kindOf } from '../state/kinds.ts'
import type { CrmRecord } from '../state/state.ts'
import type { World } from '../world.ts'
import { deliver } from './delivery.ts'
import { enqueue } from './offline.ts'

const changes = ['ADD', 'UPDATE', 'DELETE']
const withChanges = (name: string): string[] => changes.map((change) => name + change)

/** Names of events by the scope that an application needs to hear of them. */
export const eventsOf: Readonly<Record<string, readonly string[]>> = {
  '': ['ONAPPUNINSTALL', 'ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPPAYMENT', 'ONAPPTEST', 'ONAPPMETHODCONFIRM', 'ONOFFLINEEVENT'],
  user: ['ONUSERADD'],
  crm: [
    ...['LEAD', 'DEAL', 'CONTACT', 'COMPANY', 'ACTIVITY', 'TIMELINECOMMENT', 'DYNAMICITEM'].flatMap((kind) => withChanges(`ONCRM${kind}`)),
    ...['LEAD', 'DEAL', 'CONTACT', 'COMPANY'].flatMap((kind) => [...changes, 'SETENUMVALUES'].map((change) => `ONCRM${kind}USERFIELD${change}`)),
    ...['REQUISITE', 'CURRENCY'].flatMap((kind) => withChanges(`ONCRM${kind}`)),
    ...['ONCRMDEALMOVETOCATEGORY', 'ONCRMADDRESSREGISTER', 'ONCRMADDRESSUNREGISTER', 'ONCRMTIMELINEITEMACTION'],
  ],
  task: ['ONTASK', 'ONTASKCOMMENT'].flatMap(withChanges),
  calendar: ['ONCALENDARENTRY', 'ONCALENDARSECTION'].flatMap(withChanges),
  telephony: ['ONVOXIMPLANTCALLEND', 'ONEXTERNALCALLSTART'],
}

/** Names that an application of these scopes may bind. */
export const eventsFor = (scope: readonly string[]): string[] =>
  Object.entries(eventsOf).flatMap(([of, names]) => (of === '' || scope.includes(of) ? names : []))

const seconds = (world: World): string => String(Math.floor(world.clock.now() / 1000))

/**
 * Nothing is delivered before the installation is finished.
 * @param userId whose action fired it; null: a robot did, and then no token comes with the event
 */
export function fireEvent(world: World, event: string, data: Record<string, unknown>, userId: number | null, document: string | null = null): void {
  const { installation } = world.state
  if (!installation?.finished) return
  for (const handler of installation.handlers.filter((one) => one.event === event)) {
    if (handler.offline) {
      if (enqueue(world, event, data, handler.connector ?? '')) tellOfQueue(world)
      continue
    }
    const tokenOf = handler.authType > 0 ? handler.authType : userId
    const auth = tokenOf === null || world.variants.has('events-without-tokens') ? addresses(world) : authBlock(world, tokenOf, false)
    deliver(world, {
      kind: 'event',
      code: event,
      name: event,
      document,
      url: handler.handler,
      payload: { event, event_handler_id: String(handler.id), data, ts: seconds(world), auth },
      awaited: false,
    })
  }
}

/** That something waits in the queue, no oftener than each handler asked for. */
function tellOfQueue(world: World): void {
  const now = world.clock.now()
  for (const handler of world.state.installation?.handlers ?? []) {
    if (handler.event !== 'ONOFFLINEEVENT' || now - (handler.toldAt ?? -Infinity) < (handler.minTimeout ?? 1) * 1000) continue
    handler.toldAt = now
    const auth = authBlock(world, handler.authType || (world.state.installation?.installedBy ?? 0), true)
    const payload = { event: handler.event, event_handler_id: String(handler.id), data: [], ts: seconds(world), auth }
    deliver(world, { kind: 'event', code: handler.event, name: handler.event, document: null, url: handler.handler, payload, awaited: false })
  }
}

/** Life-cycle events go to the vendor's address whether or not anything is finished or bound; to bound handlers as well. */
export function fireLifeEvent(
  world: World,
  event: string,
  data: Record<string, unknown>,
  auth: Record<string, string>,
  boundTo: readonly string[],
): void {
  const { eventUrl } = world.listing
  for (const url of new Set([...(eventUrl === null ? [] : [eventUrl]), ...boundTo])) {
    deliver(world, { kind: 'event', code: event, name: event, document: null, url, payload: { event, data, ts: seconds(world), auth }, awaited: false })
  }
}

export function fireRecordEvent(world: World, change: 'ADD' | 'UPDATE' | 'DELETE', record: CrmRecord, userId: number | null): void {
  const kind = kindOf(record.type)
  fireEvent(world, `ONCRM${kind.toUpperCase()}${change}`, { FIELDS: { ID: String(record.id) } }, userId, `${kind} ${record.id}`)
}
