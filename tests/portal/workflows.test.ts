/** Waiting automation as an administrator sees and ends it, and robots that bring a page of settings of their own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlacedRobot } from '../../scripts/portal/contract/automation.ts'
import { openPortal, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
let target: string
beforeEach(async () => {
  house = await openPortal({ limits: false })
  const frame = await house.install()
  target = new URL(frame.action).origin
  await house.result('bizproc.robot.add', {
    CODE: 'pick',
    HANDLER: `${target}/hook/robot/pick`,
    USE_SUBSCRIPTION: 'Y',
    NAME: { ru: 'Выбрать', en: 'Pick' },
    PROPERTIES: {
      directions: { Name: { ru: 'Направления', en: 'Directions' }, Type: 'string', Multiple: 'Y', Required: 'Y' },
      policy: { Name: 'Policy', Type: 'select', Options: { random: { ru: 'Случайно', en: 'Random' }, turn: 'In turn' }, Default: 'random' },
    },
    RETURN_PROPERTIES: { draw: { Name: { ru: 'Выбор', en: 'Draw' }, Type: 'string' } },
    USE_PLACEMENT: 'Y',
    PLACEMENT_HANDLER: `${target}/app/robot`,
  })
})
afterEach(() => house.close())

const robot = (id: string, more: Partial<PlacedRobot> = {}): PlacedRobot => ({
  id,
  kind: 'app:pick',
  values: { directions: ['dir_one'] },
  afterPrevious: false,
  timeoutSeconds: 0,
  wait: true,
  actAs: null,
  ...more,
})
const calls = () => house.received.filter((one) => one.path === '/hook/robot/pick').map((one) => one.body)
const start = async () => {
  await house.site('stage.save', { stageId: 'REPORT', robots: [robot('r1')] })
  await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
  await until('the call', () => calls().length === 1)
  return { id: String(calls()[0]?.['workflow_id']), token: String(calls()[0]?.['event_token']) }
}
const list = (params: Json = {}) => house.call('bizproc.workflow.instances', params)

describe('a waiting instance', () => {
  it('is listed with the documented fields, and only while it waits', async () => {
    expect((await list()).body).toMatchObject({ result: [], total: 0 })
    const { id, token } = await start()
    const { body } = await list()
    expect(body['total']).toBe(1)
    expect(body['result']).toEqual([{ ID: id, MODIFIED: expect.any(String) as unknown, OWNED_UNTIL: null }])
    // The page's example writes its parameters in small letters.
    const select = ['ID', 'MODULE_ID', 'ENTITY', 'DOCUMENT_ID', 'STARTED', 'STARTED_BY', 'TEMPLATE_ID']
    const asked = await list({ select, order: { STARTED: 'DESC' }, filter: { DOCUMENT_ID: 'LEAD_1024', '<STARTED': '2099-01-01' } })
    expect(asked.body['result']).toEqual([
      {
        ID: id,
        MODULE_ID: 'crm',
        ENTITY: 'CCrmDocumentLead',
        DOCUMENT_ID: 'LEAD_1024',
        STARTED: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
        STARTED_BY: '0',
        TEMPLATE_ID: expect.stringMatching(/^\d+$/) as unknown,
      },
    ])
    expect((await list({ FILTER: { DOCUMENT_ID: 'LEAD_1' } })).body['total']).toBe(0)
    const person = (await house.site('frame.open', { bindingId: null, options: {} }, 2)).form['AUTH_ID']
    expect(await house.call('bizproc.workflow.instances', {}, person)).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } })
    await house.call('bizproc.event.send', { EVENT_TOKEN: token, RETURN_VALUES: {} })
    expect((await list()).body['total']).toBe(0)
  })

  it('is ended by hand: nobody answers it any more, and its robots have stopped', async () => {
    const { id, token } = await start()
    expect(await house.result('bizproc.workflow.terminate', { ID: id, STATUS: 'Остановлено приложением' })).toBe(true)
    expect((await list()).body['total']).toBe(0)
    expect(await house.call('bizproc.event.send', { EVENT_TOKEN: token })).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } })
    const lead = await house.site('lead.show', { id: 1024 })
    expect(lead.automation).toMatchObject([{ state: 'stopped' }])
    expect(lead.timeline.map((row) => row.text)).toContain('Остановлено приложением')
    expect(await house.call('bizproc.workflow.terminate', { ID: '' })).toMatchObject({ status: 400, body: { error: 'ERROR_WRONG_WORKFLOW_ID' } })
    expect(await house.call('bizproc.workflow.terminate', { ID: id })).toMatchObject({ status: 400 })
  })

  it('is killed without a trace in the list of what robots did', async () => {
    const { id } = await start()
    expect(await house.result('bizproc.workflow.kill', { ID: id })).toBe(true)
    expect((await list()).body['total']).toBe(0)
    expect((await house.site('lead.show', { id: 1024 })).automation).toEqual([])
    await house.site('lead.move', { id: 1024, stageId: 'VISIT' })
    await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
    await until('the next call', () => calls().length === 2)
  })
})

describe("a robot's own page of settings", () => {
  const open = (robots: PlacedRobot[], robotId: string) =>
    house.site('frame.open', { bindingId: null, options: {}, robot: { stageId: 'REPORT', document: 'lead', robotId, robots } })

  it('is told of the robot as the dialog of a real portal tells it', async () => {
    const { kinds } = await house.site('stage.show', { stageId: 'REPORT' })
    expect(kinds.filter((kind) => kind.ownPage).map((kind) => kind.kind)).toEqual(['app:pick'])
    const frame = await open([robot('r1'), robot('r2', { values: { directions: ['dir_two', '{=r1:draw}'], policy: 'turn' } })], 'r2')
    expect(new URL(frame.action).pathname).toBe('/app/robot')
    expect(frame.form['PLACEMENT']).toBe('BIZPROC_ACTIVITY_PROPERTIES_DIALOG')
    const options = JSON.parse(frame.form['PLACEMENT_OPTIONS'] ?? '') as Json
    expect(frame.initData['PLACEMENT_OPTIONS']).toEqual(options)
    expect(options).toMatchObject({
      code: 'pick',
      activity_name: 'r2',
      properties: {
        directions: { Id: 'directions', Type: 'string', Name: 'Направления', Multiple: true, Required: true, Options: [], Default: '' },
        policy: { Id: 'policy', Type: 'select', Multiple: false, Options: { random: 'Случайно', turn: 'In turn' }, Default: 'random' },
      },
      current_values: { directions: ['dir_two', '{=r1:draw}'], policy: 'turn' },
      document_type: ['crm', 'CCrmDocumentLead', 'LEAD'],
      document_fields: { TITLE: { Id: 'TITLE', Type: 'string', Name: 'Название' } },
      template: { return_activities: [{ Id: 'r1', Return: { draw: { Id: 'draw', Name: 'Выбор', Type: 'string' } } }] },
    })
  })

  it('begins with the defaults, and a robot without such a page has none', async () => {
    const options = (await open([robot('r1', { values: {} })], 'r1')).initData['PLACEMENT_OPTIONS']
    expect(options).toMatchObject({ current_values: { directions: [], policy: 'random' } })
    await expect(open([robot('r1', { kind: 'portal:notify' })], 'r1')).rejects.toThrow('404 not_found')
    await house.result('bizproc.robot.update', { CODE: 'pick', FIELDS: { USE_PLACEMENT: 'N' } })
    expect((await house.site('stage.show', { stageId: 'REPORT' })).kinds.some((kind) => kind.ownPage)).toBe(false)
    await expect(open([robot('r1')], 'r1')).rejects.toThrow('404 not_found')
  })

  it('needs an address, and what it left empty is still asked for when the robot is saved', async () => {
    const params = { CODE: 'other', HANDLER: `${target}/hook/robot/other`, NAME: 'Other', USE_PLACEMENT: 'Y' }
    expect(await house.call('bizproc.robot.add', params)).toMatchObject({ status: 400, body: { error: 'ERROR_WRONG_HANDLER_URL' } })
    await expect(house.site('stage.save', { stageId: 'REPORT', robots: [robot('r1', { values: {} })] })).rejects.toThrow('Направления')
  })
})
