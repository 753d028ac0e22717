/** What happens to tasks, whoever does it: events, notices, history, and the rows in the timelines of the records that they belong to. */
import { iso } from '../clock.ts'
import { boundRecord } from '../rest/tasks/row.ts'
import { fireEvent } from '../sending/events.ts'
import type { CrmRecord, Task } from '../state/state.ts'
import { nextId, say } from '../world.ts'
import type { World } from '../world.ts'
import { addTimeline, notify } from './notices.ts'

const recordsOf = (world: World, task: Task): CrmRecord[] => task.crm.flatMap((binding) => boundRecord(world, binding) ?? [])

export function remember(world: World, task: Task, byId: number, field: string, from: string | null, to: string | null): void {
  task.history = [...(task.history ?? []), { id: nextId(world, 'history'), at: world.clock.now(), byId, field, from, to }]
}

function tellResponsible(world: World, task: Task, byId: number): void {
  if (task.responsibleId === byId) return
  const text = say(world, `Вам поставлена задача «${task.title}»`, `You were given the task "${task.title}"`)
  notify(world, { userId: task.responsibleId, text, tag: null, fromApp: false })
}

export function taskAdded(world: World, task: Task, byId: number): void {
  for (const record of recordsOf(world, task)) addTimeline(world, 'task', record, task.createdBy, task.fromApp, task.title)
  remember(world, task, byId, 'NEW', null, null)
  tellResponsible(world, task, task.createdBy)
  fireEvent(
    world,
    'ONTASKADD',
    { FIELDS_BEFORE: 'undefined', FIELDS_AFTER: { ID: String(task.id) }, IS_ACCESSIBLE_BEFORE: 'N', IS_ACCESSIBLE_AFTER: 'undefined' },
    byId,
  )
  world.touch()
}

export function taskChanged(world: World, task: Task, byId: number): void {
  task.changedAt = world.clock.now()
  task.more = { ...task.more, changedBy: String(byId) }
  const id = { ID: String(task.id) }
  fireEvent(
    world,
    'ONTASKUPDATE',
    { FIELDS_BEFORE: id, FIELDS_AFTER: id, IS_ACCESSIBLE_BEFORE: 'undefined', IS_ACCESSIBLE_AFTER: 'undefined' },
    byId,
  )
  world.touch()
}

/** After an update: its history, and a new responsible person hears of it. */
export function taskUpdated(world: World, task: Task, before: Task, byId: number): void {
  const told = { title: 'TITLE', responsibleId: 'RESPONSIBLE_ID', deadline: 'DEADLINE', priority: 'PRIORITY', status: 'STATUS', groupId: 'GROUP_ID' } as const
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value))
  for (const [key, field] of Object.entries(told)) {
    const [from, to] = [text(before[key as keyof typeof told]), text(task[key as keyof typeof told])]
    if (from !== to) remember(world, task, byId, field, from, to)
  }
  if (task.responsibleId !== before.responsibleId) tellResponsible(world, task, byId)
  taskChanged(world, task, byId)
}

/** Moves the task to a status; who did it, and since when, is kept beside it. */
export function setTaskStatus(world: World, task: Task, status: Task['status'], byId: number): void {
  const now = world.clock.now()
  remember(world, task, byId, 'STATUS', String(task.status), String(status))
  task.status = status
  task.closedAt = status === 5 ? now : null
  task.more = {
    ...task.more,
    statusChangedBy: String(byId),
    closedBy: status === 5 ? String(byId) : '0',
    ...(status === 3 ? { dateStart: iso(now) } : {}),
  }
  taskChanged(world, task, byId)
}

/** Completes the task or opens it again. */
export function setTaskDone(world: World, task: Task, done: boolean, by: { userId: number; fromApp: boolean }): void {
  setTaskStatus(world, task, done ? 5 : 2, by.userId)
  const words = done
    ? say(world, `Задача «${task.title}» завершена`, `The task "${task.title}" is done`)
    : say(world, `Задача «${task.title}» снова открыта`, `The task "${task.title}" is open again`)
  for (const record of recordsOf(world, task)) addTimeline(world, 'task', record, by.userId, by.fromApp, words)
}

/** Everything that was said and counted of it goes with it; tasks below it stand alone. */
export function removeTask(world: World, task: Task, byId: number): void {
  const { state } = world
  state.tasks = state.tasks.filter((one) => one !== task)
  for (const one of state.tasks) if (one.parentId === task.id) one.parentId = 0
  state.office.comments = state.office.comments.filter((one) => one.taskId !== task.id)
  state.office.elapsed = state.office.elapsed.filter((one) => one.taskId !== task.id)
  fireEvent(
    world,
    'ONTASKDELETE',
    { FIELDS_BEFORE: { ID: String(task.id) }, FIELDS_AFTER: 'undefined', IS_ACCESSIBLE_BEFORE: 'undefined', IS_ACCESSIBLE_AFTER: 'N' },
    byId,
  )
  world.touch()
}
