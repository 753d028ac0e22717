/** The application's life: nothing is delivered, shown or offered before the installation is finished, and nothing stays after it is gone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, quiet, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
})
afterEach(() => house.close())

const events = (name: string) => house.received.filter((one) => one.body['event'] === name).map((one) => one.body)

describe('an installation', () => {
  it('sends ONAPPINSTALL at once, and shows and delivers nothing until it is finished', async () => {
    const frame = await house.install(false)
    await until('ONAPPINSTALL', () => events('ONAPPINSTALL').length === 1)
    const { auth, data } = events('ONAPPINSTALL')[0] as { auth: Json; data: Json }
    expect(data).toMatchObject({ VERSION: '1', ACTIVE: 'Y', INSTALLED: 'N', LANGUAGE_ID: 'ru' })
    expect(auth).toMatchObject({
      member_id: house.portal.memberId,
      application_token: frame.form['APPLICATION_TOKEN'],
      domain: new URL(house.portal.url).host,
    })
    expect(auth['refresh_token']).toBeTruthy()
    expect(frame.action).toMatch(/\/app\/install\?DOMAIN=localhost%3A\d+&PROTOCOL=0&LANG=ru&APP_SID=/)
    expect(frame.frameName).toBe(`${new URL(house.portal.url).host}|0|${frame.appSid}`)
    expect(frame.form).toMatchObject({
      AUTH_EXPIRES: '3600',
      PLACEMENT: 'DEFAULT',
      status: 'F',
      SERVER_ENDPOINT: `${house.portal.url}/oauth/rest/`,
      PLACEMENT_OPTIONS: '{"URI":"/market/"}',
    })
    expect(frame.initData).toMatchObject({ INSTALL: true, FIRST_RUN: true, IS_ADMIN: true, PROTOCOL: 0 })

    const target = new URL(frame.action).origin
    expect(
      await house.result('placement.bind', {
        PLACEMENT: 'CRM_LEAD_DETAIL_TAB',
        HANDLER: `${target}/app/visit`,
        LANG_ALL: { ru: { TITLE: 'Отчёт' } },
      }),
    ).toBe(true)
    expect(await house.result('event.bind', { event: 'onCrmLeadUpdate', handler: `${target}/hook/event` })).toBe(true)
    expect(await house.result<Json>('app.info')).toMatchObject({ INSTALLED: false })
    await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
    await quiet()
    expect(events('ONCRMLEADUPDATE')).toEqual([])
    expect((await house.site('lead.show', { id: 1024 })).tabs).toEqual([])
    await expect(house.site('frame.open', { bindingId: null, options: {} }, 2)).rejects.toThrow('403 not_finished')

    await house.site('frame.installFinish', { appSid: frame.appSid, finished: true })
    expect((await house.site('lead.show', { id: 1024 })).tabs).toMatchObject([{ placement: 'CRM_LEAD_DETAIL_TAB', title: 'Отчёт' }])
    await house.site('lead.move', { id: 1024, stageId: 'VISIT' })
    await until('the event', () => events('ONCRMLEADUPDATE').length === 1)
    expect(events('ONCRMLEADUPDATE')[0]).toMatchObject({
      data: { FIELDS: { ID: '1024' } },
      event_handler_id: expect.any(String) as unknown,
      auth: { user_id: '1' },
    })
    await quiet()
    expect(events('ONCRMLEADUPDATE')).toHaveLength(1)
  })

  it('opens a tab with the record, the language and tokens of the acting person', async () => {
    const first = await house.install()
    await house.result('placement.bind', { PLACEMENT: 'CRM_LEAD_DETAIL_TAB', HANDLER: `${new URL(first.action).origin}/app/visit`, TITLE: 'Visit' })
    const tab = (await house.site('lead.show', { id: 1024 }, 2)).tabs[0]
    const frame = await house.site('frame.open', { bindingId: tab?.bindingId ?? 0, options: { ID: '1024' } }, 2)
    expect(frame.form['PLACEMENT']).toBe('CRM_LEAD_DETAIL_TAB')
    expect(JSON.parse(frame.form['PLACEMENT_OPTIONS'] ?? '')).toEqual({ ID: '1024', URI: '/crm/lead/details/1024/' })
    expect(frame.initData).toMatchObject({ INSTALL: false, IS_ADMIN: false, PLACEMENT_OPTIONS: { ID: '1024' } })
    expect((await house.call('profile', {}, frame.form['AUTH_ID'])).body['result']).toMatchObject({ ID: '2', ADMIN: false })
  })

  it('loses robots and event handlers with an update and everything with its removal', async () => {
    const frame = await house.install()
    const target = new URL(frame.action).origin
    const robot = {
      CODE: 'distribute-visit',
      HANDLER: `${target}/hook/robot/distribute-visit`,
      NAME: { ru: 'Распределить', en: 'Distribute' },
      USE_SUBSCRIPTION: 'Y',
    }
    await house.result('bizproc.robot.add', robot)
    expect(await house.call('bizproc.robot.add', robot)).toMatchObject({ status: 400, body: { error: 'ERROR_ACTIVITY_ALREADY_INSTALLED' } })
    await house.result('event.bind', { event: 'ONCRMLEADUPDATE', handler: `${target}/hook/event` })
    await house.site('stage.save', {
      stageId: 'REPORT',
      robots: [{ id: 'r1', kind: 'app:distribute-visit', values: {}, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
    })

    await house.site('market.update', {})
    await until('ONAPPUPDATE', () => events('ONAPPUPDATE').length === 1)
    expect(events('ONAPPUPDATE')[0]).toMatchObject({ data: { VERSION: '2', PREVIOUS_VERSION: '1' } })
    expect(await house.result('bizproc.robot.list')).toEqual([])
    expect(await house.result('event.get')).toEqual([])
    const blocked = await house.site('stage.show', { stageId: 'REPORT' })
    expect(blocked.kinds.find((kind) => kind.kind === 'app:distribute-visit')).toMatchObject({ blocked: true })

    await house.result('bizproc.robot.add', robot)
    const again = await house.site('frame.open', { bindingId: null, options: {} })
    expect(again.action).toContain('/app/install')
    await house.site('frame.installFinish', { appSid: again.appSid, finished: true })
    expect((await house.site('stage.show', { stageId: 'REPORT' })).kinds.find((kind) => kind.kind === 'app:distribute-visit')).toMatchObject({
      blocked: false,
    })

    await house.site('market.uninstall', { clean: true })
    await until('ONAPPUNINSTALL', () => events('ONAPPUNINSTALL').length === 1)
    const { auth, data } = events('ONAPPUNINSTALL')[0] as { auth: Json; data: Json }
    expect(data).toMatchObject({ CLEAN: '1' })
    expect(Object.keys(auth).sort()).toEqual(['application_token', 'client_endpoint', 'domain', 'member_id', 'server_endpoint'])
    expect(auth['application_token']).toBe(frame.form['APPLICATION_TOKEN'])
    expect(await house.call('profile')).toMatchObject({ status: 401 })
  })

  it('is for administrators, and refuses local handlers where it should not flatter', async () => {
    await expect(house.site('market.install', {}, 2)).rejects.toThrow('403 forbidden')
    const strict = await openPortal({ allowLocalHandlers: false })
    await strict.install()
    expect(await strict.call('bizproc.robot.add', { CODE: 'a', NAME: 'a', HANDLER: 'http://127.0.0.1:9/x' })).toMatchObject({
      status: 400,
      body: { error: 'ERROR_WRONG_HANDLER_URL' },
    })
    expect(await strict.call('event.bind', { event: 'ONCRMLEADADD', handler: 'http://localhost/x' })).toMatchObject({ status: 400 })
    await strict.close()
  })
})
