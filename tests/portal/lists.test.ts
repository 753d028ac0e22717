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
