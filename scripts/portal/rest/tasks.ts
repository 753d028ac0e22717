/** `tasks.task.*`: tasks, bound to CRM records. */
import { randomUUID } from 'node:crypto'
import { fireEvent } from '../events.ts'
import { matches, page, sorted } from '../filter.ts'
import type { Row } from '../filter.ts'
import { method, wire } from '../method.ts'
import type { Call } from '../method.ts'
import { addTimeline, notify } from '../notices.ts'
import { Refusal } from '../refusal.ts'
import type { Task } from '../state.ts'
import { nextId, personOf, say } from '../world.ts'
import { boundRecord, core, mayReadTask, taskRow } from './task-row.ts'

/** Names in a filter, an order or a select: `RESPONSIBLE_ID` or `responsibleId`. */
const camel = (name: string): string =>
  name === name.toUpperCase() ? name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : name

/** What can be filtered by; XML_ID is not among it. */
const filterable = new Set([
  'id',
  'parentId',
  'groupId',
  'createdBy',
  'responsibleId',
  'accomplice',
  'auditor',
  'title',
  'description',
  'priority',
  'status',
  'realStatus',
  'deadline',
  'createdDate',
  'changedDate',
  'closedDate',
  'dateStart',
  'guid',
  'ufCrmTask',
  'member',
  'favorite',
  'tag',
  'mark',
  'stageId',
])

function filterField(row: Row, name: string): unknown {
  const key = camel(name)
  if (!filterable.has(key)) return undefined
  const names: Record<string, string> = { realStatus: 'status', accomplice: 'accomplices', auditor: 'auditors' }
  if (key === 'member') return [row['createdBy'], row['responsibleId'], ...(row['accomplices'] as string[]), ...(row['auditors'] as string[])]
  return row[names[key] ?? key] ?? null
}

const known = [
  'TITLE',
  'DESCRIPTION',
  'RESPONSIBLE_ID',
  'CREATED_BY',
  'DEADLINE',
  'GROUP_ID',
  'PARENT_ID',
  'ACCOMPLICES',
  'AUDITORS',
  'TAGS',
  'PRIORITY',
  'UF_CRM_TASK',
  'XML_ID',
  'START_DATE_PLAN',
  'END_DATE_PLAN',
  'ALLOW_CHANGE_DEADLINE',
  'TASK_CONTROL',
  'DESCRIPTION_IN_BBCODE',
]

const list = (value: unknown): unknown[] =>
  value === undefined || value === null || value === '' ? [] : typeof value === 'object' ? Object.values(value) : [value]

function addTask(call: Call, fields: Readonly<Record<string, unknown>>): Task {
  const { world } = call
  Object.keys(fields).forEach((name) => known.includes(name) || call.unknown(`fields.${name}`))
  const title = String(fields['TITLE'] ?? '').trim()
  if (title === '') throw core(say(world, 'Не указано название задачи<br>', 'The task name is not specified.<br>'))
  const responsible = personOf(world, Number(fields['RESPONSIBLE_ID'] ?? 0))
  if (!responsible) throw core(say(world, 'Не указан исполнитель<br>', 'The responsible person is not specified.<br>'))
  const crm = list(fields['UF_CRM_TASK']).map(String)
  // Anything that is not a binding is dropped without a word.
  const bound = crm.filter((binding) => /^(L|D|C|CO)_\d+$/.test(binding))
  if (bound.length < crm.length) call.unknown('fields.UF_CRM_TASK (not a binding)')
  const deadline = fields['DEADLINE'] ? Date.parse(String(fields['DEADLINE'])) : NaN
  const now = world.clock.now()
  const task: Task = {
    id: nextId(world, 'task'),
    title,
    description: String(fields['DESCRIPTION'] ?? ''),
    responsibleId: responsible.id,
    createdBy: Number(fields['CREATED_BY'] ?? call.person.id),
    createdAt: now,
    changedAt: now,
    closedAt: null,
    deadline: Number.isNaN(deadline) ? null : deadline,
    status: 2,
    priority: Number(fields['PRIORITY'] ?? 1),
    groupId: Number(fields['GROUP_ID'] ?? 0),
    parentId: Number(fields['PARENT_ID'] ?? 0),
    accomplices: list(fields['ACCOMPLICES']).map(Number),
    auditors: list(fields['AUDITORS']).map(Number),
    tags: list(fields['TAGS']).map(String),
    crm: bound,
    guid: `{${randomUUID()}}`,
    xmlId: fields['XML_ID'] === undefined ? null : String(fields['XML_ID']),
    fromApp: call.installation !== null,
    checklist: [],
  }
  world.state.tasks.push(task)
  for (const binding of bound) {
    const record = boundRecord(world, binding)
    if (record) addTimeline(world, 'task', record, task.createdBy, task.fromApp, task.title)
  }
  if (task.responsibleId !== task.createdBy)
    notify(world, {
      userId: task.responsibleId,
      text: say(world, `Вам поставлена задача «${task.title}»`, `You were given the task "${task.title}"`),
      tag: null,
      fromApp: false,
    })
  fireEvent(
    world,
    'ONTASKADD',
    { FIELDS_BEFORE: 'undefined', FIELDS_AFTER: { ID: String(task.id) }, IS_ACCESSIBLE_BEFORE: 'N', IS_ACCESSIBLE_AFTER: 'undefined' },
    call.person.id,
  )
  world.touch()
  return task
}

export const tasks = {
  'tasks.task.add': method({
    params: { fields: wire.map },
    writes: true,
    cost: 0.4,
    run: (call, { fields }) => ({ result: { task: taskRow(call.world, addTask(call, fields)) } }),
  }),

  'tasks.task.list': method({
    params: {
      order: wire.map.optional(),
      filter: wire.map.optional(),
      select: wire.list.optional(),
      params: wire.map.optional(),
      start: wire.int.optional(),
    },
    cost: 0.05,
    run(call, { order = {}, filter = {}, select = [], start }) {
      const rows = call.world.state.tasks
        .filter((task) => mayReadTask(call, task))
        .map((task): Row => ({ ...taskRow(call.world, task), ufCrmTask: task.crm }))
        .filter((row) => matches(row, filter, filterField, (name) => call.unknown(`filter.${name}`)))
      for (const name of Object.keys(order))
        if (rows[0] && !(camel(name) in rows[0])) throw new Refusal(400, '0', 'Неверный ключ сортировки (internal error)')
      const names = select.map((name) => camel(String(name)))
      const everything = names.length === 0 || names.includes('*')
      const shown = (row: Row): Row =>
        Object.fromEntries(
          Object.entries(row).filter(([name]) =>
            name === 'ufCrmTask' ? names.includes(name) || select.includes('UF_*') : name === 'id' || everything || names.includes(name),
          ),
        )
      const ordered = sorted(rows, Object.keys(order).length > 0 ? order : { id: 'asc' }, (row, name) => row[camel(name)])
      return page(ordered, start, (page) => ({ tasks: page.map(shown) }))
    },
  }),
}
