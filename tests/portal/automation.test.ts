/** Robots on stages: side by side or one after another, waiting for replies, timed out, ended by a stage move. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlacedRobot } from '../../scripts/portal/contract/automation.ts'
import { openPortal, quiet, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
  const frame = await house.install()
  const target = new URL(frame.action).origin
  await house.result('bizproc.robot.add', {
    CODE: 'distribute-visit',
    HANDLER: `${target}/hook/robot/distribute-visit`,
    USE_SUBSCRIPTION: 'Y',
    NAME: { ru: 'Распределить визит', en: 'Distribute a visit' },
    PROPERTIES: {
      directions: { Name: { ru: 'Направления' }, Type: 'string', Multiple: 'Y' },
      reserve: { Name: { ru: 'Резервный' }, Type: 'user' },
      skip: { Name: { ru: 'Пропускать' }, Type: 'bool', Default: 'Y' },
    },
    RETURN_PROPERTIES: {
      mainManager: { Name: { ru: 'Главный' }, Type: 'user' },
      managers: { Name: { ru: 'Менеджеры' }, Type: 'user', Multiple: 'Y' },
      outcome: { Name: { ru: 'Итог' }, Type: 'string' },
    },
    FILTER: { INCLUDE: [['crm', 'CCrmDocumentLead']] },
  })
  await house.result('bizproc.robot.add', {
    CODE: 'tell',
    HANDLER: `${target}/hook/robot/tell`,
    USE_SUBSCRIPTION: 'N',
    NAME: 'Tell',
    PROPERTIES: { text: { Name: 'Text', Type: 'text', Required: 'Y' } },
  })
})
afterEach(() => house.close())

const robot = (id: string, kind: string, more: Partial<PlacedRobot> = {}): PlacedRobot => ({
  id,
  kind,
  values: {},
  afterPrevious: false,
  timeoutSeconds: 0,
  wait: true,
  actAs: null,
  ...more,
})
const place = (...robots: PlacedRobot[]) => house.site('stage.save', { stageId: 'REPORT', robots })
const enter = () => house.site('lead.move', { id: 1024, stageId: 'REPORT' })
const called = (code: string) => house.received.filter((one) => one.path === `/hook/robot/${code}`).map((one) => one.body)
const reply = (body: Json | undefined, values: Json = {}) =>
  house.call('bizproc.event.send', { EVENT_TOKEN: body?.['event_token'], RETURN_VALUES: values, LOG_MESSAGE: 'done' })
const automationOf = async () => (await house.site('leads.board', {})).leads.find((lead) => lead.id === 1024)?.automation
const ofBranch = (branch: number) => (body: Json) => new RegExp(`\\|A\\d+_${branch}_`).test(String(body['event_token']))
const noticesOf = async (userId: number) => (await house.site('notifications.list', {}, userId)).notifications.map((one) => one.text)

describe('a stage with robots', () => {
  it('calls a robot as the real one does', async () => {
    await place(
      robot('r1', 'app:distribute-visit', { values: { directions: ['dir_one', 'dir_two'], reserve: '4' }, timeoutSeconds: 7_200, actAs: 2 }),
    )
    await enter()
    await until('the call', () => called('distribute-visit').length === 1)
    const [body] = called('distribute-visit')
    expect(body).toMatchObject({
      code: 'distribute-visit',
      document_id: ['crm', 'CCrmDocumentLead', 'LEAD_1024'],
      document_type: ['crm', 'CCrmDocumentLead', 'LEAD'],
      properties: { directions: ['dir_one', 'dir_two'], reserve: 'user_4', skip: 'Y' },
      use_subscription: 'Y',
      timeout_duration: '7200',
    })
    expect(body?.['workflow_id']).toMatch(/^[0-9a-f]{14}\.\d{8}$/)
    expect(body?.['event_token']).toMatch(/^[0-9a-f]{14}\.\d{8}\|A\d+_\d+_\d+_\d+\|[A-Za-z0-9]{32}\.[0-9a-f]{64}$/)
    expect(body?.['auth']).toMatchObject({
      user_id: '2',
      member_id: house.portal.memberId,
      expires_in: '3600',
      access_token: expect.any(String) as unknown,
      refresh_token: expect.any(String) as unknown,
    })
  })

  it('starts robots side by side unless one stands after its predecessor', async () => {
    await place(
      robot('r1', 'app:distribute-visit'),
      robot('r2', 'app:tell', { values: { text: 'at once' } }),
      robot('r3', 'app:distribute-visit'),
      robot('r4', 'app:tell', { afterPrevious: true, values: { text: 'after r3: {=r3:outcome}' } }),
    )
    await enter()
    await until('three calls', () => called('distribute-visit').length === 2 && called('tell').length === 1)
    expect(called('tell')[0]).toMatchObject({ properties: { text: 'at once' }, use_subscription: 'N' })
    await quiet()
    expect(called('tell')).toHaveLength(1)
    const third = called('distribute-visit').find((body) => /\|A\d+_1_|\|A\d+_2_/.test(String(body['event_token'])))
    expect((await reply(third, { OUTCOME: 'ok', unknown: 'x' })).status).toBe(200)
    await until('the last robot', () => called('tell').length === 2)
    expect(called('tell')[1]).toMatchObject({ properties: { text: 'after r3: ok' } })
  })

  it('starts every branch, though the first one is over at once', async () => {
    await place(
      robot('r1', 'portal:notify', { values: { user: '4', text: 'first' } }),
      robot('r2', 'app:distribute-visit'),
      robot('r3', 'portal:notify', { values: { user: '4', text: 'last' } }),
    )
    await enter()
    await until('the robot after a notice', () => called('distribute-visit').length === 1)
    expect((await noticesOf(4)).sort()).toEqual(['first', 'last'])
    expect(await automationOf()).toBe('waiting')
    expect((await reply(called('distribute-visit')[0])).status).toBe(200)
    expect(await automationOf()).toBeNull()
  })

  it('is done only when the last of its parallel robots is', async () => {
    await place(
      robot('r1', 'app:tell', { values: { text: 'waits for nobody' } }),
      robot('r2', 'app:distribute-visit'),
      robot('r3', 'app:distribute-visit'),
    )
    await enter()
    await until('all three', () => called('tell').length === 1 && called('distribute-visit').length === 2)
    const [first, second] = called('distribute-visit')
    expect((await reply(second)).status).toBe(200)
    expect(await automationOf()).toBe('waiting')
    expect((await reply(first)).status).toBe(200)
    expect(await automationOf()).toBeNull()
    const { automation } = await house.site('lead.show', { id: 1024 })
    expect(automation.map((step) => step.state)).toEqual(['done', 'done', 'done'])
  })

  it('goes through a branch of two beside a branch of one, whichever is answered first', async () => {
    await place(
      robot('r1', 'app:distribute-visit'),
      robot('r2', 'app:tell', { afterPrevious: true, values: { text: 'second: {=r1:outcome}' } }),
      robot('r3', 'app:distribute-visit'),
    )
    await enter()
    await until('both branches', () => called('distribute-visit').length === 2)
    const [pair, single] = [called('distribute-visit').find(ofBranch(0)), called('distribute-visit').find(ofBranch(1))]
    expect((await reply(single)).status).toBe(200)
    await quiet()
    expect(called('tell')).toEqual([])
    expect((await reply(pair, { outcome: 'ok' })).status).toBe(200)
    await until('the second of the pair', () => called('tell').length === 1)
    expect(called('tell')[0]).toMatchObject({ properties: { text: 'second: ok' } })
    expect(await automationOf()).toBeNull()
  })

  it('passes over a robot whose application is gone, with what hangs under it, and runs the other branches', async () => {
    await place(
      robot('r1', 'app:distribute-visit'),
      robot('r2', 'portal:notify', { afterPrevious: true, values: { user: '4', text: 'never' } }),
      robot('r3', 'portal:notify', { values: { user: '4', text: 'beside' } }),
    )
    await house.result('bizproc.robot.delete', { CODE: 'distribute-visit' })
    await enter()
    expect(await noticesOf(4)).toEqual(['beside'])
    expect(await automationOf()).toBeNull()
    const { automation } = await house.site('lead.show', { id: 1024 })
    expect(automation.map((step) => step.state)).toEqual(['stopped', 'stopped', 'done'])
  })

  it('hands returned values to later robots, users too, and moves the stage', async () => {
    await place(
      robot('r1', 'app:distribute-visit'),
      robot('r2', 'portal:notify', { afterPrevious: true, values: { user: '{=r1:managers}', text: 'main: {=r1:mainManager}' } }),
      robot('r3', 'portal:move-stage', { afterPrevious: true, values: { stage: 'DISTRIBUTED' } }),
    )
    await enter()
    await until('the call', () => called('distribute-visit').length === 1)
    expect((await house.site('leads.board', {})).leads.find((lead) => lead.id === 1024)).toMatchObject({ automation: 'waiting' })
    const [body] = called('distribute-visit')
    await reply(body, { mainManager: 'user_4', managers: ['user_4', 'user_10'], outcome: 'ok' })
    expect(await noticesOf(4)).toEqual(['main: Марина Белова'])
    expect(await noticesOf(10)).toEqual(['main: Марина Белова'])
    const lead = await house.site('lead.show', { id: 1024 })
    expect(lead.stageId).toBe('DISTRIBUTED')
    expect(lead.automation[0]).toMatchObject({
      robot: 'Распределить визит',
      state: 'done',
      returned: { mainManager: 'user_4', managers: 'user_4, user_10', outcome: 'ok' },
      returnedWords: [
        { id: 'mainManager', label: 'Главный', text: 'Марина Белова' },
        { id: 'managers', label: 'Менеджеры', text: expect.stringMatching(/^Марина Белова, [^_]+$/) as unknown },
        { id: 'outcome', label: 'Итог', text: 'ok' },
      ],
    })
    expect(house.portal.deliveries.find((row) => row.kind === 'robot')).toMatchObject({ state: 'replied', status: 200 })
    expect(await reply(body)).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } })
  })

  it('ends every instance of a record that moves on; a late reply is refused', async () => {
    await place(robot('r1', 'app:distribute-visit'), robot('r2', 'app:tell', { afterPrevious: true, values: { text: 'never' } }))
    await enter()
    await until('the call', () => called('distribute-visit').length === 1)
    await house.site('lead.move', { id: 1024, stageId: 'HOLD' })
    expect(await reply(called('distribute-visit')[0])).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED', error_description: 'Access denied!' },
    })
    await quiet()
    expect(called('tell')).toEqual([])
    await enter()
    await until('a new execution', () => called('distribute-visit').length === 2)
    const [first, second] = called('distribute-visit')
    expect(first?.['event_token']).not.toBe(second?.['event_token'])
    expect((await reply({ event_token: `${String(second?.['event_token']).slice(0, -1)}x` })).status).toBe(403)
    expect((await reply(second)).status).toBe(200)
  })

  it('goes on after the time-out, and then takes no reply', async () => {
    await place(
      robot('r1', 'app:distribute-visit', { timeoutSeconds: 60 }),
      robot('r2', 'app:tell', { afterPrevious: true, values: { text: 'timeout {=r1:IsTimeout}' } }),
    )
    await enter()
    await until('the call', () => called('distribute-visit').length === 1)
    house.portal.advance(59_000)
    await quiet()
    expect(called('tell')).toEqual([])
    house.portal.advance(2_000)
    await until('the next robot', () => called('tell').length === 1)
    expect(called('tell')[0]).toMatchObject({ properties: { text: 'timeout 1' } })
    expect((await house.site('lead.show', { id: 1024 })).automation[0]).toMatchObject({
      state: 'timed_out',
      returnedWords: [{ id: 'IsTimeout', label: 'Срок вышел', text: 'да' }],
    })
    expect((await reply(called('distribute-visit')[0])).status).toBe(403)
    expect(house.portal.deliveries.find((row) => row.name === 'Распределить визит')).toMatchObject({ state: 'timed_out' })
  })

  it('refuses settings without a required value, and offers robots only where their filter says', async () => {
    await expect(place(robot('r1', 'app:tell'))).rejects.toThrow('400 invalid_input Заполните поле «Text» робота «Tell». text')
    await expect(place(robot('r1', 'app:nobody'))).rejects.toThrow('kind')
    await expect(house.site('stage.save', { stageId: 'REPORT', robots: [] }, 2)).rejects.toThrow('403 forbidden')
    const kinds = async (stageId: string) => (await house.site('stage.show', { stageId })).kinds.map((kind) => kind.kind)
    expect(await kinds('REPORT')).toEqual(['app:distribute-visit', 'app:tell', 'portal:notify', 'portal:move-stage'])
    expect(await kinds('C2:NEW')).toEqual(['app:tell', 'portal:notify', 'portal:move-stage'])
  })

  it('loses what cannot be delivered and never sends it again; a fault sends it twice', async () => {
    await place(robot('r1', 'app:distribute-visit'))
    house.portal.fault('app_unreachable', true)
    await enter()
    await until('the loss', () => house.portal.deliveries[0]?.state === 'lost')
    house.portal.fault('app_unreachable', false)
    await quiet()
    expect(called('distribute-visit')).toEqual([])
    house.portal.fault('delivered_twice', true)
    await house.site('lead.move', { id: 1024, stageId: 'HOLD' })
    await enter()
    await until('two deliveries', () => called('distribute-visit').length === 2)
    const [one, other] = called('distribute-visit')
    expect(one?.['event_token']).toBe(other?.['event_token'])
  })

  it('fires robots of a new deal before the batch that made it is answered', async () => {
    await house.site('stage.save', { stageId: 'C2:NEW', robots: [robot('d1', 'app:tell', { values: { text: 'deal {=Document:ID}' } })] })
    let before = -1
    // An answer that takes its time: the delivery does not wait for it.
    house.portal.intercept(() => ({ kind: 'delay', milliseconds: 400 }))
    const batch = house.batch({ d: 'crm.item.add?entityTypeId=2&fields[title]=x&fields[categoryId]=2' }).then((answer) => {
      before = called('tell').length
      return answer
    })
    const { result } = await batch
    await until('the robot', () => called('tell').length === 1)
    expect(before).toBe(1)
    const { id } = (result as { d: { item: { id: number } } }).d.item
    expect(called('tell')[0]).toMatchObject({ document_id: ['crm', 'CCrmDocumentDeal', `DEAL_${id}`], properties: { text: `deal ${id}` } })
  })
})
