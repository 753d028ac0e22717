/** `tasks.task.*` of REST 3.0: added, got, listed, changed and removed, with its own checks of fields. */
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { removeTask, taskUpdated } from '../../office/task-life.ts'
import type { Task } from '../../state/state.ts'
import { fullName, personOf } from '../../world.ts'
import { filterThird, pageThird } from '../third/list.ts'
import { itemOf, priorities, statusNames } from '../third/row.ts'
import { denied, invalid, no } from '../third/third.ts'
import type { Body, ThirdMethod } from '../third/third.ts'
import { addTask, writeTask } from './fields.ts'
import { mayChangeTask, mayReadTask } from './row.ts'
import { actions } from './view.ts'

type Kind = 'string' | 'int' | 'DateTime' | 'array'

/** What can be written, what it has to be, and the old name under which it is. */
const fields: Readonly<Record<string, readonly [kind: Kind, old: string]>> = {
  title: ['string', 'TITLE'],
  description: ['string', 'DESCRIPTION'],
  creatorId: ['int', 'CREATED_BY'],
  responsibleId: ['int', 'RESPONSIBLE_ID'],
  deadline: ['DateTime', 'DEADLINE'],
  startPlan: ['DateTime', 'START_DATE_PLAN'],
  endPlan: ['DateTime', 'END_DATE_PLAN'],
  groupId: ['int', 'GROUP_ID'],
  parentId: ['int', 'PARENT_ID'],
  priority: ['string', 'PRIORITY'],
  status: ['string', 'STATUS'],
  crmItemIds: ['array', 'UF_CRM_TASK'],
  accomplices: ['array', 'ACCOMPLICES'],
  auditors: ['array', 'AUDITORS'],
  tags: ['array', 'TAGS'],
  xmlId: ['string', 'XML_ID'],
}

const missing = (name: string) => invalid(name, `Обязательное поле \`${name}\` не указано`)
const wrongKind = (name: string, kind: string) => invalid(name, `В поле \`${name}\` требуется тип данных \`${kind}\` для такого запроса`)

function fits(kind: Kind, value: unknown): boolean {
  if (kind === 'int') return Number.isInteger(value)
  if (kind === 'array') return Array.isArray(value)
  if (typeof value !== 'string') return false
  return kind === 'string' || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/.test(value)
}

function isMap(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The given fields by their old names. */
function oldFields(given: Body): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const [kind, old] = fields[name] ?? []
      if (!kind || !old) throw no(400, 'UNKNOWNDTOPROPERTYEXCEPTION', `Неизвестное поле \`${name}\` для сущности \`TaskDto\``)
      if (value !== null && !fits(kind, value)) throw wrongKind(name, kind)
      if (name === 'priority') return [old, Math.max(0, priorities.findIndex((one) => one === value))]
      return [old, value]
    }),
  )
}

/** What the old rules refuse is told of the field that it is about. */
function ruled<R>(field: string, run: () => R): R {
  try {
    return run()
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason
    const about = /Надзадача|parent/i.test(reason.text) ? 'parentId' : /сроков|planned/i.test(reason.text) ? 'endPlan' : /названи|name/i.test(reason.text) ? 'title' : field
    throw invalid(about, reason.text.replace(/<br>$/, '').replace(/&quot;/g, '"'))
  }
}

function taskOf(call: Call, body: Body, may: (call: Call, task: Task) => boolean): Task {
  if (body['id'] === undefined) throw missing('id')
  if (!Number.isInteger(body['id'])) throw wrongKind('id', 'int')
  const task = call.world.state.tasks.find((one) => one.id === body['id'])
  if (!task) throw no(400, 'ENTITYNOTFOUNDEXCEPTION', `Запись с ID = \`${String(body['id'])}\` не найдена`)
  if (!may(call, task)) throw denied()
  return task
}

/** Own fields that are not there are left out, related ones are an error. */
function shown(call: Call, task: Task, select: unknown): Record<string, unknown> {
  const item = itemOf(call, task)
  if (select === undefined) return item
  if (!Array.isArray(select)) throw no(400, 'INVALIDSELECTEXCEPTION', `Не удается распознать выражение select \`${JSON.stringify(select)}\``)
  const names = select.map(String)
  const picked: Record<string, unknown> = names.every((name) => name.includes('.')) ? { ...item } : { id: task.id }
  for (const name of names) {
    const [relation = '', inner] = name.split('.')
    if (inner === undefined) {
      if (relation in item) picked[relation] = item[relation]
      continue
    }
    const person = personOf(call.world, relation === 'responsible' ? task.responsibleId : relation === 'creator' ? task.createdBy : 0)
    const known: Record<string, unknown> = person ? { id: person.id, name: fullName(person), email: person.email } : {}
    if (!person || !(inner in known)) throw no(400, 'UNKNOWNDTOPROPERTYEXCEPTION', `Неизвестное поле \`${name}\` для сущности \`TaskDto\``)
    picked[relation] = { ...(picked[relation] as Body | undefined), [inner]: known[inner] }
  }
  return picked
}

export const thirdTasks: Readonly<Record<string, ThirdMethod>> = {
  'tasks.task.add': {
    scope: 'task',
    writes: true,
    run(call, body) {
      if (!isMap(body['fields'])) throw missing('fields')
      const given = body['fields']
      const old = oldFields(given)
      for (const name of ['title', 'creatorId', 'responsibleId']) if (given[name] === undefined || given[name] === '') throw missing(name)
      if (!personOf(call.world, Number(given['creatorId']))) throw invalid('creatorId', '')
      const task = ruled('responsibleId', () => addTask(call, old))
      return { item: itemOf(call, task) }
    },
  },

  'tasks.task.get': {
    scope: 'task',
    writes: false,
    run: (call, body) => ({ item: shown(call, taskOf(call, body, mayReadTask), body['select']) }),
  },

  'tasks.task.list': {
    scope: 'task',
    writes: false,
    run(call, body) {
      const rows = call.world.state.tasks.filter((task) => mayReadTask(call, task)).map((task) => ({ task, item: itemOf(call, task) }))
      const found = rows.filter(({ item }) => filterThird(item, body['filter']))
      return { items: pageThird(found, body, ({ item }, name) => item[name]).map(({ task }) => shown(call, task, body['select'])) }
    },
  },

  'tasks.task.update': {
    scope: 'task',
    writes: true,
    run(call, body) {
      const task = taskOf(call, body, mayChangeTask)
      if (!isMap(body['fields'])) throw missing('fields')
      const { status, ...given } = body['fields']
      if (given['creatorId'] !== undefined && given['creatorId'] !== task.createdBy)
        throw invalid('creatorId', 'В DTO `TaskDto` в поле `creatorId` требуется наличие атрибута `Editable` для такого запроса')
      const old = oldFields(given)
      const found = Object.entries(statusNames).find(([, name]) => name === status)
      if (status !== undefined && !found) throw wrongKind('status', 'string')
      const before = structuredClone(task)
      const changed = structuredClone(task)
      ruled('responsibleId', () => writeTask(call, changed, old))
      const next = found ? (Number(found[0]) as Task['status']) : task.status
      if (next !== task.status) Object.assign(changed, { status: next, closedAt: next === 5 ? call.world.clock.now() : null })
      Object.assign(task, changed)
      taskUpdated(call.world, task, before, call.person.id)
      return { result: true }
    },
  },

  'tasks.task.delete': {
    scope: 'task',
    writes: true,
    run(call, body) {
      removeTask(call.world, taskOf(call, body, (_call, task) => actions(call.person, task)['remove'] === true), call.person.id)
      return { result: true }
    },
  },
}
