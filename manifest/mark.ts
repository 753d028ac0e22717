/** How to ask a portal whether an effect was applied when its answer never came. */
import { originatorId } from '../domain/distribution.ts'
import { entityTypeId } from '../domain/ids.ts'
import { question, type Answered, type Question } from './ask.ts'
import type { Mark } from './effect.ts'
import type { AskMethod, ResultOf } from './methods.ts'

export interface LookUp<M extends AskMethod = AskMethod> {
  readonly question: Question<M>
  /**
   * The result as the effect's own method would have given it, or null when the portal does not know the mark.
   * Throws when the portal's answer does not say: the effect then stays doubtful.
   */
  find(answer: Answered<ResultOf<M>>): unknown
}

const lookUpBy = <M extends AskMethod>(asked: Question<M>, find: (value: ResultOf<M>) => unknown): LookUp => {
  const lookUp: LookUp<M> = {
    question: asked,
    find(answer) {
      if (!answer.ok) throw new Error(`look-up refused: ${answer.code}`)
      return find(answer.value)
    },
  }
  return lookUp as unknown as LookUp
}

/** Of a task that is done. */
export const completedStatus = 5

/** The lowest of several: a double is never made silently, and the first one is the one that others refer to. */
const lowest = (ids: readonly number[]): number | null => (ids.length === 0 ? null : Math.min(...ids))

export function lookUp(mark: Mark): LookUp {
  switch (mark.by) {
    case 'origin':
      return lookUpBy(
        question('crm.item.list', {
          entityTypeId: mark.entityTypeId,
          select: ['id', 'originId'],
          filter: { '=originatorId': originatorId, '=originId': mark.originId },
          order: { id: 'ASC' },
        }),
        ({ items }) => {
          const id = lowest(items.map((item) => item.id))
          return id === null ? null : { item: { id } }
        },
      )
    case 'task':
      return lookUpBy(
        question('tasks.task.list', {
          order: { ID: 'desc' },
          filter: { UF_CRM_TASK: mark.crm },
          select: ['ID', 'TITLE', 'DESCRIPTION'],
        }),
        ({ tasks }) => {
          const id = lowest(tasks.filter((task) => task.description?.includes(mark.marker)).map((task) => task.id))
          return id === null ? null : { task: { id } }
        },
      )
    case 'checklist':
      return lookUpBy(question('task.checklistitem.getlist', { TASKID: mark.taskId }), (items) =>
        lowest(items.filter((item) => item.TITLE.startsWith(mark.title)).map((item) => item.ID)),
      )
    case 'comment':
      return lookUpBy(
        question('crm.timeline.comment.list', {
          select: ['ID', 'COMMENT'],
          filter: { ENTITY_ID: mark.entityId, ENTITY_TYPE: mark.entityType },
          order: { ID: 'DESC' },
        }),
        (comments) => lowest(comments.filter((comment) => comment.COMMENT.includes(mark.marker)).map((comment) => comment.ID)),
      )
    case 'completed':
      return lookUpBy(question('tasks.task.list', { order: { ID: 'desc' }, filter: { ID: mark.taskId }, select: ['ID', 'STATUS'] }), ({ tasks }) => {
        const task = tasks.find(({ id }) => id === mark.taskId)
        return task && (task.status === completedStatus) === mark.completed ? { task: { id: task.id } } : null
      })
    case 'ended':
      return lookUpBy(question('bizproc.workflow.instances', { SELECT: ['ID', 'MODIFIED', 'DOCUMENT_ID', 'STARTED', 'TEMPLATE_ID'], FILTER: { ID: mark.workflowId } }), (rows) =>
        rows.some(({ ID }) => ID === mark.workflowId) ? null : true,
      )
    case 'gone':
      return lookUpBy(question('crm.item.list', { entityTypeId: entityTypeId[mark.document.kind], select: ['id'], filter: { '=id': mark.document.id } }), ({ items }) =>
        items.length === 0 ? [] : null,
      )
    case 'task_gone':
      return lookUpBy(question('tasks.task.list', { order: { ID: 'desc' }, filter: { ID: mark.taskId }, select: ['ID', 'STATUS'] }), ({ tasks }) => (tasks.length === 0 ? [] : null))
    case 'stage':
      return lookUpBy(question('crm.item.get', { entityTypeId: entityTypeId[mark.document.kind], id: mark.document.id }), ({ item }) =>
        item.stageId === mark.from ? null : { item: { id: item.id } },
      )
  }
}
