/** `tasks.task.*` of one task: read, changed, removed, given to somebody else, and moved from status to status. */
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { removeTask, setTaskDone, setTaskStatus, taskUpdated } from '../../office/task-life.ts'
import type { Task } from '../../state/state.ts'
import { say } from '../../world.ts'
import { camel, writeTask } from './fields.ts'
import { core, mayChangeTask, mayReadTask } from './row.ts'
import { actions, fullRow } from './view.ts'

/** Some methods say no with a number of their own, as their pages show. */
const notAllowed = (call: Call, code = '0') =>
  new Refusal(400, code, say(call.world, 'Действие над задачей не разрешено', 'Action on the task is not allowed'))

/** A task without its number, or with something that is no number. */
export const invalidTask = (name: string, missing: boolean): Refusal => {
  if (name === 'userId') return new Refusal(400, '100', missing ? 'Could not find value for parameter {userId}' : 'Invalid value to match with parameter {userId}. Should be value of type int.')
  if (name === 'fields') return new Refusal(400, '100', 'Could not find value for parameter {fields} (internal error)')
  if (name === 'select' || name === 'users')
    return new Refusal(400, '100', `Invalid value {} to match with parameter {${name}}. Should be value of type array. (internal error)`)
  if (missing) return new Refusal(400, '100', 'CTaskItem All parameters in the constructor must have real class type (internal error)')
  return new Refusal(400, '0', 'wrong task id')
}

export function findTask(call: Call, id: number, may: (call: Call, task: Task) => boolean, code = '0'): Task {
  const task = call.world.state.tasks.find((one) => one.id === id)
  if (!task || !may(call, task)) throw notAllowed(call, code)
  return task
}

const shown = (call: Call, task: Task) => ({ result: { task: fullRow(call, task) } })
const statuses: readonly Task['status'][] = [2, 3, 4, 5, 6]

/** A task that is already in that state allows the action no more. */
const turn = (action: string, code: string, run: (call: Call, task: Task) => void): Handler =>
  method({
    params: { taskId: wire.int },
    invalid: invalidTask,
    writes: true,
    cost: 0.2,
    run(call, { taskId }) {
      const task = findTask(call, taskId, (_call, one) => actions(call.person, one)[action] === true, code)
      run(call, task)
      return shown(call, task)
    },
  })

const to =
  (status: Task['status']) =>
  (call: Call, task: Task): void =>
    setTaskStatus(call.world, task, status, call.person.id)
const done =
  (is: boolean) =>
  (call: Call, task: Task): void =>
    setTaskDone(call.world, task, is, { userId: call.person.id, fromApp: call.installation !== null })

export const taskDeeds = {
  'tasks.task.get': method({
    params: { taskId: wire.int, select: wire.list.optional() },
    invalid: invalidTask,
    cost: 0.04,
    run(call, { taskId, select = [] }) {
      const task = findTask(call, taskId, mayReadTask)
      const names = select.map((name) => camel(String(name)))
      const everything = names.length === 0 || names.includes('*')
      const files = (task.files ?? []).map((one) => one.id)
      const full: Record<string, unknown> = {
        ...fullRow(call, task),
        ...(names.includes('ufCrmTask') ? { ufCrmTask: task.crm } : {}),
        ...(names.includes('ufTaskWebdavFiles') ? { ufTaskWebdavFiles: files.length > 0 ? files : false } : {}),
        ...(names.includes('tags') ? { tags: Object.fromEntries(task.tags.map((title, index) => [String(index + 1), { id: index + 1, title }])) } : {}),
      }
      // The people are told beside their numbers, whatever was asked for.
      const also = ['id', ...(names.includes('createdBy') ? ['creator'] : []), ...(names.includes('responsibleId') ? ['responsible'] : [])]
      const asked = Object.entries(full).filter(([name]) => also.includes(name) || names.includes(name))
      return { result: { task: everything ? full : Object.fromEntries(asked) } }
    },
  }),

  'tasks.task.update': method({
    params: { taskId: wire.int, fields: wire.map },
    invalid: invalidTask,
    writes: true,
    cost: 0.3,
    run(call, { taskId, fields }) {
      const task = findTask(call, taskId, mayChangeTask)
      const { STATUS: status, ...others } = fields
      if (Object.keys(fields).length === 0) throw invalidTask('fields', true)
      const wanted = status === undefined ? task.status : statuses.find((one) => one === Number(status))
      if (wanted === undefined) throw core(say(call.world, 'Некорректный статус<br>', 'Incorrect status<br>'))
      const before = structuredClone(task)
      const changed = structuredClone(task)
      writeTask(call, changed, others)
      if (wanted !== task.status) Object.assign(changed, { status: wanted, closedAt: wanted === 5 ? call.world.clock.now() : null })
      Object.assign(task, changed)
      taskUpdated(call.world, task, before, call.person.id)
      return shown(call, task)
    },
  }),

  'tasks.task.delete': method({
    params: { taskId: wire.int },
    invalid: invalidTask,
    writes: true,
    cost: 0.2,
    run(call, { taskId }) {
      const task = call.world.state.tasks.find((one) => one.id === taskId)
      if (!task || actions(call.person, task)['remove'] !== true)
        throw new Refusal(400, '1048582', say(call.world, 'Нет доступа к удалению задачи', 'No access to deleting the task'))
      removeTask(call.world, task, call.person.id)
      return { result: { task: true } }
    },
  }),

  /** Whoever gives it away goes on watching it. */
  'tasks.task.delegate': method({
    params: { taskId: wire.int, userId: wire.int },
    invalid: invalidTask,
    writes: true,
    cost: 0.2,
    run(call, { taskId, userId }) {
      const task = findTask(call, taskId, (_call, one) => actions(call.person, one)['delegate'] === true)
      const before = structuredClone(task)
      const changed = structuredClone(task)
      writeTask(call, changed, { RESPONSIBLE_ID: userId })
      const watchers = new Set([...changed.auditors, ...(call.person.id === userId ? [] : [call.person.id])])
      Object.assign(task, changed, { auditors: [...watchers], status: 2 })
      taskUpdated(call.world, task, before, call.person.id)
      return shown(call, task)
    },
  }),

  /** A task under control goes back to whoever set it, unless they complete it themselves. */
  'tasks.task.complete': turn('complete', '0', (call, task) => {
    if (task.more?.['taskControl'] === 'Y' && task.createdBy !== call.person.id) to(4)(call, task)
    else done(true)(call, task)
  }),
  'tasks.task.renew': turn('renew', '1048582', done(false)),
  'tasks.task.start': turn('start', '0', to(3)),
  'tasks.task.pause': turn('pause', '1048582', to(2)),
  'tasks.task.defer': turn('defer', '1048582', to(6)),
  'tasks.task.approve': turn('approve', '1048582', done(true)),
  'tasks.task.disapprove': turn('disapprove', '1048582', to(2)),
}
