/** The local portal held against the documented methods, parameters, answers and events; and what our application reads of its answers. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { methods, type MethodName } from '../../manifest/methods.ts'
import { coverageTable, tablePath, tableRows } from '../../scripts/conformance/coverage.ts'
import { openDocuments } from '../../scripts/conformance/documents.ts'
import { implementedMethods, runConformance, type Report } from '../../scripts/conformance/run.ts'
import { openPortal, type Json, type PortalHouse } from './house.ts'

const documents = openDocuments()

describe.skipIf(!documents)('conformance with the documented data in ../shared', () => {
  let report: Report
  beforeAll(async () => {
    if (documents) report = await runConformance(documents)
  }, 120_000)

  it('has every method that the application calls', () => {
    expect(report.lacking).toEqual([])
  })

  it('answers as at least 95 % of the examples show', () => {
    const files = report.answers.filter((one) => one.example.from === 'file')
    const misses = files.filter((one) => one.misses.length > 0)
    expect(files.length).toBeGreaterThan(200)
    expect(
      misses.length / files.length,
      JSON.stringify(
        misses.map((one) => [one.example.method, one.misses]),
        null,
        1,
      ),
    ).toBeLessThanOrEqual(0.05)
  })

  it('takes the parameters of the schemas', () => {
    expect(report.parameters.filter((one) => one.misses.length > 0)).toEqual([])
  })

  it('sends events and calls of robots as documented', () => {
    expect(report.happenings.filter((one) => one.misses.length > 0)).toEqual([])
  })

  it('fails at no method, documented or not', () => {
    expect(report.exercised.filter((one) => one.status >= 500)).toEqual([])
  })

  it('is what the coverage table of the docs says; otherwise: npm run conformance -- --write', () => {
    expect(readFileSync(tablePath, 'utf8')).toBe(coverageTable(report))
  })
})

describe('the coverage table', () => {
  it('names exactly the methods that are there; otherwise: npm run conformance -- --write', () => {
    const rows = tableRows(readFileSync(tablePath, 'utf8'))
    expect(rows.filter((one) => one.implemented).map((one) => one.method)).toEqual(implementedMethods())
  })
})

/** Asked of the seed: every question of the manifest and the deeds whose answers it reads. */
const questions: Partial<Record<MethodName, Json>> = {
  profile: {},
  'app.info': {},
  scope: {},
  'server.time': {},
  'user.current': {},
  'user.get': { FILTER: { ACTIVE: true } },
  'department.get': {},
  'timeman.status': { USER_ID: 4 },
  'calendar.accessibility.get': { users: [4, 7, 17], from: '2020-01-01', to: '2040-01-01' },
  'crm.settings.mode.get': {},
  'crm.lead.get': { ID: 1024 },
  'crm.item.get': { entityTypeId: 1, id: 1019 },
  'crm.item.list': { entityTypeId: 2, select: ['*'] },
  'crm.item.update': { entityTypeId: 2, id: 303, fields: { title: 'changed' } },
  'crm.category.list': { entityTypeId: 2 },
  'crm.status.list': { order: { SORT: 'ASC' }, filter: { ENTITY_ID: 'DEAL_STAGE_2' } },
  'crm.duplicate.findbycomm': { entity_type: 'CONTACT', type: 'PHONE', values: ['+7 485 200-62-20'] },
  'crm.address.list': {},
  'crm.timeline.comment.add': { fields: { ENTITY_ID: 303, ENTITY_TYPE: 'deal', COMMENT: 'a comment' } },
  'crm.timeline.comment.list': { filter: { ENTITY_ID: 303, ENTITY_TYPE: 'deal' } },
  'tasks.task.add': { fields: { TITLE: 'a task', RESPONSIBLE_ID: 4 } },
  'tasks.task.list': {},
  'task.checklistitem.add': { TASKID: 71, FIELDS: { TITLE: 'an item' } },
  'task.checklistitem.getlist': { TASKID: 71 },
  'bizproc.robot.list': {},
  'placement.get': {},
  'event.get': {},
}

describe('answers that the application reads', () => {
  let house: PortalHouse
  beforeAll(async () => {
    house = await openPortal({ limits: false })
    await house.install()
  })
  afterAll(() => house.close())

  it.each(Object.entries(questions))('of %s pass the manifest', async (name, params) => {
    const { status, body } = await house.call(name, params)
    expect({ status, error: body['error'] }).toEqual({ status: 200, error: undefined })
    expect(methods[name as MethodName].result.safeParse(body['result']).error).toBeUndefined()
  })

  it('and no field that it sends is unknown', () => {
    expect(house.portal.unknownFields).toEqual([])
  })
})
