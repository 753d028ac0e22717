/** Fields of a task as `tasks.task.add` and `.update` take them, checked and written by the portal's rules. */
import { randomUUID } from 'node:crypto'
import { iso } from '../../clock.ts'
import type { Call } from '../../door/method.ts'
import { taskAdded } from '../../office/task-life.ts'
import type { Task } from '../../state/state.ts'
import { nextId, personOf, say } from '../../world.ts'
import { core } from './row.ts'

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
  if (missing && !Number(value)) throw core(say(call.world, 'Не указан исполнитель<br>', 'The responsible person is not specified.<br>'))
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
  // A task that is being added has no number yet, and nothing below it.
  for (let depth = 0; task.id !== 0 && above && depth < 100; depth += 1) {
    if (above.parentId === task.id)
      throw core(say(call.world, 'Создание зацикленных связей в задачах запрещено<br>', 'Circular links of tasks are not allowed<br>'))
    const next: number = above.parentId
    above = tasks.find((one) => one.id === next)
  }
  return id
}

/** `n12` is a file of the disk, 12 one that is attached already; what is neither is dropped without a word. */
function attached(call: Call, task: Task, given: readonly unknown[]): NonNullable<Task['files']> {
  return given.flatMap((one) => {
    const old = task.files?.find((file) => file.id === Number(one))
    const fileId = Number(/^n(\d+)$/.exec(String(one))?.[1] ?? 0)
    if (old) return [old]
    if (!call.world.state.disk.some((file) => file.id === fileId && file.kind === 'file')) return []
    return [{ id: nextId(call.world, 'attached'), fileId, byId: call.person.id, at: call.world.clock.now() }]
  })
}

/** Kept as they came, and shown; a moment is shown as the portal writes moments. */
const kept: Readonly<Record<string, 'yes' | 'text' | 'moment'>> = {
  ...Object.fromEntries(['ALLOW_CHANGE_DEADLINE', 'ALLOW_TIME_TRACKING', 'TASK_CONTROL', 'ADD_IN_REPORT', 'MATCH_WORK_TIME'].map((name) => [name, 'yes'])),
  ...Object.fromEntries(['MARK', 'TIME_ESTIMATE', 'STAGE_ID', 'DURATION_TYPE', 'DURATION_PLAN', 'FLOW_ID'].map((name) => [name, 'text'])),
  START_DATE_PLAN: 'moment',
  END_DATE_PLAN: 'moment',
}
/** Known and without effect here. */
const taken = ['DESCRIPTION_IN_BBCODE', 'SE_PARAMETER', 'SITE_ID', 'SUBORDINATE', 'REPLICATE', 'MULTITASK', 'DEPENDS_ON', 'ALLOW_CHANGE_DEADLINE_COUNT']

const shown = (kind: 'yes' | 'text' | 'moment', value: unknown): string | null => {
  if (kind === 'yes') return value === 'Y' || value === true || value === '1' || value === 1 ? 'Y' : 'N'
  if (value === null || value === '') return null
  const at = kind === 'moment' ? moment(value) : null
  return at === null ? String(value) : iso(at)
}

function checkPlan(call: Call, task: Task): void {
  const [start, end] = [Date.parse(task.more?.['startDatePlan'] ?? ''), Date.parse(task.more?.['endDatePlan'] ?? '')]
  if (end < start)
    throw core(say(call.world, 'В планировании сроков указана дата окончания меньшая даты старта<br>', 'The planned end is before the planned start<br>'))
}

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
  UF_TASK_WEBDAV_FILES: (call, task, value) => (task.files = attached(call, task, list(value))),
}

/** Writes what is known; unknown fields are ignored as the real portal does, but reported. */
export function writeTask(call: Call, task: Task, fields: Values): void {
  for (const [name, value] of Object.entries(fields)) {
    const write = writers[name]
    if (write) write(call, task, value)
    else if (kept[name]) task.more = { ...task.more, [camel(name)]: shown(kept[name], value) }
    else if (!taken.includes(name)) call.unknown(`fields.${name}`)
  }
  checkPlan(call, task)
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
