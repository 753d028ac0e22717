/** What happens to tasks, whoever does it: events, notices, and the rows in the timelines of the records that they belong to. */
import { fireEvent } from './events.ts'
import { addTimeline, notify } from './notices.ts'
import { boundRecord } from './rest/task-row.ts'
import type { CrmRecord, Task } from './state.ts'
import { say } from './world.ts'
import type { World } from './world.ts'

const recordsOf = (world: World, task: Task): CrmRecord[] => task.crm.flatMap((binding) => boundRecord(world, binding) ?? [])

function tellResponsible(world: World, task: Task, byId: number): void {
  if (task.responsibleId === byId) return
  const text = say(world, `Вам поставлена задача «${task.title}»`, `You were given the task "${task.title}"`)
  notify(world, { userId: task.responsibleId, text, tag: null, fromApp: false })
}

export function taskAdded(world: World, task: Task, byId: number): void {
  for (const record of recordsOf(world, task)) addTimeline(world, 'task', record, task.createdBy, task.fromApp, task.title)
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
  const id = { ID: String(task.id) }
  fireEvent(
    world,
    'ONTASKUPDATE',
    { FIELDS_BEFORE: id, FIELDS_AFTER: id, IS_ACCESSIBLE_BEFORE: 'undefined', IS_ACCESSIBLE_AFTER: 'undefined' },
    byId,
  )
  world.touch()
}

/** After an update: a new responsible person hears of it. */
export function taskUpdated(world: World, task: Task, before: Task, byId: number): void {
  if (task.responsibleId !== before.responsibleId) tellResponsible(world, task, byId)
  taskChanged(world, task, byId)
}

/** Completes the task or opens it again. */
export function setTaskDone(world: World, task: Task, done: boolean, by: { userId: number; fromApp: boolean }): void {
  task.status = done ? 5 : 2
  task.closedAt = done ? world.clock.now() : null
  taskChanged(world, task, by.userId)
  const words = done
    ? say(world, `Задача «${task.title}» завершена`, `The task "${task.title}" is done`)
    : say(world, `Задача «${task.title}» снова открыта`, `The task "${task.title}" is open again`)
  for (const record of recordsOf(world, task)) addTimeline(world, 'task', record, by.userId, by.fromApp, words)
}
