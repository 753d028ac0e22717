/** `tasks.task.*` and the positional `task.checklistitem.*`: tasks with checklists, bound to CRM records. */
import { randomUUID } from 'node:crypto'
import { iso } from '../clock.ts'
import { fireEvent } from '../events.ts'
import { matches, page, sorted } from '../filter.ts'
import type { Row } from '../filter.ts'
import { method, wire } from '../method.ts'
import type { Call } from '../method.ts'
import { addTimeline, notify } from '../notices.ts'
import { Refusal } from '../refusal.ts'
import type { Task } from '../state.ts'
import { fullName, nextId, personOf, recordOf, say } from '../world.ts'
import type { World } from '../world.ts'

export const mayReadTask = (call: Pick<Call, 'person'>, task: Task): boolean =>
  call.person.administrator || [task.responsibleId, task.createdBy, ...task.accomplices, ...task.auditors].includes(call.person.id)

const crmKinds = { L: 'lead', D: 'deal', C: 'contact', CO: 'company' } as const

/** The record of a binding such as `L_12`. */
export function boundRecord(world: World, binding: string) {
  const [prefix, id] = binding.split('_')
  const kind = crmKinds[prefix as keyof typeof crmKinds]
  return kind && recordOf(world, kind, Number(id))
}

function personRow(world: World, id: number): Record<string, unknown> {
  const person = personOf(world, id)
  return { id: String(id), name: person ? fullName(person) : '', link: `/company/personal/user/${id}/`, icon: '/images/default_avatar.png', workPosition: person?.position ?? '' }
}

const isoOrNull = (moment: number | null): string | null => (moment === null ? null : iso(moment))

export function taskRow(world: World, task: Task): Record<string, unknown> {
  return {
    id: String(task.id), parentId: task.parentId ? String(task.parentId) : null, title: task.title, description: task.description, mark: null, priority: String(task.priority),
    multitask: 'N', notViewed: 'N', replicate: 'N', stageId: '0', createdBy: String(task.createdBy), createdDate: iso(task.createdAt), responsibleId: String(task.responsibleId),
    changedBy: String(task.createdBy), changedDate: iso(task.changedAt), statusChangedBy: null, closedBy: null, closedDate: isoOrNull(task.closedAt), activityDate: iso(task.changedAt),
    dateStart: null, deadline: isoOrNull(task.deadline), startDatePlan: null, endDatePlan: null, guid: task.guid, xmlId: task.xmlId, commentsCount: null, serviceCommentsCount: null,
    allowChangeDeadline: 'N', allowTimeTracking: 'N', taskControl: 'N', addInReport: 'N', forkedByTemplateId: null, timeEstimate: '0', timeSpentInLogs: null, matchWorkTime: 'N',
    forumTopicId: null, forumId: null, siteId: 's1', subordinate: 'N', exchangeModified: null, exchangeId: null, outlookVersion: '1', viewedDate: null, sorting: null, durationFact: null,
    isMuted: 'N', isPinned: 'N', isPinnedInGroup: 'N', flowId: null, descriptionInBbcode: 'Y', status: String(task.status), statusChangedDate: iso(task.changedAt), durationPlan: null,
    durationType: 'days', favorite: 'N', groupId: String(task.groupId), auditors: task.auditors.map(String), accomplices: task.accomplices.map(String), checklist: [], group: [],
    creator: personRow(world, task.createdBy), responsible: personRow(world, task.responsibleId), accomplicesData: [], auditorsData: [], newCommentsCount: 0, subStatus: String(task.status),
  }
}

/** Names in a filter, an order or a select: `RESPONSIBLE_ID` or `responsibleId`. */
const camel = (name: string): string => (name === name.toUpperCase() ? name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : name)

/** What can be filtered by; XML_ID is not among it. */
const filterable = new Set(['id', 'parentId', 'groupId', 'createdBy', 'responsibleId', 'accomplice', 'auditor', 'title', 'description', 'priority', 'status', 'realStatus', 'deadline', 'createdDate', 'changedDate', 'closedDate', 'dateStart', 'guid', 'ufCrmTask', 'member', 'favorite', 'tag', 'mark', 'stageId'])

function filterField(row: Row, name: string): unknown {
  const key = camel(name)
  if (!filterable.has(key)) return undefined
  const names: Record<string, string> = { realStatus: 'status', accomplice: 'accomplices', auditor: 'auditors' }
  if (key === 'member') return [row['createdBy'], row['responsibleId'], ...(row['accomplices'] as string[]), ...(row['auditors'] as string[])]
  return row[names[key] ?? key] ?? null
}

const core = (text: string) => new Refusal(400, 'ERROR_CORE', text)
const known = ['TITLE', 'DESCRIPTION', 'RESPONSIBLE_ID', 'CREATED_BY', 'DEADLINE', 'GROUP_ID', 'PARENT_ID', 'ACCOMPLICES', 'AUDITORS', 'TAGS', 'PRIORITY', 'UF_CRM_TASK', 'XML_ID', 'START_DATE_PLAN', 'END_DATE_PLAN', 'ALLOW_CHANGE_DEADLINE', 'TASK_CONTROL', 'DESCRIPTION_IN_BBCODE']

const list = (value: unknown): unknown[] => (value === undefined || value === null || value === '' ? [] : typeof value === 'object' ? Object.values(value) : [value])

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
    id: nextId(world, 'task'), title, description: String(fields['DESCRIPTION'] ?? ''), responsibleId: responsible.id,
    createdBy: Number(fields['CREATED_BY'] ?? call.person.id), createdAt: now, changedAt: now, closedAt: null, deadline: Number.isNaN(deadline) ? null : deadline,
    status: 2, priority: Number(fields['PRIORITY'] ?? 1), groupId: Number(fields['GROUP_ID'] ?? 0), parentId: Number(fields['PARENT_ID'] ?? 0),
    accomplices: list(fields['ACCOMPLICES']).map(Number), auditors: list(fields['AUDITORS']).map(Number), tags: list(fields['TAGS']).map(String), crm: bound,
    guid: `{${randomUUID()}}`, xmlId: fields['XML_ID'] === undefined ? null : String(fields['XML_ID']), fromApp: call.installation !== null, checklist: [],
  }
  world.state.tasks.push(task)
  for (const binding of bound) {
    const record = boundRecord(world, binding)
    if (record) addTimeline(world, 'task', record, task.createdBy, task.fromApp, task.title)
  }
  if (task.responsibleId !== task.createdBy) notify(world, { userId: task.responsibleId, text: say(world, `Вам поставлена задача «${task.title}»`, `You were given the task "${task.title}"`), tag: null, fromApp: false })
  fireEvent(world, 'ONTASKADD', { FIELDS_BEFORE: 'undefined', FIELDS_AFTER: { ID: String(task.id) }, IS_ACCESSIBLE_BEFORE: 'N', IS_ACCESSIBLE_AFTER: 'undefined' }, call.person.id)
  world.touch()
  return task
}

const wrongArgument = (position: number, name: string, type: string, given: boolean) =>
  core(`TASKS_ERROR_EXCEPTION_#256; Param #${position} (${name}) for method ctaskchecklistitem::add() expected to be of type "${type}", but given ${given ? 'something else' : 'nothing'}.; 256/TE/WRONG_ARGUMENTS<br>`)

function taskOf(call: Call, id: number, action: string): Task {
  const task = call.world.state.tasks.find((one) => one.id === id)
  if (!task || !mayReadTask(call, task)) throw core(`TASKS_ERROR_EXCEPTION_#8; ${action}; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>`)
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
    params: { order: wire.map.optional(), filter: wire.map.optional(), select: wire.list.optional(), params: wire.map.optional(), start: wire.int.optional() },
    cost: 0.05,
    run(call, { order = {}, filter = {}, select = [], start }) {
      const rows = call.world.state.tasks
        .filter((task) => mayReadTask(call, task))
        .map((task): Row => ({ ...taskRow(call.world, task), ufCrmTask: task.crm }))
        .filter((row) => matches(row, filter, filterField, (name) => call.unknown(`filter.${name}`)))
      for (const name of Object.keys(order)) if (rows[0] && !(camel(name) in rows[0])) throw new Refusal(400, '0', 'Неверный ключ сортировки (internal error)')
      const names = select.map((name) => camel(String(name)))
      const everything = names.length === 0 || names.includes('*')
      const shown = (row: Row): Row =>
        Object.fromEntries(Object.entries(row).filter(([name]) => (name === 'ufCrmTask' ? names.includes(name) || select.includes('UF_*') : name === 'id' || everything || names.includes(name))))
      const ordered = sorted(rows, Object.keys(order).length > 0 ? order : { id: 'asc' }, (row, name) => row[camel(name)])
      return page(ordered, start, (page) => ({ tasks: page.map(shown) }))
    },
  }),

  'task.checklistitem.add': method({
    params: { TASKID: wire.int, FIELDS: wire.map },
    positional: true,
    writes: true,
    cost: 0.1,
    invalid: (name, missing) => (name === 'TASKID' ? wrongArgument(0, 'taskId', 'integer', !missing) : wrongArgument(1, 'arFields', 'array', !missing)),
    run(call, { TASKID: id, FIELDS: fields }) {
      const action = say(call.world, 'Добавление элемента: действие недоступно', 'Adding an item: not available')
      const task = taskOf(call, id, action)
      const title = String(fields['TITLE'] ?? '').trim()
      if (title === '') throw core(`TASKS_ERROR_EXCEPTION_#8; ${say(call.world, 'Не указано название элемента', 'No title')}; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>`)
      const item = (text: string, parentId: number, sort: number, done = false, important = false) => {
        const added = { id: nextId(call.world, 'checklist'), parentId, title: text, sort, done, important, createdBy: call.person.id, toggledBy: null, toggledAt: null }
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
    invalid: (name, missing) => wrongArgument(name === 'TASKID' ? 0 : 1, name === 'TASKID' ? 'taskId' : 'arOrder', name === 'TASKID' ? 'integer' : 'array', !missing),
    run(call, { TASKID: id, ORDER: order = {} }) {
      const task = taskOf(call, id, say(call.world, 'Просмотр: действие недоступно', 'Reading: not available'))
      const rows = task.checklist.map((one) => ({
        ID: String(one.id), TASK_ID: String(task.id), PARENT_ID: one.parentId === 0 ? 0 : String(one.parentId), CREATED_BY: String(one.createdBy), TITLE: one.title, SORT_INDEX: String(one.sort),
        IS_COMPLETE: one.done ? 'Y' : 'N', IS_IMPORTANT: one.important ? 'Y' : 'N', TOGGLED_BY: one.toggledBy === null ? null : String(one.toggledBy), TOGGLED_DATE: one.toggledAt === null ? '' : iso(one.toggledAt), MEMBERS: [], ATTACHMENTS: [],
      }))
      return { result: sorted(rows, Object.keys(order).length > 0 ? order : { ID: 'ASC' }, (row: Row, name) => row[name.toUpperCase()]) }
    },
  }),
}
