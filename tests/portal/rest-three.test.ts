/** REST 3.0: its envelope, its checks of fields, its lists, and calls that are repeated without harm. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterEach(() => house.close())

interface Answer {
  readonly status: number
  readonly body: Json
  readonly headers: Headers
}
async function call(method: string, body: unknown, headers: Record<string, string> = {}, token = house.token): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify({ ...(body as Json), auth: token })
  const answer = await fetch(`${house.portal.url}/rest/api/${method}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text })
  return { status: answer.status, body: (await answer.json()) as Json, headers: answer.headers }
}
const item = async (method: string, body: Json) => ((await call(method, body)).body['result'] as { item: Json }).item
const code = ({ status, body }: Answer) => [status, String((body['error'] as Json)['code']).replace('BITRIX_REST_V3_EXCEPTION_', '')]
const fields = { title: 'A task', responsibleId: 4, creatorId: 1, crmItemIds: ['L_1024'] }
const add = (key?: string, more: Json = {}) => call('tasks.task.add', { fields: { ...fields, ...more } }, key === undefined ? {} : { 'idempotency-key': key })

describe('a task', () => {
  it('is added, got, changed, listed and removed with values that have types', async () => {
    const added = await item('tasks.task.add', { fields: { ...fields, deadline: '2026-12-31T23:59:59+03:00', priority: 'high' } })
    expect(added).toMatchObject({ title: 'A task', status: 'pending', priority: 'high', crmItemIds: ['L_1024'], deadline: '2026-12-31T23:59:59+03:00' })
    const { id } = added
    expect(await item('tasks.task.get', { id, select: ['title', 'responsible.name', 'nothing'] })).toEqual({
      id,
      title: 'A task',
      responsible: { name: 'Марина Белова' },
    })
    expect((await call('tasks.task.update', { id, fields: { title: 'Changed', status: 'completed' } })).body['result']).toEqual({ result: true })
    const list = await call('tasks.task.list', {
      filter: [['id', '>=', id], { logic: 'or', conditions: [['status', '=', 'completed'], ['title', ['x', 'y']]] }],
      select: ['id', 'status'],
      pagination: { limit: 5 },
    })
    expect(list.body['result']).toEqual({ items: [{ id, status: 'completed' }] })
    expect(list.body).not.toHaveProperty('total')
    expect((await call('tasks.task.delete', { id })).body['result']).toEqual({ result: true })
    expect(code(await call('tasks.task.get', { id }))).toEqual([400, 'ENTITYNOTFOUNDEXCEPTION'])
  })

  it('is refused field by field', async () => {
    const validation = async (more: Json) => ((await add(undefined, more)).body['error'] as { validation: Json[] }).validation[0]
    expect(await validation({ title: undefined })).toEqual({ field: 'title', message: 'Обязательное поле `title` не указано' })
    expect(await validation({ responsibleId: '4' })).toMatchObject({ field: 'responsibleId', message: expect.stringContaining('`int`') as unknown })
    expect(await validation({ deadline: '2026-12-31' })).toMatchObject({ field: 'deadline', message: expect.stringContaining('`DateTime`') as unknown })
    expect(await validation({ responsibleId: 999 })).toEqual({ field: 'responsibleId', message: 'Пользователь указанный в поле "Исполнитель" не найден' })
    expect(await validation({ parentId: 999 })).toMatchObject({ field: 'parentId' })
    expect(code(await add(undefined, { colour: 'red' }))).toEqual([400, 'UNKNOWNDTOPROPERTYEXCEPTION'])
    expect(code(await call('tasks.task.add', '{'))).toEqual([401, 'NO_AUTH_FOUND'])
    expect(code(await call('tasks.task.list', { filter: [['id', '~', 1]] }))).toEqual([400, 'UNKNOWNFILTEROPERATOREXCEPTION'])
    expect(code(await call('tasks.task.list', { pagination: { limit: 'abc' } }))).toEqual([400, 'INVALIDPAGINATIONEXCEPTION'])
    const stranger = await house.tokenOf(6)
    expect(code(await call('tasks.task.delete', { id: 71 }, {}, stranger))).toEqual([403, 'ACCESSDENIEDEXCEPTION'])
    expect(code(await call('crm.item.add', {}))).toEqual([404, 'ERROR_METHOD_NOT_FOUND'])
  })
})

describe('a repeated call', () => {
  const number = ({ body }: Answer) => (body['result'] as { item: Json }).item['id']
  const tasks = () => house.portal.state.tasks.length

  it('with the same key and body gives the same answer for a day', async () => {
    const before = tasks()
    const [first, second] = [await add('one'), await add('one')]
    expect([number(second), second.headers.get('idempotent-replayed'), first.headers.get('idempotent-replayed')]).toEqual([number(first), 'true', null])
    expect(second.body).toEqual(first.body)
    expect(tasks()).toBe(before + 1)
    expect(code(await add('one', { title: 'Another' }))).toEqual([422, 'IDEMPOTENCYKEYREUSEDEXCEPTION'])
    expect(number(await add('two'))).not.toBe(number(first))
    house.portal.advance(86_400_001)
    house.token = await house.tokenOf(1)
    expect(number(await add('one'))).not.toBe(number(first))
  })

  it('is the same call though its answer was lost and its token is a new one', async () => {
    const before = tasks()
    const take = house.portal.intercept((about) => (about.method === 'tasks.task.add' ? { kind: 'lose_answer' } : undefined))
    await expect(add('lost')).rejects.toThrow()
    take()
    house.token = await house.tokenOf(1)
    expect((await add('lost')).headers.get('idempotent-replayed')).toBe('true')
    expect(tasks()).toBe(before + 1)
  })

  it('belongs to a person, is not kept when it failed, and has a key of printable letters', async () => {
    const before = tasks()
    expect((await add('mine', { responsibleId: 999 })).status).toBe(400)
    expect((await add('mine')).status).toBe(200)
    const other = await call('tasks.task.add', { fields }, { 'idempotency-key': 'mine' }, await house.tokenOf(3))
    expect(other.headers.get('idempotent-replayed')).toBeNull()
    expect(tasks()).toBe(before + 2)
    expect(code(await add('x'.repeat(256)))).toEqual([400, 'INVALIDIDEMPOTENCYKEYEXCEPTION'])
  })

  it('of the old REST is just another call', async () => {
    const before = tasks()
    const send = () =>
      fetch(`${house.portal.webhook}tasks.task.add`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'old' },
        body: JSON.stringify({ fields: { TITLE: 'x', RESPONSIBLE_ID: 4 } }),
      })
    await send()
    await send()
    expect(tasks()).toBe(before + 2)
  })
})

it('an incoming webhook speaks REST 3.0, too', async () => {
  const address = house.portal.webhook.replace('/rest/', '/rest/api/')
  const answer = await fetch(`${address}tasks.task.add`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ fields }) })
  expect((await answer.json()) as Json).toMatchObject({ result: { item: { title: 'A task' } } })
})
