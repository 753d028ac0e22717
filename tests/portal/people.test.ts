/** People: invited, changed, dismissed and found; what each scope shows, and fields that the company makes up. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false, scopes: ['user', 'user.userfield'] })
  await house.install()
})
afterEach(() => house.close())

const get = async (id: number) => (await house.result<Json[]>('user.get', { ID: id }))[0]
const search = async (params: Json) => (await house.result<Json[]>('user.search', params)).map((one) => one['LAST_NAME'])

it('are invited, changed, dismissed and taken back', async () => {
  const id = await house.result<number>('user.add', { EMAIL: 'new@example.com', NAME: 'Ada', UF_DEPARTMENT: [3, 99], WORK_PHONE: '+7 485 1' })
  expect(await get(id)).toMatchObject({ NAME: 'Ada', UF_DEPARTMENT: [3], ACTIVE: true, WORK_PHONE: '+7 485 1', LAST_LOGIN: '' })
  expect(await get(id)).not.toHaveProperty('LAST_ACTIVITY_DATE')
  await house.result('user.update', { ID: id, LAST_NAME: 'Byron', WORK_POSITION: 'Analyst', ACTIVE: false })
  expect(await get(id)).toMatchObject({ NAME: 'Ada', LAST_NAME: 'Byron', WORK_POSITION: 'Analyst', ACTIVE: false })
  expect(await house.result('user.get', { FILTER: { ACTIVE: true, WORK_PHONE: '+7 485 1' } })).toEqual([])
  await house.result('user.update', { ID: id, ACTIVE: true })
  expect(await house.result('user.get', { FILTER: { ACTIVE: true, '%WORK_PHONE': '485' } })).toHaveLength(1)
  expect((await house.site('state.show', {})).people.find((one) => one.id === id)).toMatchObject({ joined: false, departmentName: 'Электрика' })
})

it('are refused without an address, a place or the right', async () => {
  expect(await house.refusal('user.add', { NAME: 'x' })).toEqual(['ERROR_ARGUMENT', 'wrong_email'])
  expect(await house.refusal('user.add', { EMAIL: 'a@b.cc' })).toEqual(['ERROR_ARGUMENT', 'no_extranet_field'])
  expect((await house.refusal('user.add', { EMAIL: 'a@b.cc', EXTRANET: 'Y' }))[0]).toBe('ERROR_GROUPID')
  const taken = await house.refusal('user.add', { EMAIL: 'olga.kim@example.com', UF_DEPARTMENT: [1] })
  expect(taken).toEqual(['ERROR_ARGUMENT', 'Пользователь с таким email уже существует'])
  expect(await house.refusal('user.update', { ID: 999 })).toEqual(['ERROR_CORE', 'access_denied'])
  expect(await house.refusal('user.update', { ID: 3, NAME: 'x' }, await house.tokenOf(3))).toEqual(['ERROR_CORE', 'access_denied'])
})

it('are found by parts of words, by all of them or by departments', async () => {
  expect(await search({ FIND: 'седо вик' })).toEqual(['Седов'])
  expect(await search({ FILTER: { UF_DEPARTMENT_NAME: 'кров' } })).toEqual(['Гром'])
  expect(await search({ NAME: 'Марин', WORK_POSITION: 'мене' })).toEqual(['Белова'])
  expect(await search({ FILTER: { USER_TYPE: 'extranet' }, select: ['LAST_NAME'] })).toEqual(['Тихий'])
  expect(house.portal.unknownFields).toEqual([])
})

describe('fields that the company makes up', () => {
  it('are filled in, searched by and removed with their values', async () => {
    const id = await house.result<number>('user.userfield.add', { fields: { FIELD_NAME: 'CAR', USER_TYPE_ID: 'string', LABEL: 'Car' } })
    await house.result('user.userfield.update', { id, fields: { SORT: 150 } })
    expect(await house.result('user.userfield.list', { filter: { id } })).toMatchObject([
      { ID: String(id), ENTITY_ID: 'USER', FIELD_NAME: 'UF_USR_CAR', USER_TYPE_ID: 'string', SORT: '150', MULTIPLE: 'N' },
    ])
    expect(await house.result('user.fields')).toMatchObject({ NAME: 'Имя', UF_USR_CAR: 'Car' })
    await house.result('user.update', { ID: 3, UF_USR_CAR: 'a van' })
    expect((await house.result<Json[]>('user.get', { FILTER: { UF_USR_CAR: 'a van' } })).map((one) => one['ID'])).toEqual(['3'])
    await house.result('user.userfield.delete', { id })
    expect(await get(3)).not.toHaveProperty('UF_USR_CAR')
    expect(await house.refusal('user.userfield.delete', { id })).toEqual(['', 'Access denied.'])
    expect(await house.refusal('user.userfield.add', { fields: { USER_TYPE_ID: 'string' } })).toEqual(['', "The 'FIELD_NAME' field is not found."])
  })
})

it('show no more than the scope allows', async () => {
  const brief = await openPortal({ limits: false })
  await brief.install()
  expect(await brief.result('user.current')).not.toHaveProperty('EMAIL')
  expect(await house.result('user.current')).toHaveProperty('EMAIL')
  expect((await brief.refusal('user.userfield.list'))[0]).toBe('insufficient_scope')
  await brief.close()
})
