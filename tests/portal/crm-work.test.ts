/** What hangs on the CRM's records: comments, to-dos, an application's own activities, calls, product rows, requisites and addresses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPortal, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
let marina = ''
const handler = 'http://127.0.0.1:9/hook/event'
beforeAll(async () => {
  house = await openPortal({ limits: false })
  await house.install()
  marina = (await house.site('frame.open', { bindingId: null, options: {} }, 4)).form['AUTH_ID'] ?? ''
  const changes = ['ADD', 'UPDATE', 'DELETE']
  const kinds = ['ACTIVITY', 'TIMELINECOMMENT', 'REQUISITE']
  for (const event of [...kinds.flatMap((kind) => changes.map((change) => `ONCRM${kind}${change}`)), 'ONCRMADDRESSREGISTER', 'ONCRMADDRESSUNREGISTER'])
    await house.result('event.bind', { event, handler })
})
afterAll(() => house.close())

const error = (code: string) => ({ status: 400, body: { error: code } })
const sent = (name: string) => until(name, () => house.portal.deliveries.some((one) => one.name === name))
const webhook = async (method: string, params: Json) => {
  const { state, url } = house.portal
  const answer = await fetch(`${url}/rest/1/${state.webhookSecret}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return { status: answer.status, body: (await answer.json()) as Json }
}

describe('a comment', () => {
  it('is written, read, changed by its author and deleted', async () => {
    const fields = { ENTITY_ID: 303, ENTITY_TYPE: 'deal', COMMENT: 'first' }
    const id = await house.result<number>('crm.timeline.comment.add', { fields })
    expect(await house.result('crm.timeline.comment.get', { id })).toMatchObject({ ID: String(id), ENTITY_ID: '303', ENTITY_TYPE: 'deal', COMMENT: 'first', AUTHOR_ID: '1' })
    expect(await house.result('crm.timeline.comment.update', { id, fields: { COMMENT: 'second' } })).toBe(id)
    expect(await house.call('crm.timeline.comment.update', { id, fields: { COMMENT: ' ' } })).toMatchObject(error('INVALID_ARG_VALUE'))
    expect(await house.call('crm.timeline.comment.update', { id, fields: { COMMENT: 'x' } }, marina)).toMatchObject(error('ACCESS_DENIED'))
    expect(await house.call('crm.timeline.comment.get', { id }, marina)).toMatchObject({ body: { error: '', error_description: 'Access denied.' } })
    expect(await house.result('crm.timeline.comment.list', { filter: { ENTITY_ID: 303, ENTITY_TYPE: 'deal' }, select: ['COMMENT'] })).toEqual([{ COMMENT: 'second' }])
    expect(await house.call('crm.timeline.comment.delete', { id, ownerTypeId: 2, ownerId: 304 })).toMatchObject(error('OWNER_NOT_FOUND'))
    expect(await house.result('crm.timeline.comment.delete', { id, ownerTypeId: 2, ownerId: 303 })).toBeNull()
    expect(await house.call('crm.timeline.comment.delete', { id })).toMatchObject(error('NOT_FOUND'))
    for (const change of ['ADD', 'UPDATE', 'DELETE']) await sent(`ONCRMTIMELINECOMMENT${change}`)
  })
})

describe('a to-do', () => {
  const owner = { ownerTypeId: 2, ownerId: 303 }
  it('is planned, changed part by part, completed and then closed to changes', async () => {
    const { id } = await house.result<{ id: number }>('crm.activity.todo.add', { ...owner, deadline: '2026-12-01T10:00:00+03:00', title: 'Call', responsibleId: 6 })
    expect(await house.result('crm.activity.get', { id })).toMatchObject({
      PROVIDER_ID: 'CRM_TODO',
      SUBJECT: 'Call',
      RESPONSIBLE_ID: '6',
      DEADLINE: '2026-12-01T10:00:00+03:00',
      COMPLETED: 'N',
    })
    const part = (name: string, params: Json) => house.result(`crm.activity.todo.update${name}`, { id, ...owner, ...params })
    expect(await part('Deadline', { value: '02.12.2026 12:00:00' })).toEqual({ id })
    await part('Description', { value: 'Ask about the oven' })
    await part('Color', { colorId: '3' })
    await part('ResponsibleUser', { responsibleId: 4 })
    await part('', { deadline: '2026-12-03T10:00:00+03:00' })
    expect(await house.result('crm.activity.get', { id })).toMatchObject({ DESCRIPTION: 'Ask about the oven', RESPONSIBLE_ID: '4', SUBJECT: 'Call', DEADLINE: '2026-12-03T10:00:00+03:00' })
    expect(await house.call('crm.activity.todo.updateColor', { id, ...owner, colorId: '9' })).toMatchObject(error('CAN_NOT_UPDATE_WRONG_COLOR_TODO'))
    await house.result('crm.activity.update', { id, fields: { COMPLETED: 'Y' } })
    expect(await house.call('crm.activity.todo.updateColor', { id, ...owner, colorId: '1' })).toMatchObject(error('CAN_NOT_UPDATE_COLOR_COMPLETED_TODO'))
    expect(await house.call('crm.activity.todo.updateDeadline', { id, ...owner, value: '2026-12-01' })).toMatchObject(error('CAN_NOT_UPDATE_COMPLETED_TODO'))
    expect(await house.result('crm.activity.list', { filter: { OWNER_ID: 303, OWNER_TYPE_ID: 2, COMPLETED: 'Y' }, select: ['ID'] })).toEqual([{ ID: String(id) }])
    expect(await house.result('crm.activity.delete', { id })).toBe(true)
    for (const change of ['ADD', 'UPDATE', 'DELETE']) await sent(`ONCRMACTIVITY${change}`)
  })

  it('is refused without an owner, a moment or a right', async () => {
    const add = (params: Json, token?: string) => house.call('crm.activity.todo.add', { ...owner, deadline: '2026-12-01T10:00:00+03:00', ...params }, token)
    expect(await add({ ownerId: 99_999 })).toMatchObject(error('OWNER_NOT_FOUND'))
    expect(await add({ deadline: 'soon' })).toMatchObject(error('WRONG_DATETIME_FORMAT'))
    expect(await add({}, marina)).toMatchObject(error('ACCESS_DENIED'))
    expect(await house.call('crm.activity.todo.add', owner)).toMatchObject(error('100'))
    expect(await house.call('crm.activity.todo.updateColor', { id: 99_999, ...owner, colorId: '1' })).toMatchObject(error('NOT_FOUND'))
  })
})

describe("an application's own activity", () => {
  const layout = {
    icon: { code: 'call-completed' },
    header: { title: 'Visit planned', tags: { today: { title: 'today', type: 'warning' } } },
    body: { logo: { code: 'call' }, blocks: { where: { type: 'text', properties: { value: 'Volga Embankment 8' } } } },
    footer: { buttons: { open: { title: 'Open', type: 'primary', action: { type: 'openRestApp', actionParams: { visit: '1' } } } } },
  }
  const add = (params: Json) => house.call('crm.activity.configurable.add', { ownerTypeId: 1, ownerId: 1024, fields: {}, layout, ...params })

  it('keeps its layout, and only the application changes it', async () => {
    const { body } = await add({ fields: { deadline: '2026-12-01T10:00:00+03:00', completed: 'N', responsibleId: 2, originId: 'v1' } })
    const { id } = (body['result'] as { activity: { id: number } }).activity
    const { activity } = await house.result<{ activity: Json }>('crm.activity.configurable.get', { id })
    expect(activity).toMatchObject({ id, ownerTypeId: 1, ownerId: 1024, layout, fields: { typeId: 'CONFIGURABLE', completed: false, responsibleId: 2, originId: 'v1' } })
    await house.result('crm.activity.configurable.update', { id, fields: { completed: true }, layout: { ...layout, header: { title: 'Visit done' } } })
    expect(await house.result('crm.activity.get', { id })).toMatchObject({ COMPLETED: 'Y', SUBJECT: 'Visit done', PROVIDER_ID: 'CONFIGURABLE_REST_APP' })
    expect(await webhook('crm.activity.configurable.get', { id })).toMatchObject(error('ERROR_WRONG_CONTEXT'))
    expect(await webhook('crm.activity.update', { id, fields: { SUBJECT: 'x' } })).toMatchObject({ body: { error_description: 'Application context required' } })
  })

  it.each([
    ['ERROR_EMPTY_LAYOUT', {}],
    ['FIELD_IS_REQUIRED', { icon: layout.icon, header: layout.header }],
    ['FIELD_IS_REDUNDANT', { ...layout, side: {} }],
    ['ENUM_FIELD', { ...layout, header: { title: 'x', tags: { a: { title: 'x', type: 'loud' } } } }],
    ['TOO_MANY_ITEMS', { ...layout, header: { title: 'x', tags: { a: { title: 'x', type: 'warning' }, b: { title: 'x', type: 'warning' }, c: { title: 'x', type: 'warning' } } } }],
    ['KEY_CONTAIN_WRONG_SYMBOLS', { ...layout, body: { ...layout.body, blocks: { 'a b': layout.body.blocks.where } } }],
    ['WRONG_LANG', { ...layout, header: { title: { russian: 'x' } } }],
  ])('is refused as %s', async (code, wrong) => {
    expect(await add({ layout: wrong })).toMatchObject(error(code))
  })

  it('cannot be incoming and have a deadline', async () => {
    expect(await add({ fields: { isIncomingChannel: 'Y', deadline: '2026-12-01T10:00:00+03:00' } })).toMatchObject(error('INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE'))
    expect(await add({ fields: { completed: 'perhaps' } })).toMatchObject(error('WRONG_FIELD_VALUE'))
  })
})

describe('a call', () => {
  const fields = { OWNER_TYPE_ID: 2, OWNER_ID: 303, TYPE_ID: 2, SUBJECT: 'Call', RESPONSIBLE_ID: 6, COMMUNICATIONS: [{ VALUE: '+7 485 200-31-32', ENTITY_ID: 505, ENTITY_TYPE_ID: 3 }] }
  it('has a number, and may be bound to several records', async () => {
    const id = await house.result<number>('crm.activity.add', { fields })
    const [row] = await house.result<Json[]>('crm.activity.list', { filter: { ID: id }, select: ['ID', 'COMMUNICATIONS'] })
    expect(row).toMatchObject({ COMMUNICATIONS: [{ TYPE: 'PHONE', VALUE: '+7 485 200-31-32', ENTITY_SETTINGS: { LAST_NAME: 'Лосев' } }] })
    await house.result('crm.activity.binding.add', { activityId: id, entityTypeId: 1, entityId: 1024 })
    expect(await house.result('crm.activity.binding.list', { activityId: id })).toEqual([{ entityTypeId: 2, entityId: 303 }, { entityTypeId: 1, entityId: 1024 }])
    await house.result('crm.activity.binding.delete', { activityId: id, entityTypeId: 2, entityId: 303 })
    expect(await house.result('crm.activity.get', { id })).toMatchObject({ OWNER_ID: '1024', OWNER_TYPE_ID: '1' })
    expect(await house.call('crm.activity.add', { fields: { ...fields, COMMUNICATIONS: [] } })).toMatchObject({ body: { error_description: 'The field COMMUNICATIONS is not defined or invalid.' } })
    expect(await house.call('crm.activity.get', { id: 99_999 })).toMatchObject({ body: { error: '', error_description: 'Activity is not found.' } })
  })
})

describe('product rows', () => {
  it('set prices and the sum of a deal, unless it was set by hand', async () => {
    const productRows = [
      { productName: 'Boiler', price: 90_000, quantity: 2, discountTypeId: 2, discountRate: 10, taxRate: 20 },
      { productName: 'Pipe', price: 100, quantity: 10 },
    ]
    const set = await house.result<{ productRows: Json[] }>('crm.item.productrow.set', { ownerId: 309, ownerType: 'D', productRows })
    expect(set.productRows[0]).toMatchObject({ price: 90_000, priceExclusive: 75_000, priceNetto: 83_333.33, priceBrutto: 100_000, discountSum: 8_333.33 })
    expect(await house.result('crm.deal.get', { id: 309 })).toMatchObject({ OPPORTUNITY: '181000.00' })
    const id = set.productRows[1]?.['id'] as number
    await house.result('crm.item.productrow.update', { id, fields: { quantity: 20 } })
    const { productRows: listed } = await house.result<{ productRows: Json[] }>('crm.item.productrow.list', { filter: { '=ownerType': 'D', '=ownerId': 309, '>quantity': 5 } })
    expect(listed).toMatchObject([{ productName: 'Pipe', quantity: 20 }])
    expect(await house.result('crm.item.productrow.delete', { id })).toBeNull()
    expect(await house.result('crm.deal.get', { id: 309 })).toMatchObject({ OPPORTUNITY: '180000.00' })
    expect(await house.call('crm.item.productrow.add', { fields: { ownerId: 99_999, ownerType: 'D' } })).toMatchObject(error('OWNER_NOT_FOUND'))
    expect(await house.call('crm.item.productrow.add', { fields: { ownerId: 309, ownerType: 'D' } }, marina)).toMatchObject(error('ACCESS_DENIED'))
    expect(await house.call('crm.item.productrow.get', { id })).toMatchObject(error('NOT_FOUND'))
  })
})

describe('requisites', () => {
  it('carry addresses of clients', async () => {
    const fields = { ENTITY_TYPE_ID: 4, ENTITY_ID: 403, PRESET_ID: 1, NAME: 'School', RQ_INN: '7600000001' }
    const id = await house.result<number>('crm.requisite.add', { fields })
    expect(await house.result('crm.requisite.get', { id })).toMatchObject({ ENTITY_ID: '403', RQ_INN: '7600000001', RQ_KPP: null, MODIFY_BY_ID: null })
    const place = { TYPE_ID: 1, ENTITY_TYPE_ID: 8, ENTITY_ID: id }
    expect(await house.result('crm.address.add', { fields: { ...place, CITY: 'Rybinsk' } })).toBe(true)
    expect(await house.call('crm.address.add', { fields: place })).toMatchObject({ body: { error_description: 'TypeAddress exists.' } })
    await house.result('crm.address.update', { fields: { ...place, ADDRESS_1: 'Krestovaya St 50' } })
    expect(await house.result('crm.address.list', { filter: { ANCHOR_TYPE_ID: 4, ANCHOR_ID: 403 } })).toMatchObject([{ CITY: 'Rybinsk', ADDRESS_1: 'Krestovaya St 50' }])
    expect(await house.result('crm.requisite.list', { filter: { RQ_INN: '7600000001' }, select: ['ID', 'NAME'] })).toEqual([{ ID: String(id), NAME: 'School' }])
    await house.result('crm.requisite.update', { id, fields: { RQ_KPP: '760001001' } })
    expect(await house.result('crm.requisite.get', { id })).toMatchObject({ RQ_KPP: '760001001', MODIFY_BY_ID: '1' })
    expect(await house.result('crm.address.delete', { fields: place })).toBe(true)
    expect(await house.result('crm.requisite.delete', { id })).toBe(true)
    expect(await house.call('crm.requisite.get', { id })).toMatchObject({ body: { error_description: `The Requisite with ID '${id}' is not found` } })
    expect(await house.call('crm.requisite.add', { fields: { ENTITY_TYPE_ID: 2 } })).toMatchObject({ body: { error_description: 'ENTITY_TYPE_ID is not defined or invalid.' } })
    for (const event of ['REQUISITEADD', 'REQUISITEUPDATE', 'REQUISITEDELETE', 'ADDRESSREGISTER', 'ADDRESSUNREGISTER']) await sent(`ONCRM${event}`)
  })

  it('are made by presets; a lead keeps its address itself', async () => {
    expect(await house.result('crm.requisite.preset.list', { select: ['NAME'] })).toEqual([{ NAME: 'Организация' }, { NAME: 'ИП' }, { NAME: 'Физ. лицо' }])
    await house.result('crm.address.update', { fields: { TYPE_ID: 1, ENTITY_TYPE_ID: 1, ENTITY_ID: 1024, ADDRESS_2: 'yard' } })
    expect(await house.result('crm.lead.get', { id: 1024 })).toMatchObject({ ADDRESS: 'ул. Мельничная, 14', ADDRESS_2: 'yard' })
  })
})

describe('meanings and modes', () => {
  it('are told', async () => {
    expect(await house.result<Json[]>('crm.enum.ownertype')).toContainEqual({ ID: 2, NAME: 'Сделка', SYMBOL_CODE: 'DEAL', SYMBOL_CODE_SHORT: 'D' })
    expect(await house.result('crm.type.list')).toEqual({ types: [] })
    expect(await house.call('crm.type.list', {}, marina)).toMatchObject(error('ACCESS_DENIED'))
    expect(await house.call('crm.automation.trigger', { target: 'DEAL' })).toMatchObject({ body: { error_description: 'Incorrect target format.' } })
    expect(await house.result('crm.automation.trigger', { target: 'DEAL_303' })).toBe(true)
    expect(house.portal.unknownFields).toEqual([])
  })
})
