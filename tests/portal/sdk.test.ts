/** The vendor's own SDK, unmodified, against the local portal: calls, lists, batches and a refresh of the token. */
import { B24OAuth, EnumAppStatus } from '@bitrix24/b24jssdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPortal, type PortalHouse } from './house.ts'

let house: PortalHouse
let sdk: B24OAuth
beforeAll(async () => {
  house = await openPortal({
    grow(state) {
      const pattern = state.records.find(({ type }) => type === 3)
      for (let id = 2001; pattern && id <= 2120; id += 1) state.records.push({ ...structuredClone(pattern), id, name: 'Из списка' })
    },
  })
  const { form } = await house.install()
  sdk = new B24OAuth(
    {
      applicationToken: form['APPLICATION_TOKEN'] ?? '',
      userId: 1,
      memberId: house.portal.memberId,
      accessToken: form['AUTH_ID'] ?? '',
      refreshToken: form['REFRESH_ID'] ?? '',
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      scope: form['APPLICATION_SCOPE'] ?? '',
      domain: new URL(house.portal.url).host,
      clientEndpoint: `${house.portal.url}/rest/`,
      serverEndpoint: form['SERVER_ENDPOINT'] ?? '',
      status: EnumAppStatus.Free,
    },
    { clientId: 'app.test.1', clientSecret: house.clientSecret },
  )
})
afterAll(() => house.close())

describe('the official SDK', () => {
  it('calls, pages and batches', async () => {
    const profile = await sdk.actions.v2.call.make<{ ID: string }>({ method: 'profile', params: {} })
    expect(profile.isSuccess).toBe(true)
    expect(profile.getData()?.result.ID).toBe('1')
    const people = await sdk.actions.v2.callList.make<{ ID: string }>({
      method: 'user.get',
      params: { filter: { USER_TYPE: 'employee' } },
      idKey: 'ID',
      requestId: 'one',
    })
    expect(people.getData()?.length).toBeGreaterThan(10)
    const contacts = await sdk.actions.v2.callList.make<{ id: number }>({
      method: 'crm.item.list',
      params: { entityTypeId: 3, filter: { '=name': 'Из списка' }, select: ['id'] },
      idKey: 'id',
      customKeyForResult: 'items',
      requestId: 'many',
    })
    expect(new Set(contacts.getData()?.map(({ id }) => id)).size).toBe(120)
    const batch = await sdk.actions.v2.batch.make({
      calls: {
        lead: { method: 'crm.lead.get', params: { id: 1024 } },
        deals: { method: 'crm.item.list', params: { entityTypeId: 2, select: ['id'] } },
      },
      options: { isHaltOnError: false },
    })
    expect(batch.isSuccess).toBe(true)
    expect(house.portal.unknownFields).toEqual([])
  })

  it('refreshes an expired token by itself', async () => {
    house.portal.advance(3_700_000)
    const profile = await sdk.actions.v2.call.make<{ ID: string }>({ method: 'profile', params: {} })
    expect(profile.isSuccess).toBe(true)
    expect(house.portal.calls.some((call) => call.method === 'oauth/token' && call.status === 200)).toBe(true)
  })
})
