/** The questions that two portals are asked: lists and descriptions, then single things by numbers that each portal itself has told. */

export interface Question {
  readonly method: string
  readonly params?: Readonly<Record<string, unknown>>
  /** About what cannot be there: the refusals are compared. */
  readonly refused?: boolean
  /** The number comes from the first row of this list, and goes into the parameter named. */
  readonly of?: { readonly list: string; readonly params?: Readonly<Record<string, unknown>>; readonly into: string }
}

const kinds = ['lead', 'deal', 'contact', 'company'] as const
const types = { lead: 1, deal: 2, contact: 3, company: 4 } as const

const wanted: readonly Question[] = [
  ...['profile', 'scope', 'server.time', 'methods', 'events', 'user.current', 'user.fields', 'department.fields'].map((method) => ({ method })),
  { method: 'method.get', params: { name: 'user.get' } },
  { method: 'user.get', params: { FILTER: { ACTIVE: true } } },
  { method: 'user.search', params: { FILTER: { ACTIVE: true } } },
  { method: 'department.get' },
  { method: 'crm.settings.mode.get' },
  ...kinds.flatMap((kind): Question[] => [
    { method: `crm.${kind}.fields` },
    { method: `crm.${kind}.list`, params: { select: ['*', 'UF_*', 'PHONE', 'EMAIL'] } },
    { method: `crm.${kind}.get`, of: { list: `crm.${kind}.list`, into: 'ID' } },
    { method: `crm.${kind}.userfield.list` },
    { method: 'crm.item.fields', params: { entityTypeId: types[kind] } },
    { method: 'crm.item.list', params: { entityTypeId: types[kind] } },
    {
      method: 'crm.item.get',
      params: { entityTypeId: types[kind] },
      of: { list: 'crm.item.list', params: { entityTypeId: types[kind] }, into: 'id' },
    },
  ]),
  { method: 'crm.status.list' },
  { method: 'crm.status.fields' },
  { method: 'crm.status.entity.types' },
  { method: 'crm.status.entity.items', params: { entityId: 'STATUS' } },
  { method: 'crm.category.list', params: { entityTypeId: 2 } },
  { method: 'crm.category.fields', params: { entityTypeId: 2 } },
  { method: 'crm.address.list' },
  { method: 'crm.address.fields' },
  { method: 'crm.timeline.comment.fields' },
  { method: 'crm.deal.get', params: { ID: 999_999_999 }, refused: true },
  { method: 'crm.lead.get', params: { ID: 999_999_999 }, refused: true },
  { method: 'crm.item.get', params: { entityTypeId: 2, id: 999_999_999 }, refused: true },
  { method: 'crm.item.list', params: { entityTypeId: 0 }, refused: true },
  { method: 'tasks.task.get', params: { taskId: 999_999_999 }, refused: true },
  { method: 'tasks.task.list' },
  { method: 'tasks.task.getFields' },
  { method: 'tasks.task.get', of: { list: 'tasks.task.list', into: 'taskId' } },
  { method: 'task.checklistitem.getlist', of: { list: 'tasks.task.list', into: 'TASKID' } },
  { method: 'calendar.event.get', params: { type: 'user', ownerId: 1 } },
  { method: 'calendar.accessibility.get', params: { users: [1], from: '2026-01-01', to: '2026-12-31' } },
  { method: 'timeman.status' },
  { method: 'timeman.settings' },
  { method: 'im.notify.get' },
  { method: 'disk.storage.getList' },
  { method: 'disk.folder.getFields' },
  { method: 'bizproc.workflow.instances' },
  { method: 'bizproc.workflow.template.list' },
  { method: 'bizproc.task.list' },
]

/** Those that the local portal knows and that write nothing. */
export const questionsFor = (readable: (method: string) => boolean): Question[] =>
  wanted.filter(({ method, of }) => readable(method) && (of === undefined || readable(of.list)))
