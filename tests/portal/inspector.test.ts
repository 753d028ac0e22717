/** Looking inside: what a call and a delivery tell of themselves, filters, exports, a delivery sent once more, and the weather by API. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal()
  await house.install()
})
afterEach(() => house.close())

const show = (ask: { failed?: boolean; caller?: string; search?: string } = {}) => house.site('inspector.show', { search: '', ...ask })

describe('a call', () => {
  it('tells who asked, how full the bucket was, and what its method has used up', async () => {
    await house.result('crm.item.add', { entityTypeId: 2, fields: { title: 'Seen' } })
    await house.batch({ one: 'crm.item.add?entityTypeId=2&fields[title]=x', two: 'profile' })
    const { calls } = await show()
    expect(calls[1]).toMatchObject({ method: 'crm.item.add', app: 'fairlead.app', status: 200 })
    expect(calls[1]?.bucket).toBeGreaterThanOrEqual(1)
    expect(calls[0]?.operating).toBeGreaterThan(calls[1]?.operating ?? Infinity)
    expect(JSON.parse(calls[1]?.params ?? '')).toMatchObject({ fields: { title: 'Seen' } })
  })

  it('is found by its caller, its failure or any text', async () => {
    await house.call('crm.deal.get', { id: 999_999 })
    await house.batch({ wrong: 'crm.deal.get?id=999999', me: 'profile' })
    await house.result('profile')
    await fetch(`${house.portal.webhook}server.time`)
    expect((await show({ failed: true })).calls.map(({ method }) => method)).toEqual(['batch', 'crm.deal.get'])
    expect((await show({ caller: 'webhook' })).calls.map(({ method }) => method)).toEqual(['server.time'])
    expect((await show({ search: 'PROFILE' })).calls.map(({ method }) => method)).toEqual(['profile', 'batch'])
    expect((await show()).callers).toEqual(['fairlead.app', 'webhook'])
  })

  it('is exported whole, without tokens, as HAR and as JSON', async () => {
    const long = 'x'.repeat(9_000)
    await house.batch({ long: `crm.item.add?entityTypeId=2&fields[title]=${long}` })
    expect((await show()).calls[0]?.commands[0]?.params).not.toContain(long)
    const read = async (format: 'har' | 'json') => {
      const { name, text } = await house.site('inspector.export', { search: '', format })
      expect(name).toMatch(new RegExp(`\\.${format}$`))
      expect(text).toContain(long)
      expect(text).not.toContain(house.token)
      return JSON.parse(text) as Json
    }
    const { log } = (await read('har')) as { log: { version: string; entries: { request: { url: string; postData: { text: string } }; response: { status: number; content: { text: string } } }[] } }
    expect(log.version).toBe('1.2')
    const entry = log.entries.findLast(({ request }) => request.url === `${house.portal.url}/rest/batch`)
    expect(entry?.response.status).toBe(200)
    expect(JSON.parse(entry?.response.content.text ?? '')).toHaveProperty('long')
    // What the portal delivered stands among what it was asked.
    expect(log.entries.some(({ request }) => request.url.endsWith('/hook/event') && request.postData.text.includes('ONAPPINSTALL'))).toBe(true)
    expect(Object.keys(await read('json'))).toEqual(['calls', 'deliveries'])
  })
})

describe('a delivery', () => {
  it('is sent once more word for word, and marked as what it is', async () => {
    await house.result('event.bind', { event: 'ONCRMDEALADD', handler: `${house.appUrl}/deal` })
    await house.result('crm.item.add', { entityTypeId: 2, fields: { title: 'Told' } })
    const told = () => house.received.filter(({ path }) => path === '/deal')
    await until('it is told', () => told().length === 1)
    const [first] = (await show()).deliveries
    const { id } = await house.site('delivery.replay', { id: first?.id ?? 0 })
    await until('it is told again', () => told().length === 2)
    expect(told()[1]?.body).toEqual(told()[0]?.body)
    await until('it is accepted', () => house.portal.deliveries.find((row) => row.id === id)?.status === 200)
    expect((await show()).deliveries.find((row) => row.id === id)).toMatchObject({ replayOf: first?.id, name: 'ONCRMDEALADD', body: first?.body })
    expect(first?.body).not.toContain(String((told()[0]?.body['auth'] as Json)['access_token']))
    await expect(house.site('delivery.replay', { id: 999_999 })).rejects.toThrow('not_found')
    await expect(house.site('delivery.replay', { id: first?.id ?? 0 }, 3)).rejects.toThrow('403')
  })
})

describe('the weather', () => {
  it('tells what is on, how often it struck, and what can be named', async () => {
    const rules = [
      { kind: 'limit_503', of: 'crm.deal.*', chance: 1, milliseconds: 0 },
      { kind: 'slow', of: 'profile', chance: 1, milliseconds: 1 },
    ] as const
    await house.site('weather.set', { rules: [...rules], seed: 9, skew: 60_000 })
    await house.call('crm.deal.list')
    await house.call('crm.deal.list')
    await house.result('profile')
    await house.result('server.time')
    expect(await house.site('weather.show', {})).toMatchObject({ rules, struck: [2, 1], seed: 9, skew: 60_000 })
    expect((await house.site('weather.show', {})).names).toEqual(expect.arrayContaining(['profile', 'ONAPPINSTALL']))
    await house.site('weather.storm', { seed: 3 })
    expect((await house.site('weather.show', {})).rules.length).toBeGreaterThan(8)
    await house.site('weather.set', { rules: [], seed: 0, skew: 0 })
    expect((await house.call('crm.deal.list')).status).toBe(200)
  })

  it('kills the whole pair of tokens, as when somebody else has refreshed it', async () => {
    const refreshToken = (await house.site('frame.open', { bindingId: null, options: {} })).form
    await house.site('weather.set', { rules: [{ kind: 'token_rotated', of: 'profile', chance: 1, milliseconds: 0 }], seed: 1 })
    expect(await house.call('profile', {}, refreshToken['AUTH_ID'])).toMatchObject({ status: 401, body: { error: 'expired_token' } })
    const asked = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'app.test.1', client_secret: house.clientSecret, refresh_token: refreshToken['REFRESH_ID'] ?? '' })
    const answer = await fetch(`${house.portal.oauthTokenUrl}?${asked.toString()}`)
    expect([answer.status, ((await answer.json()) as Json)['error']]).toEqual([400, 'invalid_grant'])
  })

  it('takes the application off in the middle of its work', async () => {
    await house.site('weather.set', { rules: [{ kind: 'uninstalled', of: 'crm.item.add', chance: 1, milliseconds: 0 }], seed: 1 })
    expect(await house.call('crm.item.add', { entityTypeId: 2, fields: { title: 'Never' } })).toMatchObject({ status: 401 })
    expect(house.portal.state.installation).toBeNull()
    await until('it is told so', () => house.received.some(({ body }) => body['event'] === 'ONAPPUNINSTALL'))
  })
})
