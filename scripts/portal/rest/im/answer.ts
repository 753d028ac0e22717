/** `im.notify.answer`, `.confirm` and `.history.search`: what a person does with notifications they got. */
import { method, wire } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { notify } from '../../office/notices.ts'
import { fullName, personOf, say } from '../../world.ts'
import { authorRows, mine, notificationRow } from './row.ts'

const noId = new Refusal(400, 'ID_ERROR', "Notification ID can't be empty")
const noAnswer = new Refusal(400, 'ANSWER_TEXT_ERROR', "ANSWER_TEXT can't be empty")
const noValue = new Refusal(400, 'NOTIFY_VALUE_ERROR', "Notification Value can't be empty")
const shortText = new Refusal(400, 'SEARCH_TEXT_ERROR', "SEARCH_TEXT can't be less then 3 symbols")

const sameDay = (moment: number, day: number): boolean => new Date(moment).toISOString().slice(0, 10) === new Date(day).toISOString().slice(0, 10)
/** Undefined: not a date; the server then takes the condition for not given. */
const momentOf = (text: string | undefined): number | undefined => (text === undefined || Number.isNaN(Date.parse(text)) ? undefined : Date.parse(text))

export const imAnswer = {
  /** A colleague's notification can be answered, the portal's own has nobody who would read it. */
  'im.notify.answer': method({
    params: { NOTIFY_ID: wire.int, ANSWER_TEXT: wire.text },
    caseless: true,
    writes: true,
    cost: 0.05,
    invalid: (name) => (name === 'ANSWER_TEXT' ? noAnswer : noId),
    run(call, { NOTIFY_ID: id, ANSWER_TEXT: text }) {
      if (id <= 0) throw noId
      if (text.trim() === '') throw noAnswer
      const author = personOf(call.world, mine(call).find((one) => one.id === id)?.authorId ?? 0)
      if (!author) return { result: { result_message: false } }
      notify(call.world, {
        userId: author.id,
        text: `${fullName(call.person)}: ${text}`,
        tag: null,
        fromApp: call.installation !== null,
        authorId: call.person.id,
      })
      return { result: { result_message: [say(call.world, 'Ваш ответ успешно отправлен.', 'Your answer has been sent.')] } }
    },
  }),

  /** Presses a button of a notification; none here has any, since REST cannot send such ones. */
  'im.notify.confirm': method({
    params: { NOTIFY_ID: wire.int.optional(), ID: wire.int.optional(), NOTIFY_VALUE: wire.text },
    caseless: true,
    writes: true,
    invalid: (name) => (name === 'NOTIFY_VALUE' ? noValue : noId),
    run(_call, { NOTIFY_ID: notifyId, ID: id = notifyId ?? 0, NOTIFY_VALUE: value }) {
      if (id <= 0) throw noId
      if (value.trim() === '') throw noValue
      return { result: { result_message: false } }
    },
  }),

  /** Newest first; the number of all comes with the first page only. */
  'im.notify.history.search': method({
    params: {
      SEARCH_TEXT: wire.text.optional(),
      SEARCH_TYPE: wire.text.optional(),
      SEARCH_TYPES: wire.list.optional(),
      SEARCH_DATE: wire.text.optional(),
      SEARCH_DATE_FROM: wire.text.optional(),
      SEARCH_DATE_TO: wire.text.optional(),
      SEARCH_AUTHORS: wire.list.optional(),
      LAST_ID: wire.int.optional(),
      LIMIT: wire.int.optional(),
      CONVERT_TEXT: wire.text.optional(),
      GROUP_TAG: wire.text.optional(),
    },
    caseless: true,
    invalid: (name) =>
      name === 'LAST_ID' ? new Refusal(400, 'LAST_ID_STRING', "Last notification ID can't be string") : new Refusal(400, 'PARAMS_ERROR', 'Incorrect params'),
    run(call, given) {
      const { SEARCH_TEXT: text = '', SEARCH_TYPE: type, SEARCH_TYPES: types = [], SEARCH_AUTHORS: authors = [], GROUP_TAG: tag } = given
      const { LAST_ID: last, LIMIT: limit = 50 } = given
      const [on, from, to] = [momentOf(given.SEARCH_DATE), momentOf(given.SEARCH_DATE_FROM), momentOf(given.SEARCH_DATE_TO)]
      const kinds = [...(type ? [type] : []), ...types.map(String)]
      const between = from !== undefined && to !== undefined
      if (text.length < 3 && kinds.length === 0 && on === undefined && authors.length === 0 && !between) throw shortText
      const found = mine(call)
        .filter((one) => {
          const { notify_module: module, notify_event: event } = notificationRow(call, one)
          if (!one.text.toLowerCase().includes(text.toLowerCase())) return false
          if (kinds.length > 0 && !kinds.some((kind) => kind === module || kind === `${module}|${event}`)) return false
          if (authors.length > 0 && !authors.map(Number).includes(one.authorId ?? 0)) return false
          if (on !== undefined && !sameDay(one.at, on)) return false
          if (between && (one.at < from || one.at > to)) return false
          return tag === undefined || one.tag === tag
        })
        .sort((one, other) => other.at - one.at || other.id - one.id)
      const shown = found.filter((one) => last === undefined || one.id < last).slice(0, Math.min(50, Math.max(1, limit)))
      return {
        result: {
          chat_id: call.person.id,
          ...(last === undefined ? { total_results: found.length } : {}),
          notifications: shown.map((one) => notificationRow(call, one)),
          users: authorRows(call, shown),
        },
      }
    },
  }),
}
