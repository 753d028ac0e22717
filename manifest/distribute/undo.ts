/** Undoing a distribution: looks whether anybody has worked on what it created, and takes it back where nobody has. */
import type { Distribution } from '../../domain/distribution.ts'
import { businessKey, distributionOfDeal, originatorId } from '../../domain/distribution.ts'
import { entityTypeId, UserId } from '../../domain/ids.ts'
import { touchedDeal, type Touched } from '../../domain/undo.ts'
import { recordPath } from '../addresses.ts'
import { question, type Ask, type KeptDistribution, type Question } from '../ask.ts'
import type { Given, Later, Plan } from '../define.ts'
import { effect, type Effect } from '../effect.ts'
import { completedStatus } from '../mark.ts'
import { plain } from '../plain.ts'
import { servedOf } from './facts.ts'
import { lookAgain } from './returns.ts'
import { texts } from './texts.ts'
import { undoTexts } from './undo-texts.ts'

/** What would be taken back, and what stands against it. */
export interface UndoLook {
  readonly touched: readonly Touched[]
  /** Deals that are still there, with their stage and the one where they are closed as lost. */
  readonly deals: readonly { readonly id: number; readonly stageId: string; readonly lostId: string }[]
  /** The main manager's task while it is open. */
  readonly taskId: number | null
}

/** Statuses of a task on which nobody has begun: new, pending. */
const notBegun = [1, 2]
const taskProviders = /^(CRM_)?TASKS/

const commentsOf = (id: number) =>
  question('crm.timeline.comment.list', { select: ['ID', 'COMMENT', 'AUTHOR_ID'], filter: { ENTITY_ID: id, ENTITY_TYPE: 'deal' }, order: { ID: 'DESC' } })
const activitiesOf = (id: number) =>
  question('crm.activity.list', { select: ['ID', 'SUBJECT', 'PROVIDER_ID', 'RESPONSIBLE_ID'], filter: { OWNER_TYPE_ID: entityTypeId.deal, OWNER_ID: id } })
const tasksOf = (id: number) => question('tasks.task.list', { order: { ID: 'desc' }, filter: { UF_CRM_TASK: `D_${id}` }, select: ['ID', 'TITLE', 'RESPONSIBLE_ID'] })

type Asked = {
  readonly deals: Question<'crm.item.list'>
  readonly stages: Question<'crm.status.list'>
  readonly [key: `task:${number}`]: Question<'tasks.task.list'>
  readonly [key: `items:${number}`]: Question<'task.checklistitem.getlist'>
  readonly [key: `comments:${number}`]: Question<'crm.timeline.comment.list'>
  readonly [key: `activities:${number}`]: Question<'crm.activity.list'>
  readonly [key: `tasks:${number}`]: Question<'tasks.task.list'>
}

/** @returns null when the portal did not answer everything: then nothing is known, and nothing is undone */
export async function lookAtUndo(kept: KeptDistribution, ask: Ask): Promise<UndoLook | null> {
  const { distribution, taskId } = kept
  const dealIds = Object.values(kept.dealIds)
  if (dealIds.length === 0) return { touched: [], deals: [], taskId: null }
  const answers = await ask.portal<Asked>({
    deals: question('crm.item.list', {
      entityTypeId: entityTypeId.deal,
      select: ['id', 'stageId', 'assignedById', 'createdBy', 'updatedBy', 'originatorId', 'originId'],
      filter: { '@id': dealIds },
    }),
    stages: question('crm.status.list', { order: { SORT: 'ASC' } }),
    ...(taskId === null
      ? {}
      : {
          [`task:${taskId}`]: question('tasks.task.list', { order: { ID: 'desc' }, filter: { ID: taskId }, select: ['ID', 'STATUS'] }),
          [`items:${taskId}`]: question('task.checklistitem.getlist', { TASKID: taskId }),
        }),
    ...Object.fromEntries(dealIds.map((id) => [`comments:${id}`, commentsOf(id)])),
    ...Object.fromEntries(dealIds.map((id) => [`activities:${id}`, activitiesOf(id)])),
    ...Object.fromEntries(dealIds.map((id) => [`tasks:${id}`, tasksOf(id)])),
  })
  const { deals, stages } = answers
  const [task, items] = taskId === null ? [] : [answers[`task:${taskId}`], answers[`items:${taskId}`]]
  if (!deals.ok || !stages.ok || (task && !task.ok)) return null
  const touched: Touched[] = []
  const found: UndoLook['deals'][number][] = []
  for (const deal of deals.value.items) {
    const directionId = distributionOfDeal(deal.originId ?? '')?.directionId
    const served = servedOf(distribution).find(({ direction }) => direction.id === directionId)
    const [comments, activities, tasks] = [answers[`comments:${deal.id}`], answers[`activities:${deal.id}`], answers[`tasks:${deal.id}`]]
    if (!served || deal.originatorId !== originatorId || !comments?.ok || !activities?.ok || !tasks?.ok) return null
    const of = { kind: 'deal' as const, id: deal.id, direction: served.direction.name }
    const made = { direction: served.direction.name, stageId: served.direction.stageId, manager: served.manager }
    touched.push(...touchedDeal(made, { id: deal.id, stageId: deal.stageId ?? '', assignedById: deal.assignedById, createdBy: deal.createdBy, updatedBy: deal.updatedBy }))
    const comment = comments.value.find(({ COMMENT }) => !COMMENT.includes('fairlead='))
    if (comment) touched.push({ ...of, what: 'commented', userId: known(comment.AUTHOR_ID) })
    const activity = activities.value.find(({ PROVIDER_ID = '' }) => !taskProviders.test(PROVIDER_ID))
    if (activity) touched.push({ ...of, what: 'activity', userId: known(activity.RESPONSIBLE_ID) })
    if (tasks.value.tasks.some(({ id }) => id !== taskId)) touched.push({ ...of, what: 'task_added', userId: null })
    const lostId = lostStage(stages.value, served.direction.categoryId)
    if (lostId === null) return null
    found.push({ id: deal.id, stageId: deal.stageId ?? '', lostId })
  }
  const row = task?.ok ? task.value.tasks[0] : undefined
  if (row && taskId !== null) {
    const of = { kind: 'task' as const, id: taskId, direction: '', userId: distribution.draw.mainManager }
    if (!notBegun.includes(row.status ?? 2)) touched.push({ ...of, what: 'task_begun' })
    // Without the items nobody knows whether one is ticked.
    if (!items?.ok) return null
    if (items.value.filter(({ IS_COMPLETE }) => IS_COMPLETE === 'Y').length > kept.ticked.size) touched.push({ ...of, what: 'item_ticked' })
  }
  return { touched, deals: found, taskId: row && row.status !== completedStatus ? taskId : null }
}

const known = (id: number | null): UserId | null => UserId.nullable().catch(null).parse(id)

/** Where a pipeline's deals are closed as lost; null: nowhere. */
export function lostStage(stages: readonly { ENTITY_ID: string; STATUS_ID: string; SORT: number; SEMANTICS?: string | undefined }[], categoryId: number): string | null {
  const of = stages.filter(({ ENTITY_ID, SEMANTICS }) => ENTITY_ID === (categoryId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${categoryId}`) && SEMANTICS === 'F')
  return of.sort((a, b) => a.SORT - b.SORT)[0]?.STATUS_ID ?? null
}

export interface UndoWish {
  readonly reason: string
  /** Distributes the same visit anew afterwards. */
  readonly again: boolean
  readonly byId: UserId
  readonly byName: string
}

type UndoPlan = Plan<Record<string, never>>

export async function undo(kept: KeptDistribution | null, wish: UndoWish, ask: Ask, given: Given): Promise<UndoPlan | Later> {
  const words = undoTexts[given.portal.language]
  const nothing = (outcome: 'refused' | 'already_done', log: string): UndoPlan => ({ outcome, returns: {}, effects: [], keeps: {}, log })
  if (!kept) return nothing('refused', words.unknown)
  const { distribution } = kept
  if (distribution.undone) return nothing('already_done', words.already)
  if (!kept.settled) return lookAgain(given)
  const look = await lookAtUndo(kept, ask)
  if (!look) return nothing('refused', words.unread)
  if (look.touched.length > 0) return nothing('refused', words.touched(look.touched))
  const successor = wish.again ? given.hash(businessKey(distribution.document, { insteadOf: distribution.id })) : null
  const undone = { at: given.now, runId: given.runId, byId: wish.byId, byName: wish.byName, reason: wish.reason, successor }
  return {
    outcome: 'ok',
    returns: {},
    effects: effectsOf(distribution, look, wish, given),
    keeps: { grown: { ...distribution, undone }, ...(wish.again ? { insteadOf: distribution.id } : {}) },
    log: words.done(look.deals.length, look.taskId !== null, wish.byName, wish.reason),
  }
}

function effectsOf(distribution: Distribution, look: UndoLook, wish: UndoWish, given: Given): Effect[] {
  const words = undoTexts[given.portal.language]
  const { document, id, client, draw } = distribution
  const marker = `fairlead=${id}.undo`
  const title = words.taskTitle(texts[given.portal.language].taskTitle(client.title))
  const said = words.comment(plain(wish.byName), plain(wish.reason))
  return [
    ...look.deals.map(({ id: dealId, stageId, lostId }) =>
      effect('essential', `undo:deal:${dealId}`, 'crm.item.update', { entityTypeId: entityTypeId.deal, id: dealId, fields: { stageId: lostId } }, { by: 'stage', document: { kind: 'deal', id: dealId }, from: stageId, to: lostId }),
    ),
    ...(look.taskId === null
      ? []
      : [
          effect('essential', 'undo:title', 'tasks.task.update', { taskId: look.taskId, fields: { TITLE: title } }, null),
          effect('essential', 'undo:task', 'tasks.task.complete', { taskId: look.taskId }, { by: 'completed', taskId: look.taskId, completed: true }),
        ]),
    effect(
      'ornament',
      'undo:comment',
      'crm.timeline.comment.add',
      { fields: { ENTITY_ID: document.id, ENTITY_TYPE: document.kind, COMMENT: `${said}\n\n[URL=${given.portal.origin}${recordPath(document)}?${marker}]${texts[given.portal.language].whyLink}[/URL]` } },
      { by: 'comment', entityType: document.kind, entityId: document.id, marker },
    ),
    // The same tag as when they were picked: it takes that notification's place.
    ...draw.picked.map((manager) =>
      effect('ornament', `undo:notice:${manager}`, 'im.notify.system.add', { USER_ID: manager, MESSAGE: words.notice(plain(client.title), plain(wish.reason)), TAG: `FAIRLEAD|${id}|${manager}` }, null),
    ),
  ]
}
