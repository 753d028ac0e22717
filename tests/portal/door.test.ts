/** The REST door and the authorisation server: call forms, envelopes, paging, tokens that rotate, limits. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeAll(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterAll(() => house.close())

const raw = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(house.portal.url + path, init)
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json }
}
const form = 'application/x-www-form-urlencoded'

describe('a call', () => {
  it('may be GET, JSON or a form, with the token in the query, the body or a header', async () => {
    const auth = house.token
    const ways = [
      raw(`/rest/profile?auth=${auth}`),
      raw(`/rest//profile.json?auth=${auth}`),
      raw('/rest/PROFILE', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ auth }) }),
      raw('/rest/profile.json', { method: 'POST', headers: { 'content-type': form }, body: `auth=${auth}` }),
      raw('/rest/profile', { headers: { authorization: `Bearer ${auth}` } }),
      raw(`${new URL(house.portal.webhook).pathname}profile.json`),
    ]
    for (const { status, body } of await Promise.all(ways)) {
      expect(status).toBe(200)
      expect(body['result']).toMatchObject({ ID: '1', ADMIN: true })
      expect(body['time']).toMatchObject({ date_start: expect.stringMatching(/\+03:00$/) as unknown, operating: expect.any(Number) as unknown })
    }
  })

  it('understands the brackets of a form', async () => {
    const body = new URLSearchParams({
      auth: house.token,
      entityTypeId: '3',
      'fields[name]': 'Пётр',
      'fields[fm][0][typeId]': 'PHONE',
      'fields[fm][0][value]': '+7 485 200-99-99',
    })
    const made = await raw('/rest/crm.item.add', { method: 'POST', headers: { 'content-type': form }, body: body.toString() })
    const id = (made.body['result'] as { item: { id: number } }).item.id
    const { item } = await house.result<{ item: Json }>('crm.item.get', { entityTypeId: 3, id })
    expect(item).toMatchObject({ name: 'Пётр', fm: [{ typeId: 'PHONE', valueType: 'WORK', value: '+7 485 200-99-99' }] })
  })

  it('is open to pages of other origins', async () => {
    const { headers } = await raw(`/rest/profile?auth=${house.token}`, { headers: { origin: 'http://127.0.0.1:1' } })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect((await fetch(`${house.portal.url}/rest/profile`, { method: 'OPTIONS' })).status).toBe(200)
  })

  it('is refused with the documented code and status', async () => {
    expect(await raw('/rest/profile')).toMatchObject({ status: 401, body: { error: 'NO_AUTH_FOUND' } })
    expect(await raw('/rest/profile?auth=nonsense')).toMatchObject({ status: 401, body: { error: 'NO_AUTH_FOUND' } })
    expect(await raw('/rest/1/wrong/profile')).toMatchObject({ status: 401, body: { error: 'INVALID_CREDENTIALS' } })
    expect(await house.call('no.such.method')).toMatchObject({ status: 404, body: { error: 'ERROR_METHOD_NOT_FOUND' } })
    expect(await house.call('crm.item.get', { entityTypeId: 1, id: 999_999 })).toMatchObject({ status: 400, body: { error: 'NOT_FOUND' } })
    expect(await house.call('crm.item.get', { entityTypeId: 1 })).toMatchObject({
      status: 400,
      body: { error: '100', error_description: 'Could not find value for parameter {id}' },
    })
    expect(await house.call('crm.item.list', { entityTypeId: 2, filter: { nonsense: 1 } })).toMatchObject({
      status: 400,
      body: { error: 'INVALID_ARG_VALUE' },
    })
    expect(await raw(`${new URL(house.portal.webhook).pathname}bizproc.robot.list`)).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED', error_description: 'Application context required' },
    })
    expect(await raw(`${new URL(house.portal.webhook).pathname}placement.get`)).toMatchObject({ status: 403, body: { error: 'WRONG_AUTH_TYPE' } })
  })

  it('of a positional method takes parameters by their order and one too many is an error', async () => {
    const { task } = await house.result<{ task: { id: string } }>('tasks.task.add', { fields: { TITLE: 'list', RESPONSIBLE_ID: 4 } })
    const added = await house.call('task.checklistitem.add', { TASKID: task.id, FIELDS: { TITLE: 'first' } })
    expect(added).toMatchObject({ status: 200, body: { result: expect.any(Number) as unknown } })
    expect(await house.call('task.checklistitem.add', { FIELDS: { TITLE: 'first' }, TASKID: task.id })).toMatchObject({
      status: 400,
      body: { error: 'ERROR_CORE' },
    })
    expect(await house.call('task.checklistitem.add', { TASKID: task.id, FIELDS: { TITLE: 'x' }, more: 1 })).toMatchObject({
      status: 400,
      body: { error: 'ERROR_CORE' },
    })
    const listed = await house.call('task.checklistitem.getlist', { TASKID: task.id })
    expect((listed.body['result'] as Json[]).map((item) => item['TITLE'])).toEqual(['Чек-лист 1', 'first'])
  })
})

describe('a list', () => {
  it('comes in pages of fifty with total and next, or without counting', async () => {
    for (let number = 0; number < 60; number += 1) await house.result('crm.item.add', { entityTypeId: 4, fields: { title: `page ${number}` } })
    const ask = (start: number) => house.call('crm.item.list', { entityTypeId: 4, filter: { '%title': 'page' }, select: ['id'], start })
    const first = (await ask(0)).body
    expect(first).toMatchObject({ total: 60, next: 50 })
    expect((first['result'] as { items: Json[] }).items).toHaveLength(50)
    const second = (await ask(50)).body
    expect((second['result'] as { items: Json[] }).items).toHaveLength(10)
    expect(second).not.toHaveProperty('next')
    const uncounted = (await ask(-1)).body
    expect(uncounted).not.toHaveProperty('total')
    expect(uncounted).not.toHaveProperty('next')
  })

  it('knows the prefixes, groups and order of filters', async () => {
    const ids = async (filter: Json, order: Json = { id: 'ASC' }) =>
      (await house.result<{ items: { id: number }[] }>('crm.item.list', { entityTypeId: 2, filter, order, select: ['id'] })).items.map(
        (item) => item.id,
      )
    expect(await ids({ '>=id': 308, '<id': 310 })).toEqual([308, 309])
    expect(await ids({ '@categoryId': [4, 5] }, { id: 'DESC' })).toEqual([309, 304, 302])
    expect(await ids({ '0': { logic: 'OR', '0': { id: 297 }, '1': { '=id': '299' } } })).toEqual([297, 299])
    expect(await ids({ '!@categoryId': [1, 2, 3, 4, 5] })).toEqual([301])
    expect(await ids({ '=%title': '%Кровля' })).toEqual([304])
  })
})

describe('the authorisation server', () => {
  const token = (params: Record<string, string>, method: 'GET' | 'POST' = 'POST') => {
    const body = new URLSearchParams({ client_id: 'app.test.1', client_secret: house.clientSecret, ...params }).toString()
    return method === 'POST' ? raw('/oauth/token/', { method, headers: { 'content-type': form }, body }) : raw(`/oauth/token/?${body}`)
  }

  it('exchanges a refresh token once and lets the old access token live on', async () => {
    const frame = await house.site('frame.open', { bindingId: null, options: {} })
    const old = frame.form['REFRESH_ID'] ?? ''
    const fresh = await token({ grant_type: 'refresh_token', refresh_token: old })
    expect(fresh).toMatchObject({
      status: 200,
      body: {
        expires_in: 3600,
        expires: expect.any(Number) as unknown,
        user_id: 1,
        member_id: house.portal.memberId,
        client_endpoint: `${house.portal.url}/rest/`,
        status: 'F',
        domain: expect.any(String) as unknown,
      },
    })
    expect(fresh.body['refresh_token']).not.toBe(old)
    expect(await token({ grant_type: 'refresh_token', refresh_token: old }, 'GET')).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await house.call('profile', {}, frame.form['AUTH_ID'])).status).toBe(200)
    expect((await house.call('profile', {}, String(fresh.body['access_token']))).status).toBe(200)
  })

  it('gives a code for thirty seconds and one use', async () => {
    const authorize = async () => {
      const answer = await fetch(`${house.portal.url}/oauth/authorize/?client_id=app.test.1&state=abc&user_id=2`, { redirect: 'manual' })
      const target = new URL(answer.headers.get('location') ?? '')
      expect(target.searchParams.get('state')).toBe('abc')
      return target.searchParams.get('code') ?? ''
    }
    const code = await authorize()
    expect(await token({ grant_type: 'authorization_code', code })).toMatchObject({ status: 200, body: { user_id: 2 } })
    expect(await token({ grant_type: 'authorization_code', code })).toMatchObject({ status: 400 })
    const late = await authorize()
    house.portal.advance(31_000)
    expect(await token({ grant_type: 'authorization_code', code: late })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('knows its client', async () => {
    expect(await token({ grant_type: 'refresh_token', refresh_token: 'x', client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    })
    expect(await token({ refresh_token: 'x' })).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  it('ends an access token after an hour of the portal', async () => {
    const frame = await house.site('frame.open', { bindingId: null, options: {} })
    house.portal.advance(3_601_000)
    expect(await house.call('profile', {}, frame.form['AUTH_ID'])).toMatchObject({ status: 401, body: { error: 'expired_token' } })
    const fresh = await token({ grant_type: 'refresh_token', refresh_token: frame.form['REFRESH_ID'] ?? '' })
    house.token = String(fresh.body['access_token'])
    expect((await house.call('profile')).status).toBe(200)
    expect((await raw(`/oauth/rest/app.info?auth=${house.token}`)).body['result']).toMatchObject({ CODE: 'fairlead.app', INSTALLED: true })
  })
})

describe('the limits', () => {
  it('let fifty requests through at once and two more a second', async () => {
    const limited = await openPortal({ now: () => 1_800_000_000_000 })
    await limited.install()
    const answers = []
    for (let number = 0; number < 52; number += 1) answers.push(await limited.call('server.time'))
    expect(answers.filter((one) => one.status === 200)).toHaveLength(50)
    expect(answers.at(-1)).toMatchObject({ status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } })
    limited.portal.advance(1_000)
    const again = [await limited.call('server.time'), await limited.call('server.time'), await limited.call('server.time')]
    expect(again.map((one) => one.status)).toEqual([200, 200, 503])
    expect(limited.portal.requests.filter((one) => one.status === 503)).toHaveLength(3)
    await limited.close()
  })

  it('stop one method for one application when its ten minutes are used up', async () => {
    const limited = await openPortal()
    await limited.install()
    const add = `crm.item.add?${new URLSearchParams({ entityTypeId: '2', 'fields[title]': 'x', 'fields[categoryId]': '1' }).toString()}`
    const commands = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`d${index}`, add]))
    let refused: Json | null = null
    for (let round = 0; round < 20 && !refused; round += 1) {
      limited.portal.advance(1_000)
      const { result_error: errors } = await limited.batch(commands)
      if (!Array.isArray(errors)) refused = Object.values(errors as Record<string, Json>)[0] ?? null
    }
    expect(refused).toMatchObject({ error: 'OPERATION_TIME_LIMIT' })
    expect(await limited.call('crm.item.add', { entityTypeId: 2, fields: { title: 'x' } })).toMatchObject({ status: 429 })
    expect(await limited.call('crm.item.get', { entityTypeId: 2, id: 297 })).toMatchObject({ status: 200 })
    limited.portal.advance(11 * 60_000)
    expect(await limited.call('crm.item.add', { entityTypeId: 2, fields: { title: 'x', categoryId: 1 } })).toMatchObject({ status: 200 })
    await limited.close()
  })
})
