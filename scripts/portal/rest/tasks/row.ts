/** Tasks as REST shows them, who may read one, and what one is bound to. */
import { iso } from '../../clock.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Task } from '../../state/state.ts'
import { fullName, personOf, recordOf } from '../../world.ts'
import type { World } from '../../world.ts'

/** The tasks' own errors carry text and hardly a code. */
export const core = (text: string) => new Refusal(400, 'ERROR_CORE', text)

export const mayReadTask = (call: Pick<Call, 'person'>, task: Task): boolean =>
  call.person.administrator || [task.responsibleId, task.createdBy, ...task.accomplices, ...task.auditors].includes(call.person.id)

/** Auditors only look on. */
export const mayChangeTask = (call: Pick<Call, 'person'>, task: Task): boolean =>
  call.person.administrator || [task.responsibleId, task.createdBy, ...task.accomplices].includes(call.person.id)

const crmKinds = { L: 'lead', D: 'deal', C: 'contact', CO: 'company' } as const

/** The record of a binding such as `L_12`. */
export function boundRecord(world: World, binding: string) {
  const [prefix, id] = binding.split('_')
  const kind = crmKinds[prefix as keyof typeof crmKinds]
  return kind && recordOf(world, kind, Number(id))
}

function personRow(world: World, id: number): Record<string, unknown> {
  const person = personOf(world, id)
  return {
    id: String(id),
    name: person ? fullName(person) : '',
    link: `/company/personal/user/${id}/`,
    icon: '/images/default_avatar.png',
    workPosition: person?.position ?? '',
  }
}

const isoOrNull = (moment: number | null): string | null => (moment === null ? null : iso(moment))

/** −1 overdue, −3 almost; what is done, deferred or handed in is neither. */
function subStatus(world: World, task: Task): number {
  if (task.deadline === null || task.status > 3) return task.status
  const left = task.deadline - world.clock.now()
  return left < 0 ? -1 : left < 86_400_000 ? -3 : task.status
}

export function taskRow(world: World, task: Task): Record<string, unknown> {
  return {
    id: String(task.id),
    parentId: task.parentId ? String(task.parentId) : null,
    title: task.title,
    description: task.description,
    mark: null,
    priority: String(task.priority),
    multitask: 'N',
    notViewed: 'N',
    replicate: 'N',
    stageId: '0',
    sprintId: null,
    backlogId: null,
    createdBy: String(task.createdBy),
    createdDate: iso(task.createdAt),
    responsibleId: String(task.responsibleId),
    changedBy: String(task.createdBy),
    changedDate: iso(task.changedAt),
    statusChangedBy: null,
    closedBy: null,
    closedDate: isoOrNull(task.closedAt),
    activityDate: iso(task.changedAt),
    dateStart: null,
    deadline: isoOrNull(task.deadline),
    startDatePlan: null,
    endDatePlan: null,
    guid: task.guid,
    xmlId: task.xmlId,
    commentsCount: null,
    serviceCommentsCount: null,
    allowChangeDeadline: 'N',
    allowTimeTracking: 'N',
    taskControl: 'N',
    addInReport: 'N',
    forkedByTemplateId: null,
    timeEstimate: '0',
    timeSpentInLogs: null,
    matchWorkTime: 'N',
    forumTopicId: null,
    forumId: null,
    siteId: 's1',
    subordinate: 'N',
    exchangeModified: null,
    exchangeId: null,
    outlookVersion: '1',
    viewedDate: null,
    sorting: null,
    durationFact: null,
    isMuted: 'N',
    isPinned: 'N',
    isPinnedInGroup: 'N',
    flowId: null,
    descriptionInBbcode: 'Y',
    status: String(task.status),
    statusChangedDate: iso(task.changedAt),
    durationPlan: null,
    durationType: 'days',
    favorite: 'N',
    groupId: String(task.groupId),
    auditors: task.auditors.map(String),
    accomplices: task.accomplices.map(String),
    checklist: [],
    group: [],
    creator: personRow(world, task.createdBy),
    responsible: personRow(world, task.responsibleId),
    accomplicesData: [],
    auditorsData: [],
    newCommentsCount: 0,
    subStatus: String(subStatus(world, task)),
    ...task.more,
  }
}

/** The checklist by the numbers of its items, as answers about a single task have it; an empty map is PHP's empty list. */
export function checklistMap(task: Task): Record<string, unknown> | [] {
  if (task.checklist.length === 0) return []
  return Object.fromEntries(
    task.checklist.map((item) => [
      String(item.id),
      {
        id: String(item.id),
        taskId: String(task.id),
        createdBy: String(item.createdBy),
        parentId: item.parentId === 0 ? 0 : String(item.parentId),
        title: item.title,
        sortIndex: String(item.sort),
        isComplete: item.done ? 'Y' : 'N',
        isImportant: item.important ? 'Y' : 'N',
        toggledBy: item.toggledBy === null ? null : String(item.toggledBy),
        toggledDate: isoOrNull(item.toggledAt),
        ufChecklistFiles: false,
        members: item.members ? Object.fromEntries(Object.entries(item.members).map(([id, type]) => [id, { id, type }])) : [],
        attachments: [],
        entityId: String(task.id),
      },
    ]),
  )
}
