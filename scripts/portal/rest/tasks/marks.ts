/** What people note of tasks for themselves (`favorite`, `mute`, `pin`, watching), and what the portal tells of them. */
import { iso } from '../../clock.ts'
import { sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { taskChanged } from '../../office/task-life.ts'
import type { Task } from '../../state/state.ts'
import { personOf } from '../../world.ts'
import { findTask, invalidTask } from './deeds.ts'
import { mayReadTask } from './row.ts'
import { actions, fullRow } from './view.ts'

type Mark = keyof NonNullable<Task['marks']>

function mark(call: Call, task: Task, of: Mark, on: boolean): void {
  const marks = task.marks ?? { favorite: [], muted: [], pinned: [] }
  marks[of] = [...marks[of].filter((id) => id !== call.person.id), ...(on ? [call.person.id] : [])]
  task.marks = marks
  call.world.touch()
}

const common = { invalid: invalidTask, writes: true, cost: 0.1 } as const
const shown = (call: Call, task: Task) => ({ result: { task: fullRow(call, task) } })

const favorite = (on: boolean): Handler =>
  method({
    ...common,
    params: { taskId: wire.int },
    run(call, { taskId }) {
      mark(call, findTask(call, taskId, mayReadTask), 'favorite', on)
      return { result: true }
    },
  })

const noted = (of: Mark, on: boolean): Handler =>
  method({
    ...common,
    params: { id: wire.int },
    run(call, { id }) {
      const task = findTask(call, id, mayReadTask)
      mark(call, task, of, on)
      return shown(call, task)
    },
  })

const watch = (on: boolean): Handler =>
  method({
    ...common,
    params: { taskId: wire.int },
    run(call, { taskId }) {
      const task = findTask(call, taskId, mayReadTask)
      task.auditors = [...task.auditors.filter((id) => id !== call.person.id), ...(on ? [call.person.id] : [])]
      taskChanged(call.world, task, call.person.id)
      return shown(call, task)
    },
  })

/** `changeDeadline` as `CHANGE_DEADLINE`; what has a dot in it is only put in capitals. */
const capitals = (name: string): string => (name.includes('.') ? name : name.replace(/[A-Z]/g, (letter) => `_${letter}`)).toUpperCase()

export const taskMarks = {
  'tasks.task.favorite.add': favorite(true),
  'tasks.task.favorite.remove': favorite(false),
  'tasks.task.mute': noted('muted', true),
  'tasks.task.unmute': noted('muted', false),
  'tasks.task.pin': noted('pinned', true),
  'tasks.task.unpin': noted('pinned', false),
  'tasks.task.startwatch': watch(true),
  'tasks.task.stopwatch': watch(false),

  'tasks.task.getaccess': method({
    params: { taskId: wire.int, users: wire.list.optional() },
    invalid: invalidTask,
    run(call, { taskId, users = [call.person.id] }) {
      const task = findTask(call, taskId, () => true)
      const people = users.flatMap((id) => personOf(call.world, Number(id)) ?? [])
      const allowed = people.map((person) => [
        String(person.id),
        Object.fromEntries(Object.entries(actions(person, task)).map(([name, may]) => [capitals(name), may])),
      ])
      return { result: { allowedActions: Object.fromEntries(allowed) as unknown } }
    },
  }),

  'tasks.task.history.list': method({
    params: { taskId: wire.int, filter: wire.map.optional(), order: wire.map.optional() },
    invalid: invalidTask,
    run(call, { taskId, filter = {}, order = { id: 'asc' } }) {
      const task = findTask(call, taskId, mayReadTask)
      const field = filter['FIELD'] ?? filter['field']
      const rows = (task.history ?? [])
        .filter((one) => field === undefined || one.field === field)
        .map((one) => {
          const person = personOf(call.world, one.byId)
          return {
            id: one.id,
            createdDate: iso(one.at),
            field: one.field,
            value: { from: one.from, to: one.to },
            user: {
              id: one.byId,
              name: person?.name ?? '',
              lastName: person?.lastName ?? '',
              secondName: person?.secondName ?? '',
              login: person?.email ?? '',
            },
          }
        })
      const key = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
      return { result: { list: sorted(rows, order, (row: Row, name) => row[key(name)]) } }
    },
  }),

  /** The two numbers of the menu: what is overdue, and what was said and not read. */
  'tasks.task.counters.get': method({
    params: { userId: wire.int.optional(), groupId: wire.int.optional(), type: wire.text.optional() },
    invalid: (name) => new Refusal(400, '0', `Invalid value {value} to match with parameter {${name}}. Should be value of type int.`),
    run(call, { userId = call.person.id, groupId = 0, type = 'view_all' }) {
      if (groupId !== 0 && !call.world.state.tasks.some((task) => task.groupId === groupId))
        throw new Refusal(400, '0', 'Group not found or access denied. (internal error)')
      const roles: Record<string, (task: Task) => boolean> = {
        view_role_responsible: (task) => task.responsibleId === userId,
        view_role_accomplice: (task) => task.accomplices.includes(userId),
        view_role_auditor: (task) => task.auditors.includes(userId),
        view_role_originator: (task) => task.createdBy === userId,
      }
      const role = roles[type.toLowerCase()] ?? ((task: Task) => Object.values(roles).some((is) => is(task)))
      const tasks = call.world.state.tasks.filter((task) => role(task) && (groupId === 0 || task.groupId === groupId))
      const late = tasks.filter((task) => task.status < 4 && task.deadline !== null && task.deadline < call.world.clock.now())
      // Counted by the day: this portal does not know who has read what.
      const said = call.world.state.office.comments.filter((one) => one.authorId !== userId && tasks.some((task) => task.id === one.taskId))
      return { result: { expired: { counter: late.length, code: 6_291_456 }, new_comments: { counter: said.length, code: 12_582_912 } }, total: 1 }
    },
  }),
}
