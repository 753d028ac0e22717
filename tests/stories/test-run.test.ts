/** A test run on one record: the layout of an entry, and nothing written at the portal or in our ledger. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { methods, type MethodName } from '../../manifest/methods.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directionIds: never[]
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).map(({ id }) => id as never)
})
afterAll(() => house.close())

const leadNamed = async (title: string) => (await administrator.app('records.find', { search: title })).records[0]?.id ?? 0

it('finds records by number and by a part of the title, the newest first', async () => {
  const all = (await administrator.app('records.find', { search: '' })).records
  expect(all.length).toBeGreaterThan(3)
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((a, b) => b - a))
  const [found] = (await administrator.app('records.find', { search: 'Колос' })).records
  expect(found?.title).toContain('Колос')
  expect((await administrator.app('records.find', { search: String(found?.id) })).records).toEqual([found])
})

it('shows who would be picked among whom, writes nothing, and is not what the report then becomes', async () => {
  const id = await leadNamed('Колос')
  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), policy: 'in_turn' })
  const written = () => house.portal.requests.flatMap(({ commands }) => commands).filter((method) => methods[method as MethodName]?.kind === 'does').length
  const before = [written(), (await administrator.app('journal.list', {})).total]
  const first = await administrator.app('test.run', { document: lead(id), directionIds: [] })
  const second = await administrator.app('test.run', { document: lead(id), directionIds: directionIds.slice(0, 2) })
  expect([written(), (await administrator.app('journal.list', {})).total]).toEqual(before)
  expect(first).toMatchObject({ from: 'all', reason: null, distribution: { policy: 'in_turn', document: { id } } })
  expect(first.distribution?.directions).toHaveLength(directionIds.length)
  expect(first.distribution?.directions.every(({ deal }) => deal === null)).toBe(true)
  expect(first.distribution?.directions.flatMap(({ excluded }) => excluded).length).toBeGreaterThan(0)
  expect(second).toMatchObject({ from: 'ticked' })
  // It took no turn: the same people are next, in the next test run and in the real one.
  const picked = (all: typeof first) => all.distribution?.directions.slice(0, 2).map((one) => one.picked)
  expect(picked(second)).toEqual(picked(first))
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(id), directionIds: directionIds.slice(0, 2), comment: '' })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  const { distribution } = await administrator.app('visit.result', { reportId })
  expect(distribution?.directions.map((one) => one.picked)).toEqual(picked(first))
  expect(await administrator.app('test.run', { document: lead(id), directionIds: [] })).toMatchObject({ from: 'report' })
})

it('says why nothing would be picked', async () => {
  const { distribution, reason } = await administrator.app('test.run', { document: lead(999_999), directionIds: [] })
  expect(distribution).toBeNull()
  expect(reason).toContain('Лид не прочитан')
  expect(house.portal.unknownFields).toEqual([])
})
