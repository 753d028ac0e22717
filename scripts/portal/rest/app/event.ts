/** `event.*`: handlers of events, bound by an application for itself or by its administrator for anybody. */
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { eventsFor, fireEvent } from '../../sending/events.ts'
import type { EventHandler } from '../../state/app.ts'
import { checkHandler, nextId } from '../../world.ts'

const handlers = (call: Call): EventHandler[] => call.installation?.handlers ?? []
const eventContext = {
  context: 'app',
  noContext: new Refusal(403, 'ACCESS_DENIED', 'Access denied! Application context required'),
  caseless: true,
} as const
const missing = (name: string) => new Refusal(400, 'ERROR_ARGUMENT', `Argument '${name}' is null or empty`, { argument: name })

/** An offline handler has no address; whoever forgets one of an online handler hears so. */
function checkRights(call: Call, offline: boolean, authType: number | undefined, deed: 'binding' | 'unbinding'): void {
  if (call.person.administrator) return
  if (offline) throw new Refusal(403, 'ACCESS_DENIED', `Access denied! Offline events ${deed} requires administrator access rights`)
  if (authType !== undefined && authType !== call.person.id)
    throw new Refusal(403, 'ACCESS_DENIED', `Access denied! Event ${deed} with AUTH_TYPE requires administrator access rights`)
}

export const event = {
  'event.bind': method({
    ...eventContext,
    writes: true,
    invalid: missing,
    params: {
      event: wire.text,
      handler: wire.text.optional(),
      auth_type: wire.int.optional(),
      event_type: wire.text.optional(),
      auth_connector: wire.text.optional(),
      options: wire.map.optional(),
    },
    run(call, { event, handler = '', auth_type: asked, event_type: type = 'online', auth_connector: connector = '', options = {} }) {
      const name = event.toUpperCase()
      if (!eventsFor(call.scope).includes(name)) throw new Refusal(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found')
      const offline = type === 'offline'
      checkRights(call, offline, asked, 'binding')
      // An ordinary person binds for themselves only.
      const authType = asked ?? (call.person.administrator || offline ? 0 : call.person.id)
      if (!offline && handler === '') throw missing('handler')
      if (!offline) checkHandler(call.world, handler, () => new Refusal(400, 'ERROR_CORE', 'Unable to set event handler: Wrong handler URL'))
      const same = (one: EventHandler) =>
        one.event === name && one.authType === authType && (offline ? one.offline && one.connector === connector : one.handler === handler)
      if (handlers(call).some(same)) throw new Refusal(400, 'ERROR_CORE', 'Unable to set event handler: Handler already binded')
      handlers(call).push({
        id: nextId(call.world, 'handler'),
        event: name,
        handler: offline ? '' : handler,
        authType,
        ...(offline ? { offline, connector } : {}),
        ...(name === 'ONOFFLINEEVENT' ? { minTimeout: Math.max(0, Number(options['minTimeout'] ?? 1) || 0) } : {}),
      })
      call.world.touch()
      return { result: true }
    },
  }),

  'event.unbind': method({
    ...eventContext,
    writes: true,
    invalid: missing,
    params: { event: wire.text, handler: wire.text.optional(), auth_type: wire.int.optional(), event_type: wire.text.optional() },
    run(call, { event, handler, auth_type: authType, event_type: type = 'online' }) {
      const offline = type === 'offline'
      checkRights(call, offline, authType, 'unbinding')
      // What is left out does not narrow down.
      const gone = handlers(call).filter(
        (one) =>
          one.event === event.toUpperCase() &&
          (one.offline ?? false) === offline &&
          (handler === undefined || offline || one.handler === handler) &&
          (authType === undefined || one.authType === authType) &&
          (call.person.administrator || one.authType === call.person.id),
      )
      if (call.installation) call.installation.handlers = handlers(call).filter((one) => !gone.includes(one))
      call.world.touch()
      return { result: { count: gone.length } }
    },
  }),

  'event.get': method({
    ...eventContext,
    params: {},
    run: (call) => ({
      result: handlers(call)
        .filter((one) => call.person.administrator || one.authType === call.person.id)
        .map(({ event, handler, authType, offline, connector }) => ({
          event,
          handler,
          auth_type: String(authType),
          offline: offline ? 1 : 0,
          ...(connector ? { connector_id: connector } : {}),
        })),
    }),
  }),

  'event.test': method({
    ...eventContext,
    params: {},
    open: true,
    writes: true,
    run(call, _params, rest) {
      fireEvent(call.world, 'ONAPPTEST', { QUERY: rest, LANGUAGE_ID: call.world.language }, call.person.id)
      return { result: true }
    },
  }),
}
