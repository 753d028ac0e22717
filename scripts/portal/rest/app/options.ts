/** `app.*` and `user.option.*`: what the application is here, and small settings that the portal keeps for it. */
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'

const noContext = new Refusal(400, 'AccessException', 'Application context required')
const ofApp = { context: 'app', noContext } as const
const empty = new Refusal(400, 'ArgumentNullException', 'options is empty')

type Options = Record<string, unknown>

/** One of them, or all; a single one that is not there is null. */
const read = (kept: Options, name: string | undefined): unknown =>
  name ? (kept[name] ?? null) : Object.keys(kept).length > 0 ? kept : []

function keep(call: Call, kept: Options, options: Options): { result: true } {
  if (Object.keys(options).length === 0) throw empty
  Object.assign(kept, options)
  call.world.touch()
  return { result: true }
}

const personal = (call: Call): Options => (call.installation ? (call.installation.userOptions[String(call.person.id)] ??= {}) : {})

export const options = {
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

  'app.option.get': method({
    ...ofApp,
    params: { option: wire.text.optional() },
    run: (call, { option }) => ({ result: read(call.installation?.options ?? {}, option) }),
  }),

  'app.option.set': method({
    ...ofApp,
    params: { options: wire.map },
    writes: true,
    invalid: () => empty,
    run(call, { options: given }) {
      if (!call.person.administrator) throw new Refusal(400, 'AccessException', 'Administrator authorization required')
      return keep(call, call.installation?.options ?? {}, given)
    },
  }),

  'user.option.get': method({
    ...ofApp,
    params: { option: wire.text.optional() },
    run: (call, { option }) => ({ result: read(personal(call), option) }),
  }),

  'user.option.set': method({
    ...ofApp,
    params: { options: wire.map },
    writes: true,
    invalid: () => empty,
    run: (call, { options: given }) => keep(call, personal(call), given),
  }),
}
