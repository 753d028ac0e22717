/** The site's questions about a person's own desk: tasks and notifications. */
import { z } from 'zod'
import { SiteRefusal } from '../door/refusal.ts'
import { setTaskDone } from '../office/task-life.ts'
import { mayReadTask } from '../rest/tasks/row.ts'
import type { Task } from '../state/state.ts'
import { taskCard } from './cards.ts'
import { newest } from './crm.ts'
import type { SiteCall, SiteQuestions } from './question.ts'

const id = z.number().int().positive()

function readableTask(call: SiteCall, taskId: number): Task {
  const task = call.world.state.tasks.find((one) => one.id === taskId)
  if (!task) throw new SiteRefusal(404, 'not_found', { ru: 'Такой задачи нет.', en: 'There is no such task.' })
  if (!mayReadTask(call, task))
    throw new SiteRefusal(403, 'forbidden', { ru: 'У этого сотрудника нет доступа к задаче.', en: 'This person may not see the task.' })
  return task
}

type TaskNames = 'tasks.list' | 'task.complete' | 'task.tick' | 'notifications.list' | 'notifications.read'

export const taskQuestions: SiteQuestions<TaskNames> = {
  'tasks.list': {
    input: z.object({ everybody: z.boolean() }),
    run: (call, { everybody }) => ({
      tasks: newest(
        call.world.state.tasks.filter(
          (task) =>
            mayReadTask(call, task) &&
            ((everybody && call.person.administrator) || task.responsibleId === call.person.id || task.createdBy === call.person.id),
        ),
      ).map((task) => taskCard(call.world, task)),
    }),
  },

  'task.complete': {
    input: z.object({ id, done: z.boolean() }),
    run(call, asked) {
      const task = readableTask(call, asked.id)
      setTaskDone(call.world, task, asked.done, { userId: call.person.id, fromApp: false })
      return {}
    },
  },

  'task.tick': {
    input: z.object({ id, itemId: id, done: z.boolean() }),
    run(call, asked) {
      const task = readableTask(call, asked.id)
      const item = task.checklist.find((one) => one.id === asked.itemId)
      if (!item) throw new SiteRefusal(404, 'not_found', { ru: 'Такого пункта нет.', en: 'There is no such item.' })
      // The task itself is not saved by this: no ONTASKUPDATE.
      const now = call.world.clock.now()
      Object.assign(item, { done: asked.done, toggledBy: call.person.id, toggledAt: now })
      task.changedAt = now
      call.world.touch()
      return {}
    },
  },

  'notifications.list': {
    input: z.object({}),
    run: ({ world, person, language }) => ({
      notifications: world.state.notifications
        .filter((one) => one.userId === person.id)
        .sort((one, other) => other.at - one.at || other.id - one.id)
        .map((one) => ({ id: one.id, at: one.at, text: one.text, app: one.fromApp ? world.listing.name[language] : null, read: one.read })),
    }),
  },

  'notifications.read': {
    input: z.object({}),
    run({ world, person }) {
      for (const notification of world.state.notifications) if (notification.userId === person.id) notification.read = true
      world.touch()
      return {}
    },
  },
}
