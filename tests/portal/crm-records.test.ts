/** Records of the CRM by both generations of methods: one store, two ways to name and type what is in it. */
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

const refused = (error: string, text: string, status = 400) => ({ status, body: { error, error_description: text } })

describe('the frozen methods', () => {
  it('make, show, list, change and delete a deal, with numbers as text', async () => {
    const fields = { TITLE: 'Old way', CATEGORY_ID: 1, OPPORTUNITY: 1500.5, CONTACT_IDS: [501, 502], COMPANY_ID: 402, BEGINDATE: '02.03.2026' }
    const id = await house.result<number>('crm.deal.add', { FIELDS: fields })
    const deal = await house.result('crm.deal.get', { ID: id })
    expect(deal).toMatchObject({
      ID: String(id),
      TITLE: 'Old way',
      STAGE_ID: 'C1:NEW',
      STAGE_SEMANTIC_ID: 'P',
      CLOSED: 'N',
      OPPORTUNITY: '1500.50',
      CONTACT_ID: '501',
      COMPANY_ID: '402',
      LEAD_ID: null,
      BEGINDATE: '2026-03-02T03:00:00+03:00',
      CLOSEDATE: '',
    })
    // The pipeline is written once; a number that cannot be is the portal's own refusal, without a code.
    expect(await house.result('crm.deal.update', { id, fields: { STAGE_ID: 'C1:WON', CATEGORY_ID: 2 } })).toBe(true)
    expect(await house.result('crm.deal.get', { id })).toMatchObject({ CATEGORY_ID: '1', STAGE_SEMANTIC_ID: 'S', CLOSED: 'Y' })
    expect(await house.call('crm.deal.update', { id, fields: { STAGE_ID: 'C2:NEW' } })).toMatchObject({ status: 400, body: { error: '' } })
    expect(await house.result('crm.item.get', { entityTypeId: 2, id })).toMatchObject({ item: { opportunity: 1500.5, contactIds: [501, 502], stageSemanticId: 'S' } })
    expect(await house.result('crm.deal.list', { filter: { '>=OPPORTUNITY': 1500, '%TITLE': 'old' }, select: ['ID', 'OPPORTUNITY'] })).toEqual([
      { ID: String(id), OPPORTUNITY: '1500.50' },
    ])
    expect(await house.result('crm.deal.delete', { id })).toBe(true)
    expect(await house.call('crm.deal.get', { id })).toMatchObject(refused('', 'Not found'))
    expect(await house.call('crm.deal.get', { id: 0 })).toMatchObject(refused('', 'ID is not defined or invalid.'))
    expect(await house.call('crm.deal.add', {})).toMatchObject(refused('', "Parameter 'fields' must be array."))
  })

  it('take telephones by kind, change one by its number, and find by them', async () => {
    const PHONE = [
      { VALUE: '+7 900 111-22-33', VALUE_TYPE: 'WORK' },
      { VALUE: '+7 900 111-22-34', VALUE_TYPE: 'MOBILE' },
    ]
    const id = await house.result<number>('crm.contact.add', { fields: { NAME: 'Пётр', PHONE, EMAIL: [{ VALUE: 'p@example.com' }] } })
    const [first] = (await house.result('crm.contact.get', { id }))['PHONE'] as Json[]
    expect(first).toMatchObject({ VALUE: '+7 900 111-22-33', VALUE_TYPE: 'WORK', TYPE_ID: 'PHONE' })
    await house.result('crm.contact.update', { id, fields: { PHONE: [{ ID: first?.['ID'], VALUE: '+7 900 000-00-01' }] } })
    expect(await house.result('crm.contact.list', { filter: { PHONE: '+7 900 000-00-01' }, select: ['ID', 'PHONE'] })).toMatchObject([
      { ID: String(id), PHONE: [{ VALUE: '+7 900 000-00-01' }, { VALUE: '+7 900 111-22-34' }] },
    ])
    // All but telephones and user fields, unless they are named.
    const [plain] = await house.result<Json[]>('crm.contact.list', { filter: { ID: id } })
    expect(plain).toMatchObject({ NAME: 'Пётр', HAS_PHONE: 'Y', EXPORT: 'Y' })
    expect(plain).not.toHaveProperty('PHONE')
  })

  it('page, order and refuse what an older list refuses', async () => {
    for (let index = 0; index < 52; index += 1) await house.result('crm.lead.add', { fields: { TITLE: `page ${index}`, SOURCE_ID: 'CALL' } })
    const ask = { filter: { SOURCE_ID: 'CALL' }, order: { ID: 'DESC' }, select: ['ID', 'TITLE'] }
    const { body } = await house.call('crm.lead.list', ask)
    expect({ total: body['total'], next: body['next'], first: (body['result'] as Json[])[0]?.['TITLE'] }).toEqual({ total: 52, next: 50, first: 'page 51' })
    const { body: rest } = await house.call('crm.lead.list', { ...ask, start: 50 })
    expect([(rest['result'] as Json[]).length, rest['next']]).toEqual([2, undefined])
    const { body: uncounted } = await house.call('crm.lead.list', { ...ask, start: -1 })
    expect([uncounted['total'], uncounted['next']]).toEqual([undefined, undefined])
    expect(await house.call('crm.deal.list', { order: 'ID' })).toMatchObject(refused('', "Parameter 'order' must be array."))
  })

  it('let people see and change what is theirs', async () => {
    expect(await house.call('crm.deal.get', { id: 303 }, marina)).toMatchObject(refused('', 'Access denied.'))
    expect(await house.call('crm.deal.delete', { id: 303 }, marina)).toMatchObject(refused('', 'Access denied.'))
    const { body } = await house.call('crm.deal.list', { select: ['ASSIGNED_BY_ID'] }, marina)
    expect(new Set((body['result'] as Json[]).map((row) => row['ASSIGNED_BY_ID']))).toEqual(new Set(['4']))
  })

  it('describe their fields as the newer ones do, each in its own words', async () => {
    const old = await house.result('crm.deal.fields')
    expect(old['OPPORTUNITY']).toMatchObject({ type: 'double', isReadOnly: false, title: 'Сумма' })
    expect(old['CATEGORY_ID']).toMatchObject({ isImmutable: true })
    expect(old['STAGE_ID']).toMatchObject({ type: 'crm_status', statusType: 'DEAL_STAGE' })
    const { fields } = await house.result<{ fields: Json }>('crm.item.fields', { entityTypeId: 1 })
    expect(fields['stageId']).toMatchObject({ upperName: 'STATUS_ID', statusType: 'STATUS' })
    expect(fields['opened']).toMatchObject({ type: 'boolean' })
    expect(Object.keys(await house.result('crm.contact.fields'))).toContain('PHONE')
  })
})

describe('a deleted record', () => {
  it('is gone with its comments, activities and rows; its links end, and its events are sent', async () => {
    await house.call('event.bind', { event: 'ONCRMCONTACTDELETE', handler: 'http://127.0.0.1:9/hook/event' })
    const contact = await house.result<number>('crm.contact.add', { fields: { NAME: 'Gone' } })
    const deal = await house.result<number>('crm.deal.add', { fields: { TITLE: 'x', CATEGORY_ID: 1, CONTACT_IDS: [501, contact] } })
    await house.result('crm.activity.todo.add', { ownerTypeId: 3, ownerId: contact, deadline: '2026-12-01T10:00:00+03:00' })
    expect(await house.result('crm.item.delete', { entityTypeId: 3, id: contact })).toEqual([])
    expect(await house.result('crm.item.get', { entityTypeId: 2, id: deal })).toMatchObject({ item: { contactIds: [501] } })
    expect(await house.result('crm.activity.list', { filter: { OWNER_TYPE_ID: 3, OWNER_ID: contact } })).toEqual([])
    expect(await house.call('crm.item.delete', { entityTypeId: 3, id: contact })).toMatchObject({ status: 400, body: { error: 'NOT_FOUND' } })
    await until('the event', () => house.portal.deliveries.some((one) => one.name === 'ONCRMCONTACTDELETE'))
  })
})

describe('links of clients', () => {
  it('are seen from both sides', async () => {
    expect(await house.result('crm.contact.company.items.get', { id: 505 })).toEqual([{ COMPANY_ID: 401, SORT: 10, ROLE_ID: 0, IS_PRIMARY: 'Y' }])
    await house.result('crm.company.contact.add', { id: 403, fields: { CONTACT_ID: 505, SORT: 5 } })
    expect(await house.result('crm.contact.company.items.get', { id: 505 })).toMatchObject([{ COMPANY_ID: 401 }, { COMPANY_ID: 403 }])
    await house.result('crm.contact.company.add', { id: 505, fields: { COMPANY_ID: 402, IS_PRIMARY: 'Y', SORT: 100 } })
    expect(await house.result('crm.item.get', { entityTypeId: 3, id: 505 })).toMatchObject({ item: { companyId: 402, companyIds: [402, 401, 403] } })
    expect(await house.result('crm.company.contact.items.get', { id: 402 })).toMatchObject([{ CONTACT_ID: 501 }, { CONTACT_ID: 505 }])
    await house.result('crm.contact.company.items.delete', { id: 505 })
    expect(await house.result('crm.company.contact.items.get', { id: 403 })).toMatchObject([{ CONTACT_ID: 502 }])
  })

  it('of a deal have an order and a first one', async () => {
    const items = [{ CONTACT_ID: 503, SORT: 30 }, { CONTACT_ID: 504, SORT: 20, IS_PRIMARY: 'Y' }]
    await house.result('crm.deal.contact.items.set', { id: 303, items })
    expect(await house.result('crm.deal.contact.items.get', { id: 303 })).toEqual([
      { CONTACT_ID: 504, SORT: 20, ROLE_ID: 0, IS_PRIMARY: 'Y' },
      { CONTACT_ID: 503, SORT: 30, ROLE_ID: 0, IS_PRIMARY: 'N' },
    ])
    expect(await house.result('crm.deal.get', { id: 303 })).toMatchObject({ CONTACT_ID: '504' })
    await house.result('crm.deal.contact.delete', { id: 303, fields: { CONTACT_ID: 504 } })
    expect(await house.result('crm.deal.contact.items.get', { id: 303 })).toMatchObject([{ CONTACT_ID: 503, IS_PRIMARY: 'Y' }])
    expect(await house.call('crm.deal.contact.items.get', { id: 99_999 })).toMatchObject(refused('', 'Not found.'))
    expect(await house.call('crm.deal.contact.add', { id: 303, fields: { CONTACT_ID: 99_999 } })).toMatchObject(refused('', "The parameter 'fields' is not valid."))
    expect(await house.call('crm.deal.contact.items.get', { id: 303 }, marina)).toMatchObject(refused('ACCESS_DENIED', 'Access denied!'))
  })
})

describe('an import', () => {
  it("keeps an administrator's past, up to twenty at once, and says of each what became of it", async () => {
    const fields = { title: 'Older', categoryId: 1, createdTime: '2024-01-10T12:00:00+03:00', createdBy: 9 }
    const { item } = await house.result<{ item: { id: number } }>('crm.item.import', { entityTypeId: 2, fields })
    expect(await house.result('crm.item.get', { entityTypeId: 2, id: item.id })).toMatchObject({ item: { createdTime: '2024-01-10T12:00:00+03:00', createdBy: 9 } })
    const { items } = await house.result<{ items: Json[] }>('crm.item.batchImport', { entityTypeId: 2, data: [{ title: 'a', categoryId: 1 }, { title: 'b', categoryId: 5 }] })
    expect(items).toMatchObject([{ item: { id: item.id + 1 } }, { error: 'CRM_FIELD_ERROR_REQUIRED' }])
    const many = Array.from({ length: 21 }, () => ({ title: 'x' }))
    expect(await house.call('crm.item.batchImport', { entityTypeId: 2, data: many })).toMatchObject({ body: { error: 'MAX_IMPORT_BATCH_SIZE_EXCEEDED' } })
    expect(await house.call('crm.item.import', { entityTypeId: 2, fields }, marina)).toMatchObject({ body: { error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' } })
  })
})
