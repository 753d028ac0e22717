/** `im.notify.*`: notifications from the application. */
import { method, wire } from '../method.ts'
import { notify } from '../notices.ts'
import { Refusal } from '../refusal.ts'
import { personOf } from '../world.ts'

export const im = {
  'im.notify.system.add': method({
    params: {
      USER_ID: wire.int,
      MESSAGE: wire.text,
      MESSAGE_OUT: wire.text.optional(),
      TAG: wire.text.optional(),
      SUB_TAG: wire.text.optional(),
      ATTACH: wire.map.optional(),
      CLIENT_ID: wire.text.optional(),
    },
    caseless: true,
    writes: true,
    cost: 0.05,
    invalid: (name) =>
      name === 'MESSAGE' ? new Refusal(400, 'MESSAGE_EMPTY', "Message can't be empty") : new Refusal(400, 'USER_ID_EMPTY', "User ID can't be empty"),
    run(call, { USER_ID: userId, MESSAGE: message, TAG: tag }) {
      if (userId <= 0 || !personOf(call.world, userId)) throw new Refusal(400, 'USER_ID_EMPTY', "User ID can't be empty")
      if (message.trim() === '') throw new Refusal(400, 'MESSAGE_EMPTY', "Message can't be empty")
      return { result: notify(call.world, { userId, text: message, tag: tag ?? null, fromApp: true }) }
    },
  }),
}
