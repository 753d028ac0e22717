/** `im.notify.*`: notifications from the application or from a person, read and taken back. */
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { notify } from '../../office/notices.ts'
import type { Notification } from '../../state/state.ts'
import { personOf, say } from '../../world.ts'
import { authorRows, mine, notificationRow } from './row.ts'

const oversize = new Refusal(400, 'ATTACH_OVERSIZE', 'You have exceeded the maximum allowable size of attach')
const noUser = new Refusal(400, 'USER_ID_EMPTY', "User ID can't be empty")
const noMessage = new Refusal(400, 'MESSAGE_EMPTY', "Message can't be empty")
const noParams = new Refusal(400, 'PARAMS_ERROR', 'Incorrect params')

/** @throws for an attachment that is too long */
export function checkAttach(attach: unknown): void {
  if (JSON.stringify(attach ?? '').length > 60_000) throw oversize
}

/** @param from null: as TYPE says, a person's unless it is SYSTEM */
const add = (from: 'system' | 'personal' | null): Handler =>
  method({
    params: {
      USER_ID: wire.int,
      ...(from === null ? { TYPE: wire.text.optional() } : {}),
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
    invalid: (name) => (name === 'MESSAGE' ? noMessage : name === 'ATTACH' ? new Refusal(400, 'ATTACH_ERROR', 'Incorrect attach params') : noUser),
    run(call, given) {
      const { USER_ID: userId, MESSAGE: message, TAG: tag, SUB_TAG: subTag, ATTACH: attach } = given
      const personal = from === 'personal' || (from === null && !/^system$/i.test(String((given as { TYPE?: unknown }).TYPE ?? '')))
      if (userId <= 0 || !personOf(call.world, userId)) throw noUser
      if (message.trim() === '') throw noMessage
      checkAttach(attach)
      const authorId = personal ? call.person.id : 0
      const id = notify(call.world, { userId, text: message, tag: tag ?? null, fromApp: true, authorId, ...(subTag ? { subTag } : {}) })
      return { result: id }
    },
  })

/** Everything up to the notification, or that alone. */
function setRead(call: Call, id: number, only: boolean, read: boolean): void {
  for (const one of mine(call)) if (one.id === id || (!only && one.id <= id)) one.read = read
  call.world.touch()
}

export const im = {
  'im.notify.system.add': add('system'),
  'im.notify.personal.add': add('personal'),
  'im.notify': add(null),

  /** By its number, or all of a tag that the application sent. */
  'im.notify.delete': method({
    params: { ID: wire.int.optional(), TAG: wire.text.optional(), SUB_TAG: wire.text.optional(), CLIENT_ID: wire.text.optional() },
    caseless: true,
    writes: true,
    invalid: () => noParams,
    run(call, { ID: id, TAG: tag, SUB_TAG: subTag, CLIENT_ID: client }) {
      if (!id && !tag && !subTag) throw noParams
      if (!call.installation && !client) throw new Refusal(403, 'ACCESS_DENIED', 'Access denied! Client ID not specified')
      const gone = (one: Notification) => one.fromApp && (id ? one.id === id : tag ? one.tag === tag : one.subTag === subTag)
      const { notifications } = call.world.state
      const left = notifications.filter((one) => !gone(one))
      call.world.state.notifications = left
      call.world.touch()
      return { result: left.length < notifications.length }
    },
  }),

  'im.notify.read': method({
    params: { ID: wire.int.optional(), ACTION: wire.text.optional(), ONLY_CURRENT: wire.text.optional() },
    caseless: true,
    writes: true,
    run(call, { ID: id = 0, ACTION: action = 'Y', ONLY_CURRENT: only = 'N' }) {
      setRead(call, id, only === 'Y', action !== 'N')
      return { result: true }
    },
  }),

  'im.notify.read.list': method({
    params: { IDS: wire.list, ACTION: wire.text.optional() },
    caseless: true,
    writes: true,
    invalid: () => new Refusal(400, 'PARAMS_ERROR', 'No IDS param or it is not an array'),
    run(call, { IDS: ids, ACTION: action = 'Y' }) {
      for (const id of ids) setRead(call, Number(id), true, action !== 'N')
      return { result: true }
    },
  }),

  'im.notify.read.all': method({
    params: {},
    writes: true,
    run(call) {
      setRead(call, Infinity, false, true)
      return { result: true }
    },
  }),

  /** Newest first; the next page begins after the last one that was got. */
  'im.notify.get': method({
    params: {
      LAST_ID: wire.int.optional(),
      LAST_TYPE: wire.int.optional(),
      LIMIT: wire.int.optional(),
      CONVERT_TEXT: wire.text.optional(),
    },
    caseless: true,
    invalid: (name) =>
      name === 'LAST_ID' ? new Refusal(400, 'LAST_ID_STRING', "Last notification ID can't be string") : new Refusal(400, 'PARAMS_ERROR', 'Incorrect params'),
    run(call, { LAST_ID: last, LAST_TYPE: type, LIMIT: limit = 50 }) {
      if ((last === undefined) !== (type === undefined))
        throw new Refusal(400, 'LAST_ID_AND_LAST_TYPE', 'Parameters LAST_ID and LAST_TYPE should be used together')
      const all = mine(call)
      const rows = all.filter((one) => last === undefined || one.id < last).sort((one, other) => other.id - one.id)
      const shown = rows.slice(0, Math.min(50, Math.max(1, limit)))
      const unread = all.filter((one) => !one.read).length
      return { result: { total_count: all.length, total_unread_count: unread, chat_id: call.person.id, notifications: shown.map((one) => notificationRow(call, one)), users: authorRows(call, shown) } }
    },
  }),

  'im.notify.schema.get': method({
    params: {},
    run: ({ world }) => ({
      result: {
        tasks: {
          NAME: say(world, 'Задачи', 'Tasks'),
          MODULE_ID: 'tasks',
          LIST: [{ ID: 'tasks|task_update', NAME: say(world, 'Изменения задач', 'Task changes') }],
        },
        rest: {
          NAME: say(world, 'Приложения', 'Applications'),
          MODULE_ID: 'rest',
          LIST: [{ ID: 'rest|default', NAME: say(world, 'Уведомления приложений', 'Application notifications') }],
        },
      },
    }),
  }),
}
