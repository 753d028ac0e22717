/** A deal of ours was changed: its item in the main manager's task is ticked when it is closed, and the task follows its deals. */
import { entityTypeId } from '../../domain/ids.ts'
import { question, type Answered, type KeptDistribution } from '../ask.ts'
import type { Plan, RecordListener } from '../define.ts'
import { chainTexts } from '../distribute/chain-texts.ts'
import { effect, type Effect } from '../effect.ts'
import { completedStatus } from '../mark.ts'
import type { ResultOf } from '../methods.ts'

const nothing: Plan<Record<string, never>> = { outcome: 'ok', returns: {}, effects: [], keeps: {}, log: '' }

export const dealClosed: RecordListener = {
  event: 'ONCRMDEALUPDATE',
  async run(document, ask, given) {
    const found = await ask.ofDeal(document.id)
    // Closing the deals of what was undone is our own work.
    if (!found || found.kept.taskId === null || found.kept.distribution.undone) return nothing
    const { kept, directionId } = found
    const { taskId } = found.kept
    const dealIds = Object.values(kept.dealIds)
    const answers = await ask.portal({
      deals: question('crm.item.list', { entityTypeId: entityTypeId.deal, select: ['id', 'stageSemanticId'], filter: { '@id': dealIds } }),
      items: question('task.checklistitem.getlist', { TASKID: taskId }),
      task: question('tasks.task.list', { order: { ID: 'desc' }, filter: { ID: taskId }, select: ['ID', 'STATUS'] }),
    })
    const { deals, items, task } = answers
    // A task that somebody has deleted is nobody's business any more.
    if (!deals.ok || !items.ok || !task.ok || task.value.tasks.length === 0) return nothing
    const open = new Set(deals.value.items.filter(({ stageSemanticId }) => stageSemanticId !== 'S' && stageSemanticId !== 'F').map(({ id }) => id))
    const closedNow = !open.has(document.id)
    const itemId = itemOf(items, document.id)
    const wasTicked = kept.ticked.has(directionId)
    // People tick by hand, too: only what we ticked ourselves do we take back.
    if (closedNow === wasTicked) return nothing
    const words = chainTexts[given.portal.language]
    const effects: Effect[] = []
    if (itemId !== null) {
      const method = closedNow ? 'task.checklistitem.complete' : 'task.checklistitem.renew'
      effects.push(effect('essential', `${closedNow ? 'tick' : 'untick'}:${directionId}`, method, { TASKID: taskId, ITEMID: itemId }, null))
    }
    const done = task.value.tasks[0]?.status === completedStatus
    if (!closedNow) return { ...nothing, effects: [...effects, ...reopen(kept, taskId, done)], log: words.dealReopened(document.id) }
    if (open.size > 0) return { ...nothing, effects, log: words.dealClosed(document.id, open.size) }
    const completeTask = kept.distribution.completeTask ?? (await ask.settings()).completeTask
    if (completeTask && !done) {
      effects.push(effect('essential', 'complete', 'tasks.task.complete', { taskId }, { by: 'completed', taskId, completed: true }))
    }
    return { ...nothing, effects: [...effects, ...report(kept, words.allClosed(kept.distribution.client.title))], log: words.allClosed('') }
  },
}

/** Titles of items end with their deal's number. */
function itemOf(items: Extract<Answered<ResultOf<'task.checklistitem.getlist'>>, { ok: true }>, dealId: number): number | null {
  return items.value.find(({ TITLE }) => new RegExp(`(^|\\D)${dealId}$`).test(TITLE))?.ID ?? null
}

/** A task that a person has completed early stays completed. */
const reopen = ({ taskCompleted }: KeptDistribution, taskId: number, done: boolean): Effect[] =>
  taskCompleted && done ? [effect('essential', 'renew', 'tasks.task.renew', { taskId }, { by: 'completed', taskId, completed: false })] : []

/** The main manager hears of it whether the task completes itself or waits for them. */
function report({ distribution }: KeptDistribution, text: string): Effect[] {
  const { mainManager } = distribution.draw
  if (mainManager === null) return []
  return [effect('ornament', 'closed', 'im.notify.system.add', { USER_ID: mainManager, MESSAGE: text, TAG: `FAIRLEAD|${distribution.id}|closed` }, null)]
}
