/** What an administrator makes of the CRM: user fields, dictionaries, pipelines, currencies, fields that the search for duplicates looks at. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPortal, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
let marina = ''
beforeAll(async () => {
  house = await openPortal({ limits: false })
  await house.install()
  marina = (await house.site('frame.open', { bindingId: null, options: {} }, 4)).form['AUTH_ID'] ?? ''
})
afterAll(() => house.close())

describe('user fields', () => {
  it('are made, written by either name, filtered by and deleted with their values', async () => {
    const handler = 'http://127.0.0.1:9/hook/event'
    for (const event of ['ONCRMLEADUSERFIELDADD', 'ONCRMLEADUSERFIELDSETENUMVALUES', 'ONCRMLEADUSERFIELDDELETE']) await house.call('event.bind', { event, handler })
    const LIST = [{ VALUE: 'Brick', SORT: 20, XML_ID: 'b' }, { VALUE: 'Wood', SORT: 10, XML_ID: 'w' }]
    const fields = { FIELD_NAME: 'walls', USER_TYPE_ID: 'enumeration', LABEL: 'Walls', LIST }
    const id = await house.result<number>('crm.lead.userfield.add', { fields })
    const field = await house.result('crm.lead.userfield.get', { id })
    expect(field).toMatchObject({ FIELD_NAME: 'UF_CRM_WALLS', ENTITY_ID: 'CRM_LEAD', EDIT_FORM_LABEL: { ru: 'Walls', en: 'Walls' } })
    const [wood, brick] = (field['LIST'] as Json[]).map((one) => Number(one['ID']))
    const number = await house.result<number>('crm.lead.userfield.add', { fields: { FIELD_NAME: '1747000001', USER_TYPE_ID: 'integer', MULTIPLE: 'Y' } })
    await house.result('crm.item.update', { entityTypeId: 1, id: 1020, fields: { UF_CRM_WALLS: wood, ufCrm_1747000001: ['7', 8] } })
    await house.result('crm.lead.update', { id: 1022, fields: { UF_CRM_WALLS: brick } })
    expect(await house.result('crm.item.get', { entityTypeId: 1, id: 1020 })).toMatchObject({ item: { ufCrm_WALLS: wood, ufCrm_1747000001: [7, 8] } })
    expect(await house.result('crm.item.get', { entityTypeId: 1, id: 1020, useOriginalUfNames: 'Y' })).toMatchObject({ item: { UF_CRM_WALLS: wood } })
    expect(await house.result('crm.lead.get', { id: 1022 })).toMatchObject({ UF_CRM_WALLS: String(brick), UF_CRM_1747000001: false })
    const { items } = await house.result<{ items: Json[] }>('crm.item.list', { entityTypeId: 1, filter: { '!ufCrm_WALLS': null }, select: ['id'] })
    expect(items.map((one) => one['id'])).toEqual([1020, 1022])
    expect(await house.result('crm.lead.list', { filter: { UF_CRM_WALLS: wood }, select: ['ID', 'UF_*'] })).toEqual([
      { ID: '1020', UF_CRM_WALLS: String(wood), UF_CRM_1747000001: ['7', '8'] },
    ])
    expect((await house.result('crm.lead.fields'))['UF_CRM_WALLS']).toMatchObject({ type: 'enumeration', isDynamic: true, formLabel: 'Walls', items: [{ VALUE: 'Wood' }, { VALUE: 'Brick' }] })
    await house.result('crm.lead.userfield.update', { id, fields: { LIST: [{ ID: wood, DEL: 'Y' }], MANDATORY: 'Y' } })
    expect(await house.call('crm.lead.add', { fields: { TITLE: 'x' } })).toMatchObject({ status: 400, body: { error: '' } })
    for (const one of [id, number]) expect(await house.result('crm.lead.userfield.delete', { id: one })).toBe(true)
    expect(await house.result('crm.item.get', { entityTypeId: 1, id: 1020 })).not.toHaveProperty('item.ufCrm_WALLS')
    expect((await house.call('crm.item.list', { entityTypeId: 1, filter: { ufCrm_WALLS: 1 } })).body['error']).toBe('INVALID_ARG_VALUE')
    await until('events', () => ['ADD', 'SETENUMVALUES', 'DELETE'].every((change) => house.portal.deliveries.some((one) => one.name === `ONCRMLEADUSERFIELD${change}`)))
  })

  it('are refused without a name, with a wrong type, twice, and to who is no administrator', async () => {
    const add = (fields: Json, token?: string) => house.call('crm.deal.userfield.add', { fields }, token)
    const good = { FIELD_NAME: 'ONCE', USER_TYPE_ID: 'string' }
    expect(await add({ USER_TYPE_ID: 'string' })).toMatchObject({ status: 400, body: { error: '', error_description: "The 'FIELD_NAME' field is not found." } })
    expect(await add({ ...good, FIELD_NAME: 'Ж' })).toMatchObject({ body: { error: 'ERROR_CORE' } })
    expect(await add({ ...good, FIELD_NAME: 'A'.repeat(60) })).toMatchObject({ body: { error: 'ERROR_CORE' } })
    expect(await add({ ...good, USER_TYPE_ID: 'colour' })).toMatchObject({ body: { error: 'ERROR_CORE' } })
    expect((await add(good)).status).toBe(200)
    expect(await add(good)).toMatchObject({ body: { error: 'ERROR_CORE' } })
    expect(await add(good, marina)).toMatchObject({ status: 403 })
    expect(await house.call('crm.deal.userfield.get', { id: 99_999 })).toMatchObject({ body: { error: 'ERROR_NOT_FOUND' } })
    // Everybody may list them; labels come with a language.
    const { body } = await house.call('crm.deal.userfield.list', { filter: { FIELD_NAME: 'UF_CRM_1747309879', LANG: 'ru' } }, marina)
    expect(body).toMatchObject({ total: 1, result: [{ USER_TYPE_ID: 'string', EDIT_FORM_LABEL: 'Площадь помещения' }] })
  })

  it('take values of their type only', async () => {
    for (const [name, type] of Object.entries({ WHEN: 'datetime', DAY: 'date', FLAG: 'boolean', SUM: 'double' }))
      await house.result('crm.company.userfield.add', { fields: { FIELD_NAME: name, USER_TYPE_ID: type } })
    const fields = { ufCrm_WHEN: '01.02.2026 10:00:00', ufCrm_DAY: '2026-02-01', ufCrm_FLAG: 'Y', ufCrm_SUM: '12.5' }
    await house.result('crm.item.update', { entityTypeId: 4, id: 401, fields })
    expect(await house.result('crm.item.get', { entityTypeId: 4, id: 401 })).toMatchObject({
      item: { ufCrm_WHEN: '2026-02-01T10:00:00+03:00', ufCrm_DAY: '2026-02-01T03:00:00+03:00', ufCrm_FLAG: 'Y', ufCrm_SUM: 12.5 },
    })
    expect(await house.result('crm.company.get', { id: 401 })).toMatchObject({ UF_CRM_FLAG: '1', UF_CRM_SUM: '12.5' })
    expect((await house.result<{ items: Json[] }>('crm.item.list', { entityTypeId: 4, filter: { ufCrm_FLAG: 1 } })).items).toHaveLength(1)
    expect(await house.call('crm.item.update', { entityTypeId: 4, id: 401, fields: { ufCrm_SUM: 'much' } })).toMatchObject({
      body: { error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' },
    })
  })
})

describe('dictionaries', () => {
  it('grow, change and shrink; a stage in use and the system stay', async () => {
    const id = await house.result<number>('crm.status.add', { fields: { ENTITY_ID: 'SOURCE', STATUS_ID: 'FAIR', NAME: 'Fair', SORT: 5 } })
    expect(await house.result('crm.status.get', { id })).toMatchObject({ STATUS_ID: 'FAIR', SYSTEM: 'N', SORT: '5', SEMANTICS: null })
    await house.result('crm.status.update', { id, fields: { NAME: 'The fair' } })
    expect((await house.result<Json[]>('crm.status.entity.items', { entityId: 'SOURCE' }))[0]).toEqual({ NAME: 'The fair', SORT: 5, STATUS_ID: 'FAIR' })
    expect(await house.result('crm.status.delete', { id })).toBe(true)
    expect(await house.call('crm.status.get', { id })).toMatchObject({ status: 400, body: { error: 'Status is not found.' } })
    const [, estimate] = await house.result<Json[]>('crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE_4' }, order: { SORT: 'ASC' } })
    expect(await house.call('crm.status.delete', { id: estimate?.['ID'] })).toMatchObject({ body: { error: 'There are active items in this status.' } })
  })

  it('of stages get the prefix of their pipeline and keep the order of their groups', async () => {
    const add = (fields: Json) => house.call('crm.status.add', { fields: { ENTITY_ID: 'DEAL_STAGE_1', NAME: 'n', ...fields } })
    const { body } = await add({ STATUS_ID: 'REFUSED', SEMANTICS: 'F', SORT: 100 })
    expect(await house.result('crm.status.get', { id: body['result'] })).toMatchObject({ STATUS_ID: 'C1:REFUSED', SEMANTICS: 'F', CATEGORY_ID: '1' })
    await house.result('crm.item.update', { entityTypeId: 2, id: 305, fields: { stageId: 'C1:REFUSED' } })
    expect(await house.result('crm.deal.get', { id: 305 })).toMatchObject({ STAGE_SEMANTIC_ID: 'F', CLOSED: 'Y' })
    expect(await add({ STATUS_ID: 'REFUSED' })).toMatchObject({ body: { error: 'ERROR_CORE' } })
    expect(await add({ STATUS_ID: 'LATE', SORT: 500 })).toMatchObject({ status: 400, body: { error: '' } })
    expect(await house.call('crm.status.add', { fields: {} })).toMatchObject({ body: { error_description: 'The field ENTITY_ID is required.\nThe field STATUS_ID is required.' } })
    expect(await house.call('crm.status.add', { fields: { ENTITY_ID: 'X', STATUS_ID: 'Y', NAME: 'z' } }, marina)).toMatchObject({ body: { error_description: 'Access denied.' } })
    const history = await house.result<{ items: Json[] }>('crm.stagehistory.list', { entityTypeId: 2, filter: { OWNER_ID: 305 }, select: ['TYPE_ID', 'STAGE_ID'] })
    expect(history.items).toEqual([{ TYPE_ID: 1, STAGE_ID: 'C1:CONTRACT' }, { TYPE_ID: 3, STAGE_ID: 'C1:REFUSED' }])
    expect(await house.call('crm.stagehistory.list', { entityTypeId: 3 })).toMatchObject({ body: { error: 'ENTITY_TYPE_NOT_SUPPORTED' } })
  })
})

describe('pipelines', () => {
  it('come with stages, take deals, and go when they are empty', async () => {
    const { category } = await house.result<{ category: { id: number } }>('crm.category.add', { entityTypeId: 2, fields: { name: 'Windows', sort: 50 } })
    const { id } = category
    expect(await house.result('crm.category.get', { entityTypeId: 2, id })).toEqual({
      category: { id, name: 'Windows', sort: 50, entityTypeId: 2, isDefault: 'N', originId: '', originatorId: '' },
    })
    const { item } = await house.result<{ item: { id: number } }>('crm.item.add', { entityTypeId: 2, fields: { categoryId: id } })
    expect(item).toMatchObject({ stageId: `C${id}:NEW` })
    await house.result('crm.item.update', { entityTypeId: 2, id: item.id, fields: { categoryId: 1 } })
    const { items } = await house.result<{ items: Json[] }>('crm.stagehistory.list', { entityTypeId: 2, filter: { OWNER_ID: item.id } })
    expect(items.map((one) => [one['TYPE_ID'], one['STAGE_ID']])).toEqual([[1, `C${id}:NEW`], [5, 'C1:NEW']])
    expect((await house.result<{ category: Json }>('crm.category.update', { entityTypeId: 2, id, fields: { name: 'Doors' } })).category['name']).toBe('Doors')
    expect(await house.call('crm.category.delete', { entityTypeId: 2, id: 1 })).toMatchObject({ status: 400, body: { error: '0' } })
    expect(await house.call('crm.category.delete', { entityTypeId: 2, id: 0 })).toMatchObject({ body: { error_description: 'Default deal category can not be deleted' } })
    expect(await house.call('crm.category.delete', { entityTypeId: 2, id }, marina)).toMatchObject({ body: { error: 'ACCESS_DENIED' } })
    expect(await house.result('crm.category.delete', { entityTypeId: 2, id })).toBeNull()
    expect(await house.call('crm.category.get', { entityTypeId: 2, id })).toMatchObject({ body: { error: 'NOT_FOUND' } })
    expect(await house.call('crm.category.list', { entityTypeId: 1 })).toMatchObject({ body: { error: 'ENTITY_TYPE_NOT_SUPPORTED' } })
  })
})

describe('currencies and fields of duplicates', () => {
  it('are an administrator’s', async () => {
    const fields = { CURRENCY: 'CNY', AMOUNT_CNT: 10, AMOUNT: 125.5, LANG: { ru: { FULL_NAME: 'Юань' } } }
    expect(await house.call('crm.currency.add', { fields }, marina)).toMatchObject({ body: { error_description: 'Access denied.' } })
    expect(await house.result('crm.currency.add', { fields })).toBe('CNY')
    expect(await house.result('crm.currency.get', { id: 'CNY' })).toMatchObject({ AMOUNT: '125.5000', BASE: 'N', FULL_NAME: 'Юань' })
    expect(await house.call('crm.currency.delete', { id: 'RUB' })).toMatchObject({ status: 400 })
    expect(await house.result('crm.currency.delete', { id: 'CNY' })).toBe(true)
    const { id } = await house.result<{ id: number }>('crm.duplicate.volatileType.register', { entityTypeId: 1, fieldCode: 'TITLE' })
    expect(await house.result('crm.duplicate.volatileType.list')).toEqual([{ id, entityTypeId: 1, fieldCode: 'TITLE' }])
    expect(await house.call('crm.duplicate.volatileType.register', { entityTypeId: 1, fieldCode: 'NO' })).toMatchObject({ body: { error: 'FIELD_NOT_FOUND' } })
    expect(await house.result('crm.duplicate.volatileType.unregister', { id })).toBe(true)
    expect(await house.call('crm.duplicate.volatileType.unregister', { id })).toMatchObject({ body: { error: 'TYPE_IS_NOT_ASSIGNED' } })
  })
})
