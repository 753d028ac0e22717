/** The positional `task.checklistitem.complete`, `.renew`, `.delete`, `.moveafteritem` and `.isactionallowed`: single items of checklists. */
import { wire } from '../../door/method.ts'
import type { Call, Handler } from '../../door/method.ts'
import type { ChecklistItem, Task } from '../../state/state.ts'
import { say } from '../../world.ts'
import { one, taskOf } from './checklist.ts'
import { failed, positional } from './positional.ts'
import { core, mayChangeTask } from './row.ts'

const owner = 'ctaskchecklistitem'
type Deed = 'complete' | 'renew' | 'delete'

const words = (call: Call, deed: Deed): string =>
  deed === 'delete'
    ? say(call.world, 'Удаление элемента: действие недоступно', 'Deleting an item: not available')
    : say(call.world, 'Изменение элемента: действие недоступно', 'Changing an item: not available')

function deedOf(deed: Deed, run: (call: Call, task: Task, item: ChecklistItem) => void): Handler {
  return positional(owner, deed, {
    params: one,
    writes: true,
    run(call, { TASKID: taskId, ITEMID: itemId }) {
      if (taskId <= 0 || itemId <= 0) throw core('TASKS_ERROR_ASSERT_EXCEPTION<br>')
      const refused = words(call, deed)
      const task = taskOf(call, taskId, refused)
      const item = task.checklist.find((each) => each.id === itemId)
      if (!item || !mayChangeTask(call, task)) throw failed(refused)
      run(call, task, item)
      task.changedAt = call.world.clock.now()
      call.world.touch()
      return { result: true }
    },
  })
}

const tick = (call: Call, item: ChecklistItem, done: boolean) =>
  Object.assign(item, { done, toggledBy: call.person.id, toggledAt: call.world.clock.now() })

export const checklistDeeds = {
  'task.checklistitem.complete': deedOf('complete', (call, _task, item) => tick(call, item, true)),
  'task.checklistitem.renew': deedOf('renew', (call, _task, item) => tick(call, item, false)),
  /** A list goes with everything that is in it. */
  'task.checklistitem.delete': deedOf('delete', (_call, task, item) => {
    task.checklist = task.checklist.filter((each) => each !== item && each.parentId !== item.id)
  }),

  /** Behind another item, into its list. */
  'task.checklistitem.moveafteritem': positional(owner, 'moveafteritem', {
    params: { ...one, AFTERITEMID: wire.int },
    writes: true,
    run(call, { TASKID: taskId, ITEMID: itemId, AFTERITEMID: afterId }) {
      const refused = say(call.world, 'Перемещение элемента: действие недоступно', 'Moving an item: not available')
      const task = taskOf(call, taskId, refused)
      const item = task.checklist.find((each) => each.id === itemId)
      const after = task.checklist.find((each) => each.id === afterId)
      if (!item || !after || item === after || !mayChangeTask(call, task)) throw failed(refused)
      const beside = task.checklist.filter((each) => each.parentId === after.parentId && each !== item).sort((left, right) => left.sort - right.sort)
      const moved = beside.flatMap((each) => (each === after ? [each, item] : [each]))
      item.parentId = after.parentId
      moved.forEach((each, index) => (each.sort = index))
      call.world.touch()
      return { result: null }
    },
  }),

  /** 1 add, 2 change, 3 remove, 4 tick, 5 move: who may change the task may do all of it. */
  'task.checklistitem.isactionallowed': positional(owner, 'isactionallowed', {
    params: { ...one, ACTIONID: wire.int },
    run(call, { TASKID: taskId, ITEMID: itemId, ACTIONID: action }) {
      const task = taskOf(call, taskId, 'Action failed')
      if (!task.checklist.some((each) => each.id === itemId)) throw core('TASKS_ERROR_ASSERT_EXCEPTION<br>')
      return { result: action >= 1 && action <= 5 && mayChangeTask(call, task) }
    },
  }),
}
