/** A manager's own numbers: the same as the administrator's fairness page has of them, and nobody else's. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'
import { plant } from '../past.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  const directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id as never)
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(1024), directionIds, comment: '' })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  plant(house, 30, (eligible, number) => eligible[number % eligible.length] ?? (0 as never))
})
afterAll(() => house.close())

it('tells each manager what the fairness page tells of them, and names nobody', async () => {
  const { directions, main } = await administrator.app('fairness.show', { days: 28 })
  const people = [...new Set(directions.flatMap(({ chance }) => chance?.people.map(({ person }) => person.id) ?? []))]
  expect(people.length).toBeGreaterThan(3)
  for (const id of people) {
    const own = await house.as(id).app('me.numbers', { days: 28 })
    const wanted = directions.flatMap(({ name, chance }) => chance?.people.filter(({ person }) => person.id === id).map(({ tookPart, picked, expected }) => ({ name, tookPart, picked, expected })) ?? [])
    expect(own.directions).toEqual(wanted)
    const asMain = main.chance?.people.find(({ person }) => person.id === id)
    expect(own.main).toEqual(asMain ? { tookPart: asMain.tookPart, picked: asMain.picked, expected: asMain.expected } : null)
    expect(own.directions.reduce((sum, { picked }) => sum + picked, 0)).toBeLessThan(directions.reduce((sum, { draws }) => sum + draws, 0))
    const others = directions.flatMap(({ chance }) => chance?.people.map(({ person }) => person.name) ?? [])
    for (const name of others) expect(JSON.stringify(own)).not.toContain(name)
  }
})

it('has nothing for whoever took part in nothing', async () => {
  expect(await house.as(2).app('me.numbers', { days: 365 })).toMatchObject({ directions: [], main: null, withoutDraw: 0 })
})
