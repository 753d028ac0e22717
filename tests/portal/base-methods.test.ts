/** The base scope: handlers and the offline queue, settings, features, rights by code, places and field types. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, quiet, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
let handler: string
beforeEach(async () => {
  house = await openPortal({ limits: false })
  handler = `${new URL((await house.install()).action).origin}/hook/event`
})
afterEach(() => house.close())

const heard = () => house.received.filter((one) => one.body['event'] !== 'ONAPPINSTALL').map((one) => one.body)
const webhook = async (method: string, params: Json = {}) => {
  const answer = await fetch(`${house.portal.webhook}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await answer.json()) as Json
}
const lead = (title: string, more: Json = {}) => house.result('crm.item.update', { entityTypeId: 1, id: 1019, fields: { title }, ...more })

describe('offline events', () => {
  interface Taken {
    process_id: string | null
    events: Json[]
  }
  const bind = (more: Json = {}) => house.result('event.bind', { event: 'ONCRMLEADUPDATE', event_type: 'offline', ...more })
  const list = (params: Json = {}) => house.result<Json[]>('event.offline.list', params)
  const get = (params: Json = {}) => house.result<Taken>('event.offline.get', params)

  it('wait as one entry an object, and are taken once', async () => {
    await bind()
    await lead('one')
    await lead('two')
    await house.result('crm.item.update', { entityTypeId: 1, id: 1021, fields: { title: 'other' } })
    expect(await list()).toMatchObject([
      { EVENT_NAME: 'ONCRMLEADUPDATE', EVENT_DATA: { FIELDS: { ID: '1019' } }, PROCESS_ID: '', ERROR: '0' },
      { EVENT_DATA: { FIELDS: { ID: '1021' } } },
    ])
    const { process_id: process, events } = await get({ limit: 1 })
    expect({ process, taken: events.length }).toEqual({ process: null, taken: 1 })
    expect(await list()).toHaveLength(1)
    await quiet()
    expect(heard()).toEqual([])
  })

  it('are reserved, put aside as failed, and cleared', async () => {
    await bind()
    await lead('one')
    await house.result('crm.item.update', { entityTypeId: 1, id: 1021, fields: { title: 'other' } })
    const { process_id: process, events } = await get({ clear: 0 })
    expect(events).toHaveLength(2)
    expect((await get({ clear: 0 })).events).toEqual([])
    expect((await get({ clear: 0, process_id: process })).events).toHaveLength(2)
    await house.result('event.offline.error', { process_id: process, message_id: [events[0]?.['MESSAGE_ID']] })
    await house.result('event.offline.clear', { process_id: process })
    expect(await list()).toMatchObject([{ ID: events[0]?.['ID'], ERROR: '1' }])
    expect((await get()).events).toEqual([])
    expect((await get({ error: 1 })).events).toHaveLength(1)
  })

  it('leave out what their own source did', async () => {
    await bind({ auth_connector: 'mine' })
    await lead('one', { auth_connector: 'mine' })
    expect(await list({ auth_connector: 'mine' })).toEqual([])
    await lead('two')
    expect(await list({ auth_connector: 'mine' })).toHaveLength(1)
    expect(await list()).toEqual([])
  })

  it('are announced no oftener than asked, and are an administrator’s business', async () => {
    await bind()
    await house.result('event.bind', { event: 'ONOFFLINEEVENT', handler, options: { minTimeout: 60 } })
    await lead('one')
    await house.result('crm.item.update', { entityTypeId: 1, id: 1021, fields: { title: 'other' } })
    await until('the announcement', () => heard().length > 0)
    await quiet()
    expect(heard().map((one) => one['event'])).toEqual(['ONOFFLINEEVENT'])
    const ordinary = await house.tokenOf(3)
    expect(await house.refusal('event.offline.list', {}, ordinary)).toEqual(['ACCESS_DENIED', 'Access denied!'])
    expect((await house.refusal('event.bind', { event: 'ONTASKADD', event_type: 'offline' }, ordinary))[1]).toMatch(/^Access denied! Offline events binding/)
    expect((await house.refusal('event.bind', { event: 'ONTASKADD', handler, auth_type: 1 }, ordinary))[1]).toMatch(/AUTH_TYPE requires/)
    expect(await house.refusal('event.bind', { event: 'ONUSERADD', handler })).toEqual(['ERROR_EVENT_NOT_FOUND', 'Event not found'])
    expect(await house.result('event.get', {}, ordinary)).toEqual([])
    expect(await house.result('event.unbind', { event: 'ONCRMLEADUPDATE', event_type: 'offline' })).toEqual({ count: 1 })
  })
})

it('event.test comes back as ONAPPTEST with what was sent', async () => {
  await house.result('event.bind', { event: 'ONAPPTEST', handler })
  await house.result('event.test', { any: 'thing' })
  await until('the event', () => heard().length > 0)
  expect(heard()[0]).toMatchObject({ event: 'ONAPPTEST', data: { QUERY: { any: 'thing' } } })
})

describe('settings', () => {
  it('are kept for the application and for each person', async () => {
    await house.result('app.option.set', { options: { data: 'value', more: '2' } })
    expect(await house.result('app.option.get')).toEqual({ data: 'value', more: '2' })
    expect(await house.result('app.option.get', { option: 'more' })).toBe('2')
    expect(await house.result('app.option.get', { option: 'nothing' })).toBeNull()
    const ordinary = await house.tokenOf(3)
    await house.result('user.option.set', { options: { mine: 'x' } }, ordinary)
    expect(await house.result('user.option.get', {}, ordinary)).toEqual({ mine: 'x' })
    expect(await house.result('user.option.get')).toEqual([])
    expect(await house.refusal('app.option.set', { options: { a: 1 } }, ordinary)).toEqual([
      'AccessException',
      'Administrator authorization required',
    ])
    expect(await house.refusal('app.option.set')).toEqual(['ArgumentNullException', 'options is empty'])
    expect(await webhook('app.option.get')).toMatchObject({ error: 'AccessException', error_description: 'Application context required' })
  })
})

describe('what there is', () => {
  it('is told by method, feature and scope', async () => {
    const about = (name: string) => house.result('method.get', { name })
    expect(await about('TASKS.task.add')).toEqual({ isExisting: true, isAvailable: true })
    expect(await about('user.add')).toEqual({ isExisting: true, isAvailable: false })
    expect(await about('no.such')).toEqual({ isExisting: false, isAvailable: false })
    expect(await house.result('methods', { scope: 'timeman' })).toContain('timeman.pause')
    expect(await house.result('methods', { scope: '' })).toContain('server.time')
    expect(await house.result('methods')).not.toContain('disk.storage.getList')
    expect(await house.result('feature.get', { CODE: 'rest_offline_extended' })).toEqual({ value: 'Y' })
    expect(await house.refusal('feature.get')).toEqual(['CODE_EMPTY', "CODE can't be empty"])
    expect(await house.result('events')).not.toContain('ONUSERADD')
    expect(await house.result('events', { SCOPE: 'user' })).toEqual(['ONUSERADD'])
    expect(await house.result('scope', { full: true })).toContain('disk')
    expect((await webhook('scope'))['result']).toContain('user')
  })

  it('includes rights by their codes', async () => {
    const head = await house.tokenOf(3)
    const may = (ACCESS: string[]) => house.result<boolean>('user.access', { ACCESS }, head)
    expect([await may(['U3']), await may(['U4']), await may(['G1']), await may(['D3']), await may(['D1']), await may(['DR1'])]).toEqual([
      true,
      false,
      false,
      true,
      false,
      true,
    ])
    expect(await house.result('user.admin', {}, head)).toBe(false)
    expect(await house.result('user.admin')).toBe(true)
    expect(await house.result('access.name', { ACCESS: ['AU', 'D3', 'X9'] })).toEqual({
      AU: { provider: '', name: 'Все авторизованные пользователи', provider_id: 'other' },
      D3: { provider: 'Отделы', name: 'Электрика', provider_id: 'intranet' },
    })
  })
})

describe('places and kinds of fields', () => {
  it('are listed by scope, and some are bound once', async () => {
    expect(await house.result('placement.list', { SCOPE: 'task' })).toEqual(expect.arrayContaining(['TASK_VIEW_TAB']))
    expect(await house.result('placement.list', {}, await house.tokenOf(3))).toContain('CRM_DEAL_DETAIL_TAB')
    await house.result('placement.bind', { PLACEMENT: 'REST_APP_URI', HANDLER: handler })
    expect((await house.refusal('placement.bind', { PLACEMENT: 'REST_APP_URI', HANDLER: `${handler}2` }))[0]).toBe('ERROR_PLACEMENT_MAX_COUNT')
    expect((await house.refusal('placement.bind', { PLACEMENT: 'LEFT_MENU', HANDLER: handler, USER_ID: 1 }))[0]).toBe('ERROR_PLACEMENT_USER_MODE')
    expect((await house.refusal('placement.bind', { PLACEMENT: 'PAGE_BACKGROUND_WORKER', HANDLER: handler }))[0]).toBe('EMPTY_ERROR_HANDLER_URL')
    expect(await webhook('placement.list')).toMatchObject({ error: 'WRONG_AUTH_TYPE' })
  })

  it('are registered, changed and removed', async () => {
    const type = { USER_TYPE_ID: 'address', HANDLER: `${handler}/1`, TITLE: 'Address' }
    await house.result('userfieldtype.add', type)
    expect((await house.refusal('userfieldtype.add', { ...type, USER_TYPE_ID: 'other' }))[1]).toMatch(/already binded$/)
    await house.result('userfieldtype.update', { ...type, TITLE: 'Place' })
    expect(await house.result('userfieldtype.list')).toEqual([{ ...type, TITLE: 'Place', DESCRIPTION: '' }])
    await house.result('userfieldtype.delete', { USER_TYPE_ID: 'address' })
    expect(await house.refusal('userfieldtype.delete', { USER_TYPE_ID: 'address' })).toEqual(['ERROR_NOT_FOUND', 'User Field Type not found'])
    expect((await house.refusal('userfieldtype.add', { HANDLER: handler }))[1]).toBe("Argument 'USER_TYPE_ID' is null or empty")
  })
})
