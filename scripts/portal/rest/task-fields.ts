/** Fields of a task as `tasks.task.add` and `.update` take them, checked and written by the portal's rules. */
import { randomUUID } from 'node:crypto'
import type { Call } from '../method.ts'
import type { Task } from '../state.ts'
import { taskAdded } from '../task-life.ts'
import { nextId, personOf, say } from '../world.ts'
import { core } from './task-row.ts'

/** Names in a filter, an order or a select: `RESPONSIBLE_ID` or `responsibleId`. */
export const camel = (name: string): string =>
  name === name.toUpperCase() ? name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : name

type Values = Readonly<Record<string, unknown>>

const list = (value: unknown): unknown[] =>
  value === undefined || value === null || value === '' ? [] : typeof value === 'object' ? Object.values(value) : [value]

function moment(value: unknown): number | null {
  const parsed = value ? Date.parse(String(value)) : NaN
  return Number.isNaN(parsed) ? null : parsed
}

/** Anything that is not a binding is dropped without a word. */
function bindings(call: Call, value: unknown): string[] {
  const given = list(value).map(String)
  const bound = given.filter((binding) => /^(L|D|C|CO)_\d+$/.test(binding))
  if (bound.length < given.length) call.unknown('fields.UF_CRM_TASK (not a binding)')
  return bound
}

function person(call: Call, value: unknown, missing: boolean): number {
  const found = personOf(call.world, Number(value ?? 0))
  if (found) return found.id
  if (missing) throw core(say(call.world, 'Не указан исполнитель<br>', 'The responsible person is not specified.<br>'))
  throw core(
    say(
      call.world,
      'Пользователь указанный в поле &quot;Исполнитель&quot; не найден<br>',
      'The user given as &quot;Responsible person&quot; was not found<br>',
    ),
  )
}

function title(call: Call, value: unknown): string {
  const text = String(value ?? '').trim()
  if (text === '') throw core(say(call.world, 'Не указано название задачи<br>', 'The task name is not specified.<br>'))
  return text
}

function parent(call: Call, task: Task, value: unknown): number {
  const { tasks } = call.world.state
  const id = Number(value) || 0
  if (id === 0) return 0
  if (id === task.id) throw core(say(call.world, 'Невозможно привязать узел к самому себе<br>', 'A task cannot be its own parent<br>'))
  let above = tasks.find((one) => one.id === id)
  if (!above) throw core(say(call.world, 'Задача указанная в поле &quot;Надзадача&quot; не найдена<br>', 'The parent task was not found<br>'))
  for (let depth = 0; above && depth < 100; depth += 1) {
    if (above.parentId === task.id)
      throw core(say(call.world, 'Создание зацикленных связей в задачах запрещено<br>', 'Circular links of tasks are not allowed<br>'))
    const next: number = above.parentId
    above = tasks.find((one) => one.id === next)
  }
  return id
}

/** Known and without effect here: the portal keeps no plan of dates and no settings of a single task. */
const taken = ['START_DATE_PLAN', 'END_DATE_PLAN', 'ALLOW_CHANGE_DEADLINE', 'TASK_CONTROL', 'DESCRIPTION_IN_BBCODE']

const writers: Readonly<Record<string, (call: Call, task: Task, value: unknown) => void>> = {
  TITLE: (call, task, value) => (task.title = title(call, value)),
  DESCRIPTION: (_call, task, value) => (task.description = String(value ?? '')),
  RESPONSIBLE_ID: (call, task, value) => (task.responsibleId = person(call, value, false)),
  CREATED_BY: (_call, task, value) => (task.createdBy = Number(value)),
  DEADLINE: (_call, task, value) => (task.deadline = moment(value)),
  GROUP_ID: (_call, task, value) => (task.groupId = Number(value) || 0),
  PARENT_ID: (call, task, value) => (task.parentId = parent(call, task, value)),
  ACCOMPLICES: (_call, task, value) => (task.accomplices = list(value).map(Number)),
  AUDITORS: (_call, task, value) => (task.auditors = list(value).map(Number)),
  TAGS: (_call, task, value) => (task.tags = list(value).map(String)),
  PRIORITY: (_call, task, value) => (task.priority = Number(value) || 0),
  UF_CRM_TASK: (call, task, value) => (task.crm = bindings(call, value)),
  XML_ID: (_call, task, value) => (task.xmlId = String(value)),
}

/** Writes what is known; unknown fields are ignored as the real portal does, but reported. */
export function writeTask(call: Call, task: Task, fields: Values): void {
  for (const [name, value] of Object.entries(fields)) {
    const write = writers[name]
    if (write) write(call, task, value)
    else if (!taken.includes(name)) call.unknown(`fields.${name}`)
  }
}

export function addTask(call: Call, fields: Values): Task {
  const { world } = call
  const now = world.clock.now()
  const task: Task = {
    id: 0,
    title: title(call, fields['TITLE']),
    description: '',
    responsibleId: person(call, fields['RESPONSIBLE_ID'], true),
    createdBy: call.person.id,
    createdAt: now,
    changedAt: now,
    closedAt: null,
    deadline: null,
    status: 2,
    priority: 1,
    groupId: 0,
    parentId: 0,
    accomplices: [],
    auditors: [],
    tags: [],
    crm: [],
    guid: `{${randomUUID()}}`,
    xmlId: null,
    fromApp: call.installation !== null,
    checklist: [],
  }
  writeTask(call, task, fields)
  task.id = nextId(world, 'task')
  world.state.tasks.push(task)
  taskAdded(world, task, call.person.id)
  return task
}
