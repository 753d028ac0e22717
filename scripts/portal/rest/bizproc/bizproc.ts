/** `bizproc.*`: robots and activities, and what a waiting step hears from the application. */
import { answerStep } from '../../automation/automation.ts'
import { stepOfToken } from '../../automation/robot-call.ts'
import { method, wire } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { addTimeline } from '../../office/notices.ts'
import { recordOf } from '../../world.ts'
import { registration } from './register.ts'

const emptyMessage = new Refusal(400, 'ERROR_EMPTY_LOG_MESSAGE', 'Empty log message!')

export const bizproc = {
  ...registration('robot'),
  ...registration('activity'),

  /** Any user's token will do; what counts is the event token. */
  'bizproc.event.send': method({
    caseless: true,
    writes: true,
    cost: 0.1,
    params: { EVENT_TOKEN: wire.text.optional(), RETURN_VALUES: wire.map.optional(), LOG_MESSAGE: wire.text.optional() },
    run(call, { EVENT_TOKEN: token = '', RETURN_VALUES: values = {}, LOG_MESSAGE: message = '' }) {
      answerStep(call.world, token, values, message)
      return { result: true }
    },
  }),

  /** A line in the journal; the step goes on waiting. */
  'bizproc.activity.log': method({
    caseless: true,
    writes: true,
    params: { EVENT_TOKEN: wire.text, LOG_MESSAGE: wire.text },
    invalid: (name) => (name === 'LOG_MESSAGE' ? emptyMessage : new Refusal(403, 'ACCESS_DENIED', 'Access denied!')),
    run(call, { EVENT_TOKEN: token, LOG_MESSAGE: message }) {
      if (message.trim() === '') throw emptyMessage
      const found = stepOfToken(call.world, token)
      if (!found) throw new Refusal(403, 'ACCESS_DENIED', 'Access denied!')
      const { kind, id } = found.instance.document
      const record = recordOf(call.world, kind, id)
      if (record) addTimeline(call.world, 'robot', record, null, true, message)
      return { result: true }
    },
  }),
}
