/** Documented requests made answerable: whose numbers are exchanged for those of things that exist, and what stays as it is. */
import { describe, expect, it } from 'vitest'
import { adaptedRequest, type Finder } from '../../scripts/conformance/adapt.ts'

/** Every kind of thing has a number of its own; the method's own thing is 9. */
const numbers: Readonly<Record<string, number>> = { user: 1, lead: 2, deal: 3, contact: 4, company: 5, task: 6 }
const finder = (method: string): Finder => ({
  method,
  appUrl: 'http://127.0.0.1:1',
  known: (kind) => Promise.resolve(numbers[kind] ?? 0),
  own: () => Promise.resolve(9),
  version: () => Promise.resolve(8),
  unique: () => '1',
})

describe('a documented request', () => {
  it.each([
    ['crm.deal.get', { ID: 410 }, { ID: 9 }],
    ['crm.deal.get', { id: '410' }, { id: '9' }],
    [
      'crm.lead.update',
      { id: 1, fields: { ASSIGNED_BY_ID: 77, CONTACT_ID: 88, TITLE: '99' } },
      { id: 9, fields: { ASSIGNED_BY_ID: 1, CONTACT_ID: 4, TITLE: '99' } },
    ],
    ['crm.item.get', { entityTypeId: 1268, id: 5 }, { entityTypeId: 2, id: 9 }],
    ['task.checklistitem.add', { TASKID: 13, FIELDS: { MEMBERS: { 547: { TYPE: 'A' } } } }, { TASKID: 6, FIELDS: { MEMBERS: { 1: { TYPE: 'A' } } } }],
    ['tasks.task.update', { taskId: 11, fields: { UF_CRM_TASK: ['L_4', 'D_10'] } }, { taskId: 9, fields: { UF_CRM_TASK: ['L_2', 'D_3'] } }],
    ['crm.timeline.comment.add', { fields: { ENTITY_TYPE: 'deal', ENTITY_ID: 10 } }, { fields: { ENTITY_TYPE: 'deal', ENTITY_ID: 3 } }],
    ['crm.activity.list', { filter: { OWNER_TYPE_ID: 3, OWNER_ID: 102 } }, { filter: { OWNER_TYPE_ID: 3, OWNER_ID: 4 } }],
    ['bizproc.workflow.start', { DOCUMENT_ID: ['crm', 'CCrmDocumentLead', 'LEAD_1'] }, { DOCUMENT_ID: ['crm', 'CCrmDocumentLead', 'LEAD_2'] }],
    [
      'bizproc.robot.add',
      { CODE: 'r', HANDLER: 'https://example.com/x', AUTH_USER_ID: 7 },
      { CODE: 'r', HANDLER: 'http://127.0.0.1:1/handler', AUTH_USER_ID: 1 },
    ],
  ])('of %s: %j', async (method, documented, adapted) => {
    expect(await adaptedRequest(documented, finder(method))).toEqual(adapted)
  })
})
