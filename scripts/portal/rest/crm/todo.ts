/** `crm.activity.todo.*`: to-dos of records, with a deadline. */
import { addActivity, changeActivity, deadlineOf, findActivity, isBoundTo, mayChange, ownerToPlan, responsibleOf } from '../../crm/activities.ts'
import { denied, notFound } from '../../crm/rights.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Activity } from '../../state/crm.ts'
import { say } from '../../world.ts'

const owner = { ownerTypeId: wire.int, ownerId: wire.int }
const planned = {
  ...owner,
  deadline: wire.text,
  title: wire.text.optional(),
  description: wire.text.optional(),
  responsibleId: wire.int.optional(),
  parentActivityId: wire.int.optional(),
  pingOffsets: wire.list.optional(),
  colorId: wire.text.optional(),
}
interface Planned {
  readonly deadline: string
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly responsibleId?: number | undefined
  readonly parentActivityId?: number | undefined
  readonly pingOffsets?: unknown[] | undefined
  readonly colorId?: string | undefined
}

const closed = (call: Call, code = 'CAN_NOT_UPDATE_COMPLETED_TODO') =>
  new Refusal(400, code, say(call.world, 'Закрытое дело нельзя изменять', 'A completed activity cannot be changed'))

function colorOf(call: Call, color: string): string {
  if (/^(default|[1-7])$/.test(color)) return color
  throw new Refusal(400, 'CAN_NOT_UPDATE_WRONG_COLOR_TODO', say(call.world, 'Некорректное значение цвета', 'Wrong colour'))
}

/** What is left out on an update stays as it was. */
function filledBy(call: Call, asked: Planned, before: Activity | null): Partial<Activity> {
  const parent = asked.parentActivityId === undefined ? undefined : findActivity(call, asked.parentActivityId)
  if (parent?.completed)
    throw new Refusal(
      400,
      'ERROR_PARENT_ACTIVITY_RESTRICT',
      say(call.world, 'Невозможно запланировать дело для закрытого дела', 'Nothing can be planned after a completed activity'),
    )
  return {
    deadline: deadlineOf(call, asked.deadline),
    subject: asked.title ?? before?.subject ?? say(call.world, 'Связаться с клиентом', 'Contact the client'),
    description: asked.description ?? before?.description ?? '',
    responsibleId: asked.responsibleId === undefined && before ? before.responsibleId : responsibleOf(call, asked.responsibleId),
    pingOffsets: asked.pingOffsets?.map(Number) ?? before?.pingOffsets ?? [0, 15],
    colorId: asked.colorId === undefined ? (before?.colorId ?? 'default') : colorOf(call, asked.colorId),
    ...(parent ? { more: { ...before?.more, PARENT_ID: parent.id } } : {}),
  }
}

/** A to-do of this record, open, and this person's to change. */
function find(call: Call, id: number, ownerTypeId: number, ownerId: number, code?: string): Activity {
  ownerToPlan(call, ownerTypeId, ownerId)
  const todo = findActivity(call, id)
  if (todo.providerId !== 'CRM_TODO' || !isBoundTo(todo, ownerTypeId, ownerId)) throw notFound(call.world)
  if (!mayChange(call, todo)) throw denied(call.world)
  if (todo.completed) throw closed(call, code)
  return todo
}

const id = wire.int
const writing = { writes: true, cost: 0.1 } as const

export const crmTodo = {
  'crm.activity.todo.add': method({
    ...writing,
    params: planned,
    run(call, asked) {
      const record = ownerToPlan(call, asked.ownerTypeId, asked.ownerId)
      const filled = { ...filledBy(call, asked, null), providerId: 'CRM_TODO', providerTypeId: 'TODO' }
      return { result: { id: addActivity(call, record, filled).id } }
    },
  }),

  'crm.activity.todo.update': method({
    ...writing,
    params: { id, ...planned },
    run(call, asked) {
      const todo = find(call, asked.id, asked.ownerTypeId, asked.ownerId)
      changeActivity(call, todo, filledBy(call, asked, todo))
      return { result: { id: todo.id } }
    },
  }),

  'crm.activity.todo.updateDeadline': method({
    ...writing,
    params: { id, ...owner, value: wire.text },
    run(call, asked) {
      const todo = find(call, asked.id, asked.ownerTypeId, asked.ownerId)
      changeActivity(call, todo, { deadline: deadlineOf(call, asked.value) })
      return { result: { id: todo.id } }
    },
  }),

  'crm.activity.todo.updateDescription': method({
    ...writing,
    params: { id, ...owner, value: wire.text },
    run(call, asked) {
      const todo = find(call, asked.id, asked.ownerTypeId, asked.ownerId)
      changeActivity(call, todo, { description: asked.value })
      return { result: { id: todo.id } }
    },
  }),

  'crm.activity.todo.updateColor': method({
    ...writing,
    params: { id, ...owner, colorId: wire.text },
    run(call, asked) {
      const todo = find(call, asked.id, asked.ownerTypeId, asked.ownerId, 'CAN_NOT_UPDATE_COLOR_COMPLETED_TODO')
      changeActivity(call, todo, { colorId: colorOf(call, asked.colorId) })
      return { result: { id: todo.id } }
    },
  }),

  'crm.activity.todo.updateResponsibleUser': method({
    ...writing,
    params: { id, ...owner, responsibleId: wire.int },
    run(call, asked) {
      const todo = find(call, asked.id, asked.ownerTypeId, asked.ownerId, 'CAN_NOT_UPDATE_RESPONSIBLE_USER_COMPLETED_TODO')
      changeActivity(call, todo, { responsibleId: responsibleOf(call, asked.responsibleId) })
      return { result: { id: todo.id } }
    },
  }),
}
