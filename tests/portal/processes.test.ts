/** Activities, templates that nobody looks into, processes that are started from them, and their tasks. */
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterEach(() => house.close())

const handler = 'http://127.0.0.1:9/hook'
const file = ['process.bpt', gzipSync('opaque').toString('base64')]
const lead = ['crm', 'CCrmDocumentLead', 'LEAD']
const template = (more: Json = {}) => ({ DOCUMENT_TYPE: lead, NAME: 'A process', TEMPLATE_DATA: file, ...more })

it('an activity shares its space of codes with robots, and is no robot', async () => {
  await house.result('bizproc.activity.add', { CODE: 'md5', HANDLER: handler, NAME: 'MD5' })
  expect((await house.refusal('bizproc.robot.add', { CODE: 'md5', HANDLER: handler, NAME: 'MD5' }))[0]).toBe('ERROR_ACTIVITY_ALREADY_INSTALLED')
  expect([await house.result('bizproc.activity.list'), await house.result('bizproc.robot.list')]).toEqual([['md5'], []])
  await house.result('bizproc.activity.update', { CODE: 'md5', FIELDS: { NAME: 'Hash' } })
  expect((await house.refusal('bizproc.robot.update', { CODE: 'md5', FIELDS: { NAME: 'Hash' } }))[0]).toBe('ERROR_ACTIVITY_NOT_FOUND')
  await house.result('bizproc.activity.delete', { CODE: 'md5' })
  expect(await house.result('bizproc.activity.list')).toEqual([])
  expect(await house.refusal('bizproc.activity.log', { EVENT_TOKEN: 'x', LOG_MESSAGE: ' ' })).toEqual(['ERROR_EMPTY_LOG_MESSAGE', 'Empty log message!'])
  expect((await house.refusal('bizproc.activity.log', { EVENT_TOKEN: 'x', LOG_MESSAGE: 'y' }))[0]).toBe('ACCESS_DENIED')
})

describe('a template', () => {
  it('is kept as it came, listed, changed and removed', async () => {
    const id = await house.result<number>('bizproc.workflow.template.add', template({ AUTO_EXECUTE: 3 }))
    await house.result('bizproc.workflow.template.update', { ID: id, FIELDS: { NAME: 'Another', AUTO_EXECUTE: 0 } })
    const select = ['ID', 'NAME', 'AUTO_EXECUTE', 'SYSTEM_CODE', 'DOCUMENT_TYPE']
    expect(await house.result('bizproc.workflow.template.list', { select, filter: { MODULE_ID: 'crm' } })).toEqual([
      { ID: String(id), NAME: 'Another', AUTO_EXECUTE: '0', SYSTEM_CODE: expect.stringMatching(/^rest_app_\d+$/) as unknown, DOCUMENT_TYPE: lead },
    ])
    expect(await house.result('bizproc.workflow.template.delete', { ID: id })).toBeNull()
    expect((await house.refusal('bizproc.workflow.template.delete', { ID: id }))[0]).toBe('ERROR_TEMPLATE_NOT_FOUND')
  })

  it('is refused field by field, and to whoever is no administrator', async () => {
    const words = async (more: Json) => (await house.refusal('bizproc.workflow.template.add', template(more)))[1]
    expect(await words({ DOCUMENT_TYPE: ['crm'] })).toBe('Incorrect field DOCUMENT_TYPE!')
    expect(await words({ NAME: '' })).toBe('Empty template name!')
    expect(await words({ TEMPLATE_DATA: ['x.bpt', 'AAAA'] })).toBe('Incorrect field TEMPLATE_DATA!')
    expect(await words({ AUTO_EXECUTE: 7 })).toBe('Incorrect field AUTO_EXECUTE!')
    expect(await house.refusal('bizproc.workflow.template.list', {}, await house.tokenOf(3))).toEqual(['ACCESS_DENIED', 'Access denied!'])
  })
})

describe('a process', () => {
  const start = async (document = 'LEAD_1019') => {
    const TEMPLATE_ID = await house.result<number>('bizproc.workflow.template.add', template())
    return house.result<string>('bizproc.workflow.start', { TEMPLATE_ID, DOCUMENT_ID: ['crm', 'CCrmDocumentLead', document] })
  }
  const running = () => house.result<Json[]>('bizproc.workflow.instances', { select: ['ID', 'DOCUMENT_ID', 'STARTED_BY'] })

  it('runs until its task is answered', async () => {
    const id = await start()
    expect(await running()).toEqual([{ ID: id, DOCUMENT_ID: 'LEAD_1019', STARTED_BY: '1' }])
    const [task] = await house.result<Json[]>('bizproc.task.list', { filter: { STATUS: 0 }, select: ['USER_ID'] })
    expect(task).toMatchObject({ WORKFLOW_ID: id, USER_ID: '1', DOCUMENT_ID: 'LEAD_1019' })
    await house.result('bizproc.task.delegate', { TASK_IDS: [task?.['ID']], FROM_USER_ID: 1, TO_USER_ID: 3 })
    expect((await house.refusal('bizproc.task.complete', { TASK_ID: task?.['ID'], STATUS: 1 }))[0]).toBe('ERROR_TASK_NOT_FOUND')
    const other = await house.tokenOf(3)
    expect((await house.refusal('bizproc.task.complete', { TASK_ID: task?.['ID'], STATUS: 9 }, other))[1]).toBe('incorrect STATUS')
    await house.result('bizproc.task.complete', { TASK_ID: task?.['ID'], STATUS: 'yes' }, other)
    expect((await house.refusal('bizproc.task.complete', { TASK_ID: task?.['ID'], STATUS: 1 }, other))[0]).toBe('ERROR_TASK_COMPLETED')
    expect(await running()).toEqual([])
    expect(await house.result('bizproc.task.list', {}, await house.tokenOf(9))).toEqual([])
  })

  it('is ended from outside, and is refused for what it does not fit', async () => {
    const id = await start()
    await house.result('bizproc.workflow.terminate', { ID: id })
    expect(await running()).toEqual([])
    expect(await house.result('bizproc.task.list')).toEqual([])
    const [known] = await house.result<Json[]>('bizproc.workflow.template.list')
    const refused = async (TEMPLATE_ID: unknown, document: unknown) =>
      (await house.refusal('bizproc.workflow.start', { TEMPLATE_ID, DOCUMENT_ID: document }))[1]
    expect(await refused(999, lead)).toBe('Template not found')
    expect(await refused(known?.['ID'], ['crm'])).toBe('Wrong DOCUMENT_ID!')
    expect(await refused(known?.['ID'], ['crm', 'CCrmDocumentLead', 'LEAD_99999'])).toBe('Incorrect document type!')
    expect(await refused(known?.['ID'], ['crm', 'CCrmDocumentDeal', 'DEAL_303'])).toBe('Template type and DOCUMENT_ID mismatch!')
  })
})
