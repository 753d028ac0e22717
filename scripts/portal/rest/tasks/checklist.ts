/** The positional `task.checklistitem.*`: checklists of tasks, read and written. */
import { iso } from '../../clock.ts'
import { sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { remember } from '../../office/task-life.ts'
import type { ChecklistItem, Task } from '../../state/state.ts'
import { fullName, nextId, personOf, say } from '../../world.ts'
import { failed, manifestOf, notFound, onlyKeys, positional } from './positional.ts'
import { core, mayChangeTask, mayReadTask } from './row.ts'

const owner = 'ctaskchecklistitem'
const writable = ['PARENT_ID', 'TITLE', 'SORT_INDEX', 'IS_COMPLETE', 'IS_IMPORTANT', 'MEMBERS']
const sortable = ['ID', 'PARENT_ID', 'CREATED_BY', 'TITLE', 'SORT_INDEX', 'IS_COMPLETE', 'IS_IMPORTANT', 'TOGGLED_BY', 'TOGGLED_DATE']
const readable = ['ID', 'TASK_ID', ...sortable.slice(1), 'MEMBERS', 'ATTACHMENTS']

/** A task whose checklist this person may work with, or the tasks' own refusal. */
export function taskOf(call: Call, id: number, action: string): Task {
  const task = call.world.state.tasks.find((one) => one.id === id)
  if (!task || !mayReadTask(call, task)) throw failed(action)
  return task
}

const yes = (value: unknown) => value === 'Y' || value === true || value === '1' || value === 1
export const one = { TASKID: wire.int, ITEMID: wire.int }

/** `{ 5: { TYPE: 'A' } }`; whoever is not there is left out. */
function membersOf(call: Call, value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  const given = Object.entries(value as Record<string, { TYPE?: unknown } | null>)
  return Object.fromEntries(given.flatMap(([id, member]) => (personOf(call.world, Number(id)) ? [[id, member?.TYPE === 'U' ? 'U' : 'A']] : [])))
}

const row = (call: Call, task: Task, item: ChecklistItem) => ({
  ID: String(item.id),
  TASK_ID: String(task.id),
  PARENT_ID: item.parentId === 0 ? 0 : String(item.parentId),
  CREATED_BY: String(item.createdBy),
  TITLE: item.title,
  SORT_INDEX: String(item.sort),
  IS_COMPLETE: item.done ? 'Y' : 'N',
  IS_IMPORTANT: item.important ? 'Y' : 'N',
  TOGGLED_BY: item.toggledBy === null ? null : String(item.toggledBy),
  TOGGLED_DATE: item.toggledAt === null ? '' : iso(item.toggledAt),
  MEMBERS: Object.entries(item.members ?? {}).map(([id, type]) => {
    const person = personOf(call.world, Number(id))
    const name = person ? fullName(person) : ''
    return { ID: id, TYPE: type, NAME: name, PERSONAL_PHOTO: '', PERSONAL_GENDER: '', IMAGE: '', IS_COLLABER: false }
  }),
  ATTACHMENTS: [],
})

export const checklist = {
  'task.checklistitem.add': positional(owner, 'add', {
    params: { TASKID: wire.int, FIELDS: wire.map },
    writes: true,
    cost: 0.1,
    run(call, { TASKID: id, FIELDS: fields }) {
      const action = say(call.world, 'Добавление элемента: действие недоступно', 'Adding an item: not available')
      const task = taskOf(call, id, action)
      const title = String(fields['TITLE'] ?? '').trim()
      if (title === '') throw failed(say(call.world, 'Не указано название элемента', 'No title'))
      const item = (text: string, parentId: number, sort: number, more: Partial<ChecklistItem> = {}) => {
        const by = { createdBy: call.person.id, toggledBy: null, toggledAt: null }
        const added: ChecklistItem = { id: nextId(call.world, 'checklist'), parentId, title: text, sort, done: false, important: false, ...by, ...more }
        task.checklist.push(added)
        remember(call.world, task, call.person.id, 'CHECKLIST_ITEM_CREATE', '', text)
        return added
      }
      const asked = fields['PARENT_ID']
      const parent = task.checklist.find((each) => (asked === undefined ? each.parentId === 0 : each.id === Number(asked)))
      const sort = Number(fields['SORT_INDEX'] ?? task.checklist.length)
      call.world.touch()
      // Parent 0, or one that is not there: the title names a new list of its own.
      if (asked !== undefined && !parent) return { result: item(title, 0, sort).id }
      const list = parent ?? item(say(call.world, 'Чек-лист 1', 'Checklist 1'), 0, 0)
      const members = membersOf(call, fields['MEMBERS'])
      const more = { done: yes(fields['IS_COMPLETE']), important: yes(fields['IS_IMPORTANT']), ...(Object.keys(members).length > 0 ? { members } : {}) }
      return { result: item(title, list.id, sort, more).id }
    },
  }),

  'task.checklistitem.get': positional(owner, 'get', {
    params: one,
    run(call, { TASKID: id, ITEMID: itemId }) {
      const task = call.world.state.tasks.find((each) => each.id === id && mayReadTask(call, each))
      const item = task?.checklist.find((each) => each.id === itemId)
      if (!task || !item) throw notFound()
      return { result: row(call, task, item) }
    },
  }),

  'task.checklistitem.getlist': positional(owner, 'getlist', {
    params: { TASKID: wire.int, ORDER: wire.map.optional() },
    run(call, { TASKID: id, ORDER: order = {} }) {
      onlyKeys('#1 (arOrder)', owner, 'getlist', order, sortable)
      const task = taskOf(call, id, say(call.world, 'Просмотр: действие недоступно', 'Reading: not available'))
      const rows = task.checklist.map((item) => row(call, task, item))
      return { result: sorted(rows, Object.keys(order).length > 0 ? order : { ID: 'ASC' }, (each: Row, name) => each[name.toUpperCase()]) }
    },
  }),

  'task.checklistitem.update': positional(owner, 'update', {
    params: { ...one, FIELDS: wire.map },
    writes: true,
    run(call, { TASKID: id, ITEMID: itemId, FIELDS: fields }) {
      const task = call.world.state.tasks.find((each) => each.id === id)
      const item = task?.checklist.find((each) => each.id === itemId)
      if (!task || !item || !mayChangeTask(call, task)) {
        const words = say(call.world, 'Нет доступа к редактированию задачи', 'No access to editing the task')
        throw core(`TASKS_ERROR_EXCEPTION_#4; ${words}; 4/TE/ACTION_NOT_ALLOWED<br>`)
      }
      onlyKeys('#2 (arFields)', owner, 'update', fields, writable)
      const { TITLE: title, SORT_INDEX: sort, IS_COMPLETE: done, IS_IMPORTANT: important, PARENT_ID: parent, MEMBERS: members } = fields
      if (title !== undefined) item.title = String(title)
      if (sort !== undefined) item.sort = Number(sort)
      if (important !== undefined) item.important = yes(important)
      if (done !== undefined && yes(done) !== item.done)
        Object.assign(item, { done: yes(done), toggledBy: call.person.id, toggledAt: call.world.clock.now() })
      if (parent !== undefined && task.checklist.some((each) => each.id === Number(parent) && each !== item)) item.parentId = Number(parent)
      if (members !== undefined) item.members = membersOf(call, members)
      task.changedAt = call.world.clock.now()
      call.world.touch()
      return { result: null }
    },
  }),

  'task.checklistitem.getmanifest': method({
    params: {},
    run: () => ({
      result: manifestOf({
        version: '2.0',
        alias: 'checklistitem',
        writable,
        readable,
        sortable,
        dates: ['TOGGLED_DATE'],
        methods: {
          getmanifest: [],
          get: ['taskId', 'itemId'],
          getlist: ['taskId', 'arOrder'],
          add: ['taskId', 'arFields'],
          update: ['taskId', 'itemId', 'arFields'],
          delete: ['taskId', 'itemId'],
          complete: ['taskId', 'itemId'],
          renew: ['taskId', 'itemId'],
          moveafteritem: ['taskId', 'itemId', 'afterItemId'],
          isactionallowed: ['taskId', 'itemId', 'actionId'],
        },
      }),
    }),
  }),
}
