/** The positional `task.checklistitem.complete`, `.renew` and `.delete`: single items of checklists. */
import { method, wire } from '../method.ts'
import type { Call, Handler } from '../method.ts'
import type { ChecklistItem, Task } from '../state.ts'
import { say } from '../world.ts'
import { taskOf } from './checklist.ts'
import { core, mayChangeTask } from './task-row.ts'

type Deed = 'complete' | 'renew' | 'delete'

const wrongArgument = (deed: Deed, name: string, missing: boolean) => {
  const param = name === 'TASKID' ? 'Param #0 (taskId)' : 'Param #1 (itemId)'
  const of = `method ctaskchecklistitem::${deed}()`
  const text = missing
    ? `${param} expected by ${of}, but not given.`
    : `${param} for ${of} expected to be of type "integer", but given something else.`
  return core(`TASKS_ERROR_EXCEPTION_#256; ${text}; 256/TE/WRONG_ARGUMENTS<br>`)
}

function words(call: Call, deed: Deed): string {
  if (deed === 'delete') return say(call.world, 'Удаление элемента: действие недоступно', 'Deleting an item: not available')
  return say(call.world, 'Изменение элемента: действие недоступно', 'Changing an item: not available')
}

function deedOf(deed: Deed, run: (call: Call, task: Task, item: ChecklistItem) => void): Handler {
  return method({
    params: { TASKID: wire.int, ITEMID: wire.int },
    positional: true,
    writes: true,
    cost: 0.08,
    invalid: (name, missing) => wrongArgument(deed, name, missing),
    run(call, { TASKID: taskId, ITEMID: itemId }) {
      if (taskId <= 0 || itemId <= 0) throw core('TASKS_ERROR_ASSERT_EXCEPTION<br>')
      const refused = words(call, deed)
      const task = taskOf(call, taskId, refused)
      const item = task.checklist.find((one) => one.id === itemId)
      if (!item || !mayChangeTask(call, task)) throw core(`TASKS_ERROR_EXCEPTION_#8; ${refused}; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>`)
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
    task.checklist = task.checklist.filter((one) => one !== item && one.parentId !== item.id)
  }),
}
