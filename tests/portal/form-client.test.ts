/** A client that is not the vendor's goes through calls, lists, batches and a refresh: the portal is not made for one SDK. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FormClient } from './form-client.ts'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
let client: FormClient
beforeAll(async () => {
  house = await openPortal({
    limits: false,
    grow(state) {
      const pattern = state.records.find(({ type }) => type === 2)
      for (let id = 3001; pattern && id <= 3120; id += 1) state.records.push({ ...structuredClone(pattern), id, title: `Many ${id}`, opportunity: id })
    },
  })
  const { form } = await house.install()
  client = new FormClient({
    endpoint: `${house.portal.url}/rest/`,
    oauth: house.portal.oauthTokenUrl,
    clientId: 'app.test.1',
    clientSecret: house.clientSecret,
    access: form['AUTH_ID'] ?? '',
    refresh: form['REFRESH_ID'] ?? '',
  })
})
afterAll(() => house.close())

const rows = (result: unknown): Json[] => result as Json[]

it('calls: what is nested in a form arrives as it was meant', async () => {
  const contacts = house.portal.state.records.filter(({ type }) => type === 3).slice(0, 2)
  const linked = contacts.map(({ id }) => id)
  const id = await client.call('crm.deal.add', { fields: { TITLE: 'Ложка & вилка = 2', OPPORTUNITY: '10.5', CONTACT_IDS: linked }, params: { REGISTER_SONET_EVENT: 'N' } })
  expect(await client.call('crm.deal.get', { id })).toMatchObject({ ID: String(id), TITLE: 'Ложка & вилка = 2', OPPORTUNITY: '10.50' })
  const item = (await client.call('crm.item.get', { entityTypeId: 2, id })) as { item: Json }
  expect(item.item).toMatchObject({ id, title: 'Ложка & вилка = 2', opportunity: 10.5, contactIds: linked })
  await expect(client.call('crm.deal.get', { id: 999_999 })).rejects.toThrow()
  await expect(client.call('crm.nothing.at.all')).rejects.toThrow('ERROR_METHOD_NOT_FOUND')
})

it('lists: page after page, filtered, ordered and narrowed', async () => {
  const ids: number[] = []
  const asked = { filter: { '>=ID': 3001, '<ID': 3119, '%TITLE': 'any' }, order: { OPPORTUNITY: 'DESC' }, select: ['ID', 'TITLE'] }
  for await (const row of client.list('crm.deal.list', asked, rows)) {
    expect(Object.keys(row).sort()).toEqual(['ID', 'TITLE'])
    ids.push(Number(row['ID']))
  }
  expect(ids).toEqual(Array.from({ length: 118 }, (_, index) => 3118 - index))
  expect((await client.ask('crm.deal.list', { filter: { '@ID': [3001, 3002] }, select: ['ID'] })).total).toBe(2)
  const people: Json[] = []
  for await (const row of client.list('user.get', { FILTER: { ACTIVE: 'Y' } }, rows)) people.push(row)
  expect(people.length).toBe(house.portal.state.people.filter(({ active }) => active).length)
})

it('batches: results feed later commands, errors stand beside results', async () => {
  const { result, result_error: errors } = await client.batch({
    made: ['crm.contact.add', { fields: { NAME: 'Batch', PHONE: [{ VALUE: '+7 900 555-00-11', VALUE_TYPE: 'WORK' }] } }],
    read: ['crm.contact.get', { id: '$result[made]' }],
    wrong: ['crm.deal.get', { id: 999_999 }],
    found: ['crm.duplicate.findbycomm', { type: 'PHONE', values: ['+7 900 555-00-11'], entity_type: 'CONTACT' }],
  })
  expect(result['read']).toMatchObject({ ID: String(result['made']), NAME: 'Batch' })
  expect(result['found']).toEqual({ CONTACT: [result['made']] })
  expect(Object.keys(errors)).toEqual(['wrong'])
  const halted = await client.batch({ wrong: ['crm.deal.get', { id: 999_999 }], never: ['profile', {}] }, true)
  expect(Object.keys(halted.result)).toEqual([])
})

it('refreshes once when its token has expired, and the pair before is dead', async () => {
  house.portal.advance(3_700_000)
  expect(await client.call('profile')).toMatchObject({ ID: '1' })
  expect(client.refreshes).toBe(1)
  expect(await client.call('scope')).toContain('crm')
  expect(client.refreshes).toBe(1)
  expect(house.portal.exchanges.filter(({ answered }) => answered)).toHaveLength(1)
  expect(house.portal.unknownFields).toEqual([])
})
