/** Faults by chance: each kind does what it says, to whom it names, and the same seed brings the same ones again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WeatherKind } from '../../scripts/portal/contract/weather.ts'
import { openPortal, quiet, until, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterEach(() => house.close())

const always = (kind: WeatherKind, of = '', milliseconds = 0) => house.portal.weather([{ kind, of, chance: 1, milliseconds }], 1)
const added = () => house.portal.state.records.filter(({ title }) => title === 'In bad weather').length
const add = () => house.call('crm.item.add', { entityTypeId: 2, fields: { title: 'In bad weather' } })

describe('a request', () => {
  it('is carried out though the answer is lost', async () => {
    always('answer_lost')
    await expect(add()).rejects.toThrow()
    expect(added()).toBe(1)
  })

  it('is carried out after its connection broke', async () => {
    always('applied_late', '', 50)
    await expect(add()).rejects.toThrow()
    expect(added()).toBe(0)
    await until('it is applied', () => added() === 1)
  })

  it('is lost before anything was done', async () => {
    always('lost_request')
    await expect(add()).rejects.toThrow()
    await quiet()
    expect(added()).toBe(0)
  })

  it.each([
    ['server_error', 500, 'INTERNAL_SERVER_ERROR'],
    ['limit_503', 503, 'QUERY_LIMIT_EXCEEDED'],
    ['limit_429', 429, 'OPERATION_TIME_LIMIT'],
    ['token_expired', 401, 'expired_token'],
  ] as const)('meets %s as the real portal says it', async (kind, status, error) => {
    always(kind)
    expect(await add()).toMatchObject({ status, body: { error, error_description: expect.stringMatching(/\w/) as unknown } })
    expect(added()).toBe(0)
  })

  it('meets a gateway that answers in HTML', async () => {
    always('bad_gateway')
    const answer = await fetch(`${house.portal.url}/rest/server.time`)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([502, 'text/html; charset=utf-8', expect.stringContaining('Bad Gateway')])
  })

  it('is refused one command of a batch for its operating time', async () => {
    always('limit_429', 'crm.item.add')
    const { result, result_error: errors } = (await house.batch({ me: 'profile', deal: 'crm.item.add?entityTypeId=2&fields[title]=x' })) as never as {
      result: object
      result_error: Record<string, { error: string }>
    }
    expect([Object.keys(result), errors['deal']?.error]).toEqual([['me'], 'OPERATION_TIME_LIMIT'])
  })

  it('is left alone where another method is named', async () => {
    always('answer_lost', 'tasks.*')
    expect((await add()).status).toBe(200)
    await expect(house.call('tasks.task.list')).rejects.toThrow()
  })

  it('meets the same faults in the same order by the same seed', async () => {
    const run = async (seed: number) => {
      house.portal.weather([{ kind: 'server_error', of: '', chance: 0.5, milliseconds: 0 }], seed)
      const statuses = []
      for (let call = 0; call < 24; call += 1) statuses.push((await house.call('server.time')).status)
      return statuses.join()
    }
    const first = await run(7)
    expect(await run(7)).toBe(first)
    expect(await run(8)).not.toBe(first)
    expect(new Set(first.split(','))).toEqual(new Set(['200', '500']))
  })
})

it('a new pair that nobody was told of uses up the old one', async () => {
  const token = house.portal.state.tokens[0]?.refresh ?? ''
  const ask = () =>
    fetch(house.portal.oauthTokenUrl, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'app.test.1', client_secret: house.clientSecret, refresh_token: token }),
    })
  always('answer_lost', 'oauth/token')
  await expect(ask()).rejects.toThrow()
  house.portal.weather([], 0)
  expect((await ask()).status).toBe(400)
})

describe('a delivery', () => {
  const arrived = () => house.received.filter(({ body }) => body['event'] === 'ONCRMLEADUPDATE').map(({ body }) => (body['data'] as { FIELDS: { ID: string } }).FIELDS.ID)
  beforeEach(async () => {
    const target = new URL(house.portal.state.installation ? (await house.site('frame.open', { bindingId: null, options: {} })).action : '').origin
    await house.result('event.bind', { event: 'ONCRMLEADUPDATE', handler: `${target}/hook/event` })
  })

  it('comes twice, or never, where the site says so', async () => {
    await house.site('weather.set', { rules: [{ kind: 'delivered_twice', of: 'ONCRMLEADUPDATE', chance: 1, milliseconds: 0 }], seed: 1 })
    expect((await house.site('state.show', {})).weather).toHaveLength(1)
    await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
    await until('two', () => arrived().length === 2)
    await house.site('weather.set', { rules: [{ kind: 'delivery_dropped', of: '', chance: 1, milliseconds: 0 }], seed: 1 })
    await house.site('lead.move', { id: 1024, stageId: 'VISIT' })
    await quiet()
    expect(arrived()).toHaveLength(2)
    expect(house.portal.deliveries[0]?.state).toBe('lost')
  })

  it('is overtaken by a later one', async () => {
    always('delivered_late', '', 20_000)
    await house.site('lead.move', { id: 1024, stageId: 'REPORT' })
    house.portal.weather([], 0)
    await house.site('lead.move', { id: 1023, stageId: 'REPORT' })
    await until('both', () => arrived().length === 2)
    expect(arrived()).toEqual(['1023', '1024'])
  })
})

it('the clock of the portal goes ahead of the application’s', async () => {
  await house.site('weather.set', { rules: [], seed: 0, skew: 90_000 })
  expect(house.portal.now() - Date.now()).toBeGreaterThan(80_000)
})
