/** Filters of lists where a yes or no, or several values, are asked for. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeAll(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterAll(() => house.close())

const people = async (filter: Json) => (await house.result<Json[]>('user.get', { FILTER: filter })).map((row) => row['ACTIVE'])

it('finds people who work here by one value, by one of several, and by neither', async () => {
  const working = await people({ ACTIVE: true })
  const gone = await people({ ACTIVE: 'N' })
  expect(new Set(working)).toEqual(new Set([true]))
  expect(new Set(gone)).toEqual(new Set([false]))
  expect(await people({ '@ACTIVE': [true, 'Y'] })).toEqual(working)
  expect(await people({ '!@ACTIVE': ['N'] })).toEqual(working)
  expect((await people({ ACTIVE: [true, false] })).length).toBe(working.length + gone.length)
})

it('compares a link to nobody as nothing: no bound holds it, and asking for 0 finds it', async () => {
  const id = await house.result<number>('crm.deal.add', { fields: { TITLE: 'a deal of nobody' } })
  const found = async (filter: Json) => (await house.result<Json[]>('crm.deal.list', { filter: { ID: id, ...filter }, select: ['ID'] })).length
  expect(await found({})).toBe(1)
  expect(await found({ COMPANY_ID: 0 })).toBe(1)
  expect(await found({ '!COMPANY_ID': 0 })).toBe(0)
  expect(await found({ '<=COMPANY_ID': 1_000_000 })).toBe(0)
  expect(await found({ '<COMPANY_ID': 1 })).toBe(0)
})
