/** The base scope: the application, its rights, the clock, and event handlers. */
import { iso } from '../clock.ts'
import { eventNames } from '../events.ts'
import { method, wire } from '../method.ts'
import type { Call } from '../method.ts'
import { Refusal } from '../refusal.ts'
import type { EventHandler } from '../state-app.ts'
import { checkHandler, nextId } from '../world.ts'

const handlers = (call: Call): EventHandler[] => call.installation?.handlers ?? []
const eventContext = {
  context: 'app',
  noContext: new Refusal(403, 'ACCESS_DENIED', 'Access denied! Application context required'),
  caseless: true,
} as const
const missing = (name: string) => new Refusal(400, 'ERROR_ARGUMENT', `Argument '${name}' is null or empty`, { argument: name })

export const base = {
  'app.info': method({
    context: 'app',
    params: {},
    run(call) {
      const { installation, world } = call
      return {
        result: {
          ID: installation?.id,
          CODE: installation?.code,
          VERSION: installation?.version,
          STATUS: 'F',
          INSTALLED: installation?.finished,
          PAYMENT_EXPIRED: 'N',
          DAYS: null,
          LANGUAGE_ID: world.language,
          LICENSE: 'ru_std',
          LICENSE_TYPE: 'std',
          LICENSE_FAMILY: 'std',
        },
      }
    },
  }),

  scope: method({
    params: { full: wire.bool.optional() },
    run: (call) => ({ result: [...call.scope] }),
  }),

  'server.time': method({ params: {}, run: (call) => ({ result: iso(call.world.clock.now()) }) }),

  'event.bind': method({
    ...eventContext,
    writes: true,
    invalid: missing,
    params: {
      event: wire.text,
      handler: wire.text,
      auth_type: wire.int.optional(),
      event_type: wire.text.optional(),
      auth_connector: wire.text.optional(),
      options: wire.map.optional(),
    },
    run(call, { event, handler, auth_type: authType = 0, event_type: type = 'online' }) {
      const name = event.toUpperCase()
      if (!eventNames.has(name)) throw new Refusal(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found')
      if (type !== 'online') throw new Refusal(400, 'ERROR_ARGUMENT', 'This portal has no offline events', { argument: 'event_type' })
      if (!call.person.administrator && authType !== call.person.id) throw new Refusal(403, 'ACCESS_DENIED', 'Access denied!')
      checkHandler(call.world, handler, () => new Refusal(400, 'ERROR_CORE', 'Unable to set event handler: Wrong handler URL'))
      if (handlers(call).some((one) => one.event === name && one.handler === handler && one.authType === authType)) {
        throw new Refusal(400, 'ERROR_CORE', 'Unable to set event handler: Handler already binded')
      }
      handlers(call).push({ id: nextId(call.world, 'handler'), event: name, handler, authType })
      call.world.touch()
      return { result: true }
    },
  }),

  'event.unbind': method({
    ...eventContext,
    writes: true,
    invalid: missing,
    params: { event: wire.text, handler: wire.text, auth_type: wire.int.optional(), event_type: wire.text.optional() },
    run(call, { event, handler, auth_type: authType }) {
      const gone = handlers(call).filter(
        (one) => one.event === event.toUpperCase() && one.handler === handler && (authType === undefined || one.authType === authType),
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
        .map(({ event, handler, authType }) => ({ event, handler, auth_type: String(authType), offline: 0 })),
    }),
  }),
}
