/** The positional `task.checklistitem.*`: checklists of tasks. */
import { iso } from '../clock.ts'
import { sorted } from '../filter.ts'
import type { Row } from '../filter.ts'
import { method, wire } from '../method.ts'
import type { Call } from '../method.ts'
import type { Task } from '../state.ts'
import { nextId, say } from '../world.ts'
import { core, mayReadTask } from './task-row.ts'

const wrongArgument = (position: number, name: string, type: string, given: boolean) => {
  const found = given ? 'something else' : 'nothing'
  const text = `Param #${position} (${name}) for method ctaskchecklistitem::add() expected to be of type "${type}", but given ${found}.`
  return core(`TASKS_ERROR_EXCEPTION_#256; ${text}; 256/TE/WRONG_ARGUMENTS<br>`)
}

/** A task whose checklist this person may work with, or the tasks' own refusal. */
export function taskOf(call: Call, id: number, action: string): Task {
  const task = call.world.state.tasks.find((one) => one.id === id)
  if (!task || !mayReadTask(call, task)) throw core(`TASKS_ERROR_EXCEPTION_#8; ${action}; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>`)
  return task
}

export const checklist = {
  'task.checklistitem.add': method({
    params: { TASKID: wire.int, FIELDS: wire.map },
    positional: true,
    writes: true,
    cost: 0.1,
    invalid: (name, missing) =>
      name === 'TASKID' ? wrongArgument(0, 'taskId', 'integer', !missing) : wrongArgument(1, 'arFields', 'array', !missing),
    run(call, { TASKID: id, FIELDS: fields }) {
      const action = say(call.world, 'Добавление элемента: действие недоступно', 'Adding an item: not available')
      const task = taskOf(call, id, action)
      const title = String(fields['TITLE'] ?? '').trim()
      if (title === '')
        throw core(`TASKS_ERROR_EXCEPTION_#8; ${say(call.world, 'Не указано название элемента', 'No title')}; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>`)
      const item = (text: string, parentId: number, sort: number, done = false, important = false) => {
        const added = {
          id: nextId(call.world, 'checklist'),
          parentId,
          title: text,
          sort,
          done,
          important,
          createdBy: call.person.id,
          toggledBy: null,
          toggledAt: null,
        }
        task.checklist.push(added)
        return added
      }
      const asked = fields['PARENT_ID']
      const parent = task.checklist.find((one) => (asked === undefined ? one.parentId === 0 : one.id === Number(asked)))
      const sort = Number(fields['SORT_INDEX'] ?? task.checklist.length)
      // Parent 0, or one that is not there: the title names a new list of its own.
      if (asked !== undefined && !parent) return { result: item(title, 0, sort).id }
      const list = parent ?? item(say(call.world, 'Чек-лист 1', 'Checklist 1'), 0, 0)
      const yes = (value: unknown) => value === 'Y' || value === true || value === '1' || value === 1
      call.world.touch()
      return { result: item(title, list.id, sort, yes(fields['IS_COMPLETE']), yes(fields['IS_IMPORTANT'])).id }
    },
  }),

  'task.checklistitem.getlist': method({
    params: { TASKID: wire.int, ORDER: wire.map.optional() },
    positional: true,
    invalid: (name, missing) =>
      wrongArgument(name === 'TASKID' ? 0 : 1, name === 'TASKID' ? 'taskId' : 'arOrder', name === 'TASKID' ? 'integer' : 'array', !missing),
    run(call, { TASKID: id, ORDER: order = {} }) {
      const task = taskOf(call, id, say(call.world, 'Просмотр: действие недоступно', 'Reading: not available'))
      const rows = task.checklist.map((one) => ({
        ID: String(one.id),
        TASK_ID: String(task.id),
        PARENT_ID: one.parentId === 0 ? 0 : String(one.parentId),
        CREATED_BY: String(one.createdBy),
        TITLE: one.title,
        SORT_INDEX: String(one.sort),
        IS_COMPLETE: one.done ? 'Y' : 'N',
        IS_IMPORTANT: one.important ? 'Y' : 'N',
        TOGGLED_BY: one.toggledBy === null ? null : String(one.toggledBy),
        TOGGLED_DATE: one.toggledAt === null ? '' : iso(one.toggledAt),
        MEMBERS: [],
        ATTACHMENTS: [],
      }))
      return { result: sorted(rows, Object.keys(order).length > 0 ? order : { ID: 'ASC' }, (row: Row, name) => row[name.toUpperCase()]) }
    },
  }),
}
