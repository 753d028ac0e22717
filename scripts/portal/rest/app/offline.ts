/** `event.offline.*`: an administrator's application fetches what has changed, at its own pace. */
import { iso } from '../../clock.ts'
import { matches, page, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { drop, reserve, waiting } from '../../sending/offline.ts'
import type { OfflineEvent } from '../../state/office.ts'

const administrator = { context: 'app-and-administrator', notAdministrator: new Refusal(403, 'ACCESS_DENIED', 'Access denied!') } as const
const argument = (name: string) => new Refusal(400, 'ERROR_ARGUMENT', `Argument '${name}' is null or empty`, { argument: name })
const field = (row: Row, name: string): unknown => row[name.toUpperCase()]
const asked = { filter: wire.map.optional(), order: wire.map.optional(), auth_connector: wire.text.optional() }

const row = (entry: OfflineEvent) => ({
  ID: String(entry.id),
  TIMESTAMP_X: iso(entry.at),
  EVENT_NAME: entry.event,
  EVENT_DATA: entry.data,
  EVENT_ADDITIONAL: false,
  MESSAGE_ID: entry.messageId,
})

export const offline = {
  /** Takes entries out of the queue, or reserves them for whoever has their process's number. */
  'event.offline.get': method({
    ...administrator,
    params: {
      ...asked,
      limit: wire.int.optional(),
      clear: wire.bool.optional(),
      process_id: wire.text.optional(),
      error: wire.bool.optional(),
    },
    writes: true,
    cost: 0.05,
    run(call, { filter = {}, order = { TIMESTAMP_X: 'ASC' }, limit = 50, clear = true, process_id: processId = '', auth_connector: source = '', error = false }) {
      const entries = waiting(call.world, source, processId, error)
      const rows = entries.map(row).filter((one) => matches(one, filter, field, (name) => call.unknown(`filter.${name}`)))
      const taken = sorted(rows, order, field).slice(0, Math.max(0, limit))
      const ids = taken.map((one) => Number(one.ID))
      if (clear) drop(call.world, (entry) => ids.includes(entry.id))
      const process = clear || taken.length === 0 ? null : reserve(call.world, entries.filter((entry) => ids.includes(entry.id)), processId)
      return { result: { process_id: process, events: taken } }
    },
  }),

  'event.offline.list': method({
    ...administrator,
    params: { ...asked, start: wire.int.optional() },
    run(call, { filter = {}, order = { ID: 'ASC' }, start, auth_connector: source = '' }) {
      const rows = call.world.state.office.offline
        .filter((entry) => entry.connector === source)
        .map((entry) => ({ ...row(entry), PROCESS_ID: entry.processId, ERROR: entry.failed ? '1' : '0' }))
        .filter((one) => matches(one, filter, field, (name) => call.unknown(`filter.${name}`)))
      return page(sorted(rows, order, field), start, (page) => page)
    },
  }),

  'event.offline.clear': method({
    ...administrator,
    params: { process_id: wire.text, id: wire.list.optional(), message_id: wire.list.optional() },
    writes: true,
    invalid: argument,
    run(call, { process_id: process, id, message_id: messageId }) {
      const named = (entry: OfflineEvent) =>
        id ? id.map(Number).includes(entry.id) : messageId ? messageId.map(String).includes(entry.messageId) : true
      drop(call.world, (entry) => entry.processId === process && process !== '' && named(entry))
      return { result: true }
    },
  }),

  'event.offline.error': method({
    ...administrator,
    params: { process_id: wire.text, message_id: wire.list.optional() },
    writes: true,
    invalid: argument,
    run(call, { process_id: process, message_id: messageId }) {
      for (const entry of call.world.state.office.offline)
        if (entry.processId === process && (!messageId || messageId.map(String).includes(entry.messageId)))
          Object.assign(entry, { failed: true, processId: '', reservedAt: 0 })
      call.world.touch()
      return { result: true }
    },
  }),
}
