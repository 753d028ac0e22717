/** A single task as its own methods answer it: with its checklist, who may do what with it, and how the reader marked it. */
import type { Call } from '../../door/method.ts'
import type { ChecklistItem, Person, Task } from '../../state/state.ts'
import { checklistMap, mayChangeTask, mayReadTask, taskRow } from './row.ts'

/** What the person may do with the task as it is now. Who set it or rules the portal decides, who works at it acts. */
export function actions(person: Person, task: Task): Record<string, boolean> {
  const { status } = task
  const rules = person.administrator || task.createdBy === person.id
  const works = person.administrator || [task.responsibleId, ...task.accomplices].includes(person.id)
  const may = mayChangeTask({ person }, task)
  const reads = mayReadTask({ person }, task)
  const favorite = task.marks?.favorite.includes(person.id) ?? false
  return {
    accept: false,
    decline: false,
    complete: may && status !== 5 && status !== 4,
    approve: rules && status === 4,
    disapprove: rules && status === 4,
    start: works && (status === 2 || status === 6),
    pause: works && status === 3,
    delegate: works && status !== 5,
    remove: rules,
    edit: may,
    defer: may && (status === 2 || status === 3),
    renew: may && (status === 4 || status === 5 || status === 6),
    create: !person.extranet,
    changeDeadline: rules || (may && task.more?.['allowChangeDeadline'] === 'Y'),
    checklistAddItems: may,
    addFavorite: reads && !favorite,
    deleteFavorite: reads && favorite,
    rate: rules,
    take: false,
    'edit.originator': false,
    'checklist.reorder': may,
    'elapsedtime.add': may,
    'dayplan.timer.toggle': works,
    'edit.plan': may,
    'checklist.add': may,
    'favorite.add': reads && !favorite,
    'favorite.delete': reads && favorite,
  }
}

/** The same tree that the card draws: nodes by a number of their own, lists above their items. */
function tree(call: Call, task: Task): Record<string, unknown> {
  const may = mayChangeTask(call, task)
  let number = 0
  const node = (item: ChecklistItem | null, place: string): Record<string, unknown> => {
    const nodeId = number
    number += 1
    const below = task.checklist.filter((one) => one.parentId === (item?.id ?? 0)).sort((one, other) => one.sort - other.sort)
    const members = Object.entries(item?.members ?? {})
    return {
      nodeId,
      fields: {
        id: item?.id ?? null,
        copiedId: null,
        entityId: item ? task.id : null,
        userId: call.person.id,
        createdBy: item?.createdBy ?? null,
        parentId: item?.parentId ?? null,
        title: item?.title ?? '',
        sortIndex: item?.sort ?? null,
        displaySortIndex: place,
        isComplete: item?.done ?? false,
        isImportant: item?.important ?? false,
        completedCount: below.filter((one) => one.done).length,
        members: members.map(([id, type]) => ({ id, type })),
        attachments: [],
        nodeId: null,
      },
      action: item ? { modify: may, remove: may, toggle: may, add: may, addAccomplice: may } : [],
      descendants: below.map((one, index) => node(one, item ? `${place}${place === '' ? '' : '.'}${index + 1}` : '')),
    }
  }
  return node(null, '')
}

/** The new card's chat, one a task. */
export const chatOf = (task: Task): number => task.id + 10_000

export function fullRow(call: Call, task: Task): Record<string, unknown> {
  const marked = (of: 'favorite' | 'muted' | 'pinned') => ((task.marks?.[of] ?? []).includes(call.person.id) ? 'Y' : 'N')
  return {
    ...taskRow(call.world, task),
    chatId: chatOf(task),
    favorite: marked('favorite'),
    isMuted: marked('muted'),
    isPinned: marked('pinned'),
    checklist: checklistMap(task),
    action: actions(call.person, task),
    checkListTree: tree(call, task),
    checkListCanAdd: mayChangeTask(call, task),
  }
}
