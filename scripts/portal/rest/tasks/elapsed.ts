/** `task.elapseditem.*`: time that people have spent on tasks. */
import { z } from 'zod'
import { iso } from '../../clock.ts'
import { matches, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import type { Elapsed } from '../../state/office.ts'
import type { Task } from '../../state/state.ts'
import { nextId, personOf } from '../../world.ts'
import { readable } from './comments.ts'
import { manifestOf, positional } from './positional.ts'
import { core, mayChangeTask } from './row.ts'

const owner = 'ctaskelapseditem'
const writable = ['SECONDS', 'COMMENT_TEXT', 'USER_ID', 'CREATED_DATE']
const sortable = ['ID', 'USER_ID', 'MINUTES', 'SECONDS', 'CREATED_DATE', 'DATE_START', 'DATE_STOP']
const filterable = ['ID', 'USER_ID', 'CREATED_DATE']
const notAllowed = () => core('ACTION_NOT_ALLOWED')

const row = (one: Elapsed): Row => ({
  ID: String(one.id),
  TASK_ID: String(one.taskId),
  USER_ID: String(one.userId),
  COMMENT_TEXT: one.text,
  SECONDS: String(one.seconds),
  MINUTES: String(Math.round(one.seconds / 60)),
  SOURCE: '2',
  CREATED_DATE: iso(one.createdAt),
  DATE_START: iso(one.startedAt),
  DATE_STOP: iso(one.startedAt + one.seconds * 1000),
})

/** The sum stands in the task. */
function count(call: Call, task: Task | undefined): void {
  if (task) {
    const all = call.world.state.office.elapsed.filter((one) => one.taskId === task.id)
    const sum = all.reduce((seconds, one) => seconds + one.seconds, 0)
    task.more = { ...task.more, timeSpentInLogs: sum > 0 ? String(sum) : null }
  }
  call.world.touch()
}

function own(call: Call, taskId: number, id: number): Elapsed {
  const found = call.world.state.office.elapsed.find((one) => one.id === id && one.taskId === taskId)
  if (!found || !readable(call, taskId) || (found.userId !== call.person.id && !call.person.administrator)) throw notAllowed()
  return found
}

function checked(call: Call, fields: Readonly<Record<string, unknown>>): Pick<Elapsed, 'seconds' | 'text'> & { userId: number } {
  const seconds = Number(fields['SECONDS'])
  const userId = Number(fields['USER_ID'] ?? call.person.id)
  if (!Number.isInteger(seconds) || seconds <= 0 || !personOf(call.world, userId)) throw notAllowed()
  if (userId !== call.person.id && !call.person.administrator) throw notAllowed()
  return { seconds, text: String(fields['COMMENT_TEXT'] ?? ''), userId }
}

const one = { TASKID: wire.int, ITEMID: wire.int }

export const taskElapsed = {
  'task.elapseditem.add': positional(owner, 'add', {
    params: { TASKID: wire.int, ARFIELDS: wire.map },
    writes: true,
    run(call, { TASKID: taskId, ARFIELDS: fields }) {
      const task = readable(call, taskId)
      if (!task || !mayChangeTask(call, task)) throw notAllowed()
      const now = call.world.clock.now()
      const at = Date.parse(String(fields['CREATED_DATE'] ?? ''))
      const added = { id: nextId(call.world, 'elapsed'), taskId, createdAt: Number.isNaN(at) ? now : at, startedAt: now, ...checked(call, fields) }
      call.world.state.office.elapsed.push(added)
      count(call, task)
      return { result: added.id }
    },
  }),

  'task.elapseditem.get': positional(owner, 'get', {
    params: one,
    run(call, { TASKID: taskId, ITEMID: id }) {
      const found = readable(call, taskId) && call.world.state.office.elapsed.find((each) => each.id === id && each.taskId === taskId)
      if (!found) throw notAllowed()
      return { result: row(found) }
    },
  }),

  /** Without a task, of all tasks that may be read: then order and filter stand one place earlier. */
  'task.elapseditem.getlist': positional(owner, 'getlist', {
    params: {
      TASKID: z.union([wire.int, wire.map]).optional(),
      ORDER: wire.map.optional(),
      FILTER: wire.map.optional(),
      SELECT: wire.list.optional(),
      PARAMS: wire.map.optional(),
    },
    run(call, given) {
      const shifted = typeof given.TASKID === 'object'
      const taskId = typeof given.TASKID === 'number' ? given.TASKID : null
      const order = (typeof given.TASKID === 'object' ? given.TASKID : given.ORDER) ?? { ID: 'asc' }
      const filter = (shifted ? given.ORDER : given.FILTER) ?? {}
      const upper = Object.fromEntries(Object.entries(order).map(([name, direction]) => [name.toUpperCase(), direction]))
      if (taskId !== null && !readable(call, taskId)) throw notAllowed()
      const field = (each: Row, name: string) => each[name]
      const rows = call.world.state.office.elapsed
        .filter((each) => (taskId === null ? readable(call, each.taskId) !== undefined : each.taskId === taskId))
        .map(row)
        .filter((each) => matches(each, filter, field, (name) => call.unknown(`FILTER.${name}`)))
      return { result: sorted(rows, upper, field), total: rows.length }
    },
  }),

  'task.elapseditem.update': positional(owner, 'update', {
    params: { ...one, ARFIELDS: wire.map },
    writes: true,
    run(call, { TASKID: taskId, ITEMID: id, ARFIELDS: fields }) {
      const found = own(call, taskId, id)
      Object.assign(found, checked(call, { ...fields, USER_ID: fields['USER_ID'] ?? found.userId }))
      count(call, readable(call, taskId))
      return { result: null }
    },
  }),

  'task.elapseditem.delete': positional(owner, 'delete', {
    params: one,
    writes: true,
    run(call, { TASKID: taskId, ITEMID: id }) {
      const gone = own(call, taskId, id)
      const { office } = call.world.state
      office.elapsed = office.elapsed.filter((each) => each !== gone)
      count(call, readable(call, taskId))
      return { result: null }
    },
  }),

  /** 1 add, 2 change, 3 remove. */
  'task.elapseditem.isactionallowed': positional(owner, 'isactionallowed', {
    params: { TASKID: wire.int, ITEMID: wire.int, ACTIONID: wire.int },
    run(call, { TASKID: taskId, ITEMID: id, ACTIONID: action }) {
      const task = readable(call, taskId)
      const found = call.world.state.office.elapsed.find((each) => each.id === id && each.taskId === taskId)
      if (!task || !found) throw core('TASKS_ERROR_ASSERT_EXCEPTION<br>')
      const mine = call.person.administrator || found.userId === call.person.id
      return { result: action === 1 ? mayChangeTask(call, task) : [2, 3].includes(action) && mine }
    },
  }),

  'task.elapseditem.getmanifest': method({
    params: {},
    run: () => ({
      result: manifestOf({
        version: '1.2',
        changed: '22 Feb 2018',
        alias: 'elapseditem',
        writable,
        readable: ['ID', 'TASK_ID', 'USER_ID', 'COMMENT_TEXT', 'SECONDS', 'MINUTES', 'SOURCE', 'CREATED_DATE', 'DATE_START', 'DATE_STOP'],
        sortable,
        filterable,
        dates: ['CREATED_DATE', 'DATE_START', 'DATE_STOP'],
        methods: {
          getmanifest: [],
          getlist: ['taskId', 'arOrder', 'arFilter', 'arSelect', 'arParams'],
          get: ['taskId', 'itemId'],
          add: ['taskId', 'arFields'],
          update: ['taskId', 'itemId', 'arFields'],
          delete: ['taskId', 'itemId'],
          isactionallowed: ['taskId', 'itemId', 'actionId'],
        },
      }),
    }),
  }),
}
