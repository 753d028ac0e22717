/** `tasks.task.get`, `.update`, `.complete` and `.renew`: single tasks. */
import { method, wire } from '../method.ts'
import type { Call } from '../method.ts'
import { Refusal } from '../refusal.ts'
import type { Task } from '../state.ts'
import { setTaskDone, taskUpdated } from '../task-life.ts'
import { say } from '../world.ts'
import { camel, writeTask } from './task-fields.ts'
import { checklistMap, core, mayChangeTask, mayReadTask, taskRow } from './task-row.ts'

const notAllowed = (call: Call) => new Refusal(400, '0', say(call.world, 'Действие над задачей не разрешено', 'Action on the task is not allowed'))

/** A task without its number, or with something that is no number. */
const invalid = (name: string, missing: boolean): Refusal => {
  if (name === 'fields') return new Refusal(400, '100', 'Could not find value for parameter {fields} (internal error)')
  if (name === 'select')
    return new Refusal(400, '100', 'Invalid value {} to match with parameter {select}. Should be value of type array. (internal error)')
  if (missing) return new Refusal(400, '100', 'CTaskItem All parameters in the constructor must have real class type (internal error)')
  return new Refusal(400, '0', 'wrong task id')
}

function find(call: Call, id: number, may: (call: Call, task: Task) => boolean): Task {
  const task = call.world.state.tasks.find((one) => one.id === id)
  if (!task || !may(call, task)) throw notAllowed(call)
  return task
}

const shown = (call: Call, task: Task) => ({ result: { task: { ...taskRow(call.world, task), checklist: checklistMap(task) } } })

/** A task that is already in that state allows the action no more. */
function turn(call: Call, id: number, done: boolean): { result: unknown } {
  const task = find(call, id, mayChangeTask)
  if ((task.status === 5) === done) throw notAllowed(call)
  setTaskDone(call.world, task, done, { userId: call.person.id, fromApp: call.installation !== null })
  return shown(call, task)
}

const statuses: readonly Task['status'][] = [2, 3, 4, 5, 6]

export const taskDeeds = {
  'tasks.task.get': method({
    params: { taskId: wire.int, select: wire.list.optional() },
    invalid,
    cost: 0.04,
    run(call, { taskId, select = [] }) {
      const task = find(call, taskId, mayReadTask)
      const names = select.map((name) => camel(String(name)))
      const everything = names.length === 0 || names.includes('*')
      const { task: row } = shown(call, task).result
      const full: Record<string, unknown> = { ...row, ...(names.includes('ufCrmTask') ? { ufCrmTask: task.crm } : {}) }
      // The people are told beside their numbers, whatever was asked for.
      const also = ['id', ...(names.includes('createdBy') ? ['creator'] : []), ...(names.includes('responsibleId') ? ['responsible'] : [])]
      const asked = Object.entries(full).filter(([name]) => also.includes(name) || names.includes(name))
      return { result: { task: everything ? full : Object.fromEntries(asked) } }
    },
  }),

  'tasks.task.update': method({
    params: { taskId: wire.int, fields: wire.map },
    invalid,
    writes: true,
    cost: 0.3,
    run(call, { taskId, fields }) {
      const task = find(call, taskId, mayChangeTask)
      const { STATUS: status, ...others } = fields
      if (Object.keys(fields).length === 0) throw invalid('fields', true)
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

  'tasks.task.complete': method({
    params: { taskId: wire.int },
    invalid,
    writes: true,
    cost: 0.2,
    run: (call, { taskId }) => turn(call, taskId, true),
  }),

  'tasks.task.renew': method({
    params: { taskId: wire.int },
    invalid,
    writes: true,
    cost: 0.2,
    run: (call, { taskId }) => turn(call, taskId, false),
  }),
}
