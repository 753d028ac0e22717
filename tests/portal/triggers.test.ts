/** Triggers of the application on stages, and events of leads and deals whoever changes them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlacedRobot } from '../../scripts/portal/contract/automation.ts'
import { openPortal, quiet, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
let handler: string
beforeEach(async () => {
  house = await openPortal({ limits: false })
  const frame = await house.install()
  handler = `${new URL(frame.action).origin}/hook/event`
})
afterEach(() => house.close())

const code = 'visit-report'
const add = () => house.result('crm.automation.trigger.add', { CODE: code, NAME: 'Отчёт о визите отправлен' })
const fire = (params: Json = {}) => house.call('crm.automation.trigger.execute', { CODE: code, OWNER_TYPE_ID: 1, OWNER_ID: 1024, ...params })
const put = (stageId: string, ...codes: string[]) => house.site('stage.triggers', { stageId, codes })
const stageOf = async (id: number) => (await house.site('lead.show', { id })).stageId
const tell = (text: string): PlacedRobot => ({
  id: 'r1',
  kind: 'portal:notify',
  values: { user: '4', text },
  afterPrevious: false,
  timeoutSeconds: 0,
  wait: false,
  actAs: null,
})
const notices = async () => (await house.site('notifications.list', {}, 4)).notifications.map((one) => one.text)

describe('a trigger', () => {
  it('is registered by an administrator of the application only, and registered again gets the new name', async () => {
    await add()
    await house.result('crm.automation.trigger.add', { CODE: code, NAME: 'New name' })
    expect(await house.result('crm.automation.trigger.list')).toEqual([{ NAME: 'New name', CODE: code }])
    const person = (await house.site('frame.open', { bindingId: null, options: {} }, 2)).form['AUTH_ID']
    expect(await house.call('crm.automation.trigger.list', {}, person)).toMatchObject({
      status: 400,
      body: { error: 'ACCESS_DENIED', error_description: 'Access denied! Admin permissions required' },
    })
    const hook = await fetch(`${house.portal.webhook}crm.automation.trigger.list`)
    expect(await hook.json()).toMatchObject({ error: 'ACCESS_DENIED', error_description: 'Access denied! Application context required' })
    const said = async (method: string, params: Json) => (await house.call(`crm.automation.trigger.${method}`, params)).body['error_description']
    expect(await said('add', { CODE: 'Wrong!', NAME: 'x' })).toBe('Wrong trigger code!')
    expect(await said('add', { NAME: 'x' })).toBe('Empty trigger code!')
    expect(await said('add', { CODE: 'x' })).toBe('Empty trigger name!')
    expect(await said('delete', { CODE: 'unknown' })).toBe('Trigger not found')
    expect(await said('execute', { CODE: 'unknown', OWNER_TYPE_ID: 1, OWNER_ID: 1 })).toBe('Trigger with code unknown is not registered.')
    expect(await said('execute', { CODE: code, OWNER_TYPE_ID: 99, OWNER_ID: 1 })).toBe('Incorrect parameter OWNER_TYPE_ID.')
    expect(await said('execute', { CODE: code, OWNER_TYPE_ID: 1, OWNER_ID: 0 })).toBe('Incorrect parameter OWNER_ID.')
  })

  it('moves a lead forward to the stage that carries it, whose robots start', async () => {
    await add()
    await house.site('stage.save', { stageId: 'REPORT', robots: [tell('the report is here')] })
    expect((await fire()).body['result']).toBe(true)
    expect(await stageOf(1024)).toBe('VISIT')
    expect((await put('REPORT', code)).triggers).toEqual([{ code, name: 'Отчёт о визите отправлен', blocked: false }])
    await fire()
    expect(await stageOf(1024)).toBe('REPORT')
    expect(await notices()).toEqual(['the report is here'])
    await fire()
    expect(await notices()).toHaveLength(1)
  })

  it('never moves a lead back, a closed one, or one that is not there', async () => {
    await add()
    await put('REPORT', code)
    await house.site('lead.move', { id: 1024, stageId: 'DISTRIBUTED' })
    await fire()
    expect(await stageOf(1024)).toBe('DISTRIBUTED')
    await put('JUNK', code)
    await house.site('lead.move', { id: 1023, stageId: 'CONVERTED' })
    await fire({ OWNER_ID: 1023 })
    expect(await stageOf(1023)).toBe('CONVERTED')
    expect((await fire({ OWNER_ID: 9_999 })).body['result']).toBe(true)
    expect((await fire({ OWNER_TYPE_ID: 31, OWNER_ID: 7 })).body['result']).toBe(true)
  })

  it('moves a deal inside its own pipeline', async () => {
    await add()
    await house.site('stage.triggers', { stageId: 'C4:CONTRACT', document: 'deal', codes: [code] })
    await fire({ OWNER_TYPE_ID: 2, OWNER_ID: 304 })
    await fire({ OWNER_TYPE_ID: 2, OWNER_ID: 306 })
    expect((await house.site('deal.show', { id: 304 })).deal.stage.id).toBe('C4:CONTRACT')
    expect((await house.site('deal.show', { id: 306 })).deal.stage.id).toBe('C3:ESTIMATE')
  })

  it('is blocked while its application is updated or gone, and works when it is registered again', async () => {
    await add()
    await put('REPORT', code)
    await house.site('market.update', {})
    const shown = await house.site('stage.show', { stageId: 'REPORT' })
    expect(shown).toMatchObject({ triggers: [{ code, blocked: true }], triggerKinds: [] })
    const frame = await house.site('frame.open', { bindingId: null, options: {} })
    house.token = frame.form['AUTH_ID'] ?? ''
    await add()
    await house.site('frame.installFinish', { appSid: frame.appSid, finished: true })
    await fire()
    expect(await stageOf(1024)).toBe('REPORT')
    await house.site('market.uninstall', { clean: false })
    expect((await house.site('stage.show', { stageId: 'REPORT' })).triggers).toMatchObject([{ code, blocked: true }])
    await expect(put('REPORT', 'nonsense')).rejects.toThrow('400 invalid_input')
  })
})

describe('events of leads and deals', () => {
  const events = (name: string) => house.received.filter((one) => one.body['event'] === name).map((one) => one.body)
  const idOf = (body: Json | undefined) => (body?.['data'] as { FIELDS: { ID: string } } | undefined)?.FIELDS.ID
  beforeEach(async () => {
    for (const event of ['ONCRMLEADADD', 'ONCRMLEADUPDATE', 'ONCRMDEALADD', 'ONCRMDEALUPDATE']) await house.result('event.bind', { event, handler })
  })

  it('come once each, whether REST or a person made the change', async () => {
    const { id } = await house.site('lead.add', { title: 'New', contactName: '', companyTitle: '', phone: '', email: '', address: '' })
    const made = await house.result<{ item: { id: number } }>('crm.item.add', { entityTypeId: 2, fields: { title: 'Made', categoryId: 1 } })
    await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
    await until('three events', () => events('ONCRMLEADADD').length + events('ONCRMDEALADD').length + events('ONCRMLEADUPDATE').length === 3)
    await quiet()
    expect(events('ONCRMLEADADD').map(idOf)).toEqual([String(id)])
    expect(events('ONCRMDEALADD').map(idOf)).toEqual([String(made.item.id)])
    expect(events('ONCRMLEADUPDATE').map(idOf)).toEqual(['1024'])
    expect(events('ONCRMDEALUPDATE')).toEqual([])
  })

  it('tell of observers who were added to a lead and to a deal; saving without a change tells nothing', async () => {
    for (const [entityTypeId, id] of [[1, 1024], [2, 303]]) {
      const observers = [2, 13]
      const { item } = await house.result<{ item: Json }>('crm.item.update', { entityTypeId, id, fields: { observers } })
      expect(item['observers']).toEqual(observers)
      await house.result('crm.item.update', { entityTypeId, id, fields: { observers } })
    }
    expect((await house.site('lead.show', { id: 1024 }, 13)).observers.map((one) => one.id)).toEqual([2, 13])
    await until('two events', () => events('ONCRMLEADUPDATE').length === 1 && events('ONCRMDEALUPDATE').length === 1)
    await quiet()
    expect(events('ONCRMLEADUPDATE')).toHaveLength(1)
    expect(events('ONCRMDEALUPDATE')).toHaveLength(1)
    expect(await house.call('crm.item.update', { entityTypeId: 1, id: 1024, fields: { observers: [999] } })).toMatchObject({ status: 400 })
  })

  it('tell that a won deal was opened again on its card', async () => {
    await house.site('deal.move', { id: 303, stageId: 'C2:WON' })
    await until('the deal is won', () => events('ONCRMDEALUPDATE').length === 1)
    await house.site('deal.move', { id: 303, stageId: 'C2:EXECUTING' })
    await until('the deal is open', () => events('ONCRMDEALUPDATE').length === 2)
    await quiet()
    expect(events('ONCRMDEALUPDATE').map(idOf)).toEqual(['303', '303'])
    expect((await house.site('deal.show', { id: 303 })).deal.stage).toMatchObject({ id: 'C2:EXECUTING', semantics: 'process' })
    const { item } = await house.result<{ item: Json }>('crm.item.get', { entityTypeId: 2, id: 303 })
    expect(item).toMatchObject({ stageId: 'C2:EXECUTING', stageSemanticId: 'P' })
  })
})
