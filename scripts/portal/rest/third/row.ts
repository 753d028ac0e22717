/** A task as REST 3.0 shows it: numbers are numbers, states have names. */
import { iso } from '../../clock.ts'
import type { Call } from '../../door/method.ts'
import type { Task } from '../../state/state.ts'
import { actions, chatOf } from '../tasks/view.ts'

export const statusNames = { 2: 'pending', 3: 'in_progress', 4: 'supposedly_completed', 5: 'completed', 6: 'deferred' } as const
export const priorities = ['low', 'average', 'high'] as const

const moment = (at: number | null): string | null => (at === null ? null : iso(at))
const yes = (task: Task, name: string): boolean => task.more?.[name] === 'Y'

function rights(call: Call, task: Task): Record<string, boolean> {
  const may = actions(call.person, task)
  const is = (name: string) => may[name] === true
  const always = ['read', 'watch', 'mute', 'reminder', 'favorite', 'createSubtask', 'copy', 'saveAsTemplate']
  const changing = ['changeResponsible', 'changeAccomplices', 'changeStatus', 'addAuditors', 'attachFile', 'detachFile', 'detachParent']
  const listing = ['checklistAdd', 'checklistEdit', 'checklistSave', 'checklistToggle', 'createGanttDependence', 'automate', 'datePlan']
  return {
    ...Object.fromEntries(always.map((name) => [name, true])),
    ...Object.fromEntries([...changing, ...listing, 'edit', 'createResult', 'completeResult'].map((name) => [name, is('edit')])),
    ...Object.fromEntries(['complete', 'approve', 'disapprove', 'start', 'pause', 'delegate', 'defer', 'renew', 'remove'].map((name) => [name, is(name)])),
    deadline: is('changeDeadline'),
    mark: is('rate'),
    elapsedTime: is('elapsedtime.add'),
    timeTracking: yes(task, 'allowTimeTracking'),
    admin: call.person.administrator,
    ...Object.fromEntries(['take', 'changeDirector', 'resultEdit', 'removeResult', 'resultRead', 'sort'].map((name) => [name, false])),
  }
}

export function itemOf(call: Call, task: Task): Record<string, unknown> {
  const { tasks, office } = call.world.state
  const marked = (of: 'favorite' | 'muted' | 'pinned') => task.marks?.[of] ?? []
  const estimate = Number(task.more?.['timeEstimate'] ?? 0) || 0
  return {
    id: task.id,
    title: task.title,
    description: task.description,
    creatorId: task.createdBy,
    responsibleId: task.responsibleId,
    created: iso(task.createdAt),
    groupId: task.groupId,
    deadline: moment(task.deadline),
    needsControl: yes(task, 'taskControl'),
    startPlan: task.more?.['startDatePlan'] ?? null,
    endPlan: task.more?.['endDatePlan'] ?? null,
    fileIds: task.files && task.files.length > 0 ? task.files.map((file) => file.id) : null,
    checklist: task.checklist.map((one) => one.id),
    epicId: null,
    storyPoints: null,
    priority: priorities[task.priority] ?? 'average',
    status: statusNames[task.status],
    statusChanged: task.more?.['statusChangedBy'] ? iso(task.changedAt) : null,
    parentId: task.parentId || null,
    containsChecklist: task.checklist.length > 0,
    containsSubTasks: tasks.some((one) => one.parentId === task.id),
    containsRelatedTasks: false,
    containsGanttLinks: false,
    containsPlacements: true,
    containsResults: office.comments.some((one) => one.taskId === task.id && one.resultId !== null),
    numberOfReminders: 0,
    chatId: chatOf(task),
    plannedDuration: 0,
    actualDuration: 0,
    durationType: 'days',
    started: task.more?.['dateStart'] ?? null,
    estimatedTime: estimate,
    replicate: false,
    changed: iso(task.changedAt),
    closed: moment(task.closedAt),
    activity: iso(task.changedAt),
    guid: task.guid,
    xmlId: task.xmlId,
    exchangeId: null,
    exchangeModified: null,
    outlookVersion: 1,
    mark: task.more?.['mark'] === 'P' ? 'positive' : task.more?.['mark'] === 'N' ? 'negative' : 'none',
    allowsChangeDeadline: yes(task, 'allowChangeDeadline'),
    allowsTimeTracking: yes(task, 'allowTimeTracking'),
    matchesWorkTime: yes(task, 'matchWorkTime'),
    addInReport: null,
    isMultitask: false,
    siteId: 's1',
    deadlineCount: null,
    declineReason: null,
    forumTopicId: null,
    link: `/company/personal/user/${call.person.id}/tasks/task/view/${task.id}/`,
    rights: rights(call, task),
    archiveLink: `/bitrix/tools/disk/uf.php?entityId=${task.id}&entity=TASKS_TASK&action=downloadArchiveByEntity&ncc=1`,
    crmItemIds: task.crm,
    requireResult: false,
    matchesSubTasksTime: false,
    autocompleteSubTasks: false,
    allowsChangeDatePlan: false,
    maxDeadlineChangeDate: null,
    maxDeadlineChanges: null,
    requireDeadlineChangeReason: false,
    inFavorite: marked('favorite'),
    inPin: marked('pinned'),
    inGroupPin: [],
    inMute: marked('muted'),
    dependsOn: [],
    scenarios: ['default'],
  }
}
