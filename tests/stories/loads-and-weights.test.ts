/** Least loaded by our ledger and by the portal's open deals, weights of people, and who may see the figures. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Input } from '../../domain/contract/contract.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, patient, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directions: Answer<'directions.list'>['directions']
beforeAll(async () => {
  house = await openHouse({ app: patient })
  administrator = house.as(1)
  await install(administrator)
  directions = await acceptSuggestions(administrator)
})
afterAll(async () => {
  expect(house.portal.unknownFields).toEqual([])
  await house.close()
})

const settings = async (part: Partial<Input<'settings.save'>>) =>
  administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), ...part })

let number = 0
let usualBatches = 0
async function visit(name: string) {
  number++
  const phone = `+7 902 000-00-${String(number).padStart(2, '0')}`
  const { id } = await administrator.site('lead.add', { title: `Клиент ${number}`, contactName: 'Пётр Новый', companyTitle: '', phone, email: '', address: '' })
  const reportId = newReportId() as never
  const directionIds = directions.filter((one) => one.name === name).map((one) => one.id)
  const before = house.portal.requests.length
  await administrator.app('visit.submit', { reportId, document: lead(id), directionIds, comment: '' })
  await until('the distribution is over', async () => ['done', 'failed'].includes((await administrator.app('visit.result', { reportId })).state))
  const { distribution } = await administrator.app('visit.result', { reportId })
  const one = distribution?.directions[0]
  return { one, distribution, dealId: one?.deal?.id ?? 0, batches: house.portal.requests.slice(before).filter(({ method }) => method === 'batch').length }
}
const weigh = async (userId: number, weight: number) => {
  const { people } = await administrator.app('people.list', {})
  const rules = people.find(({ person }) => person.id === userId)?.rules
  if (!rules) throw new Error('not in the pool')
  return administrator.app('people.save', { ...rules, weight })
}

describe('least loaded', () => {
  it('by our ledger takes turns among equals and says how many everybody had', async () => {
    await settings({ policy: 'least_loaded', load: 'assigned', loadDays: 30 })
    const served: (number | null | undefined)[] = []
    for (let visits = 0; visits < 4; visits++) {
      const { one, batches: sent } = await visit('Сантехника')
      served.push(one?.picked)
      usualBatches = sent
      expect(one?.loads?.[String(one.picked)]).toBe(Math.floor(visits / 2))
    }
    expect(served.slice(0, 2).sort()).toEqual([10, 9])
    expect(served.slice(2).sort()).toEqual([10, 9])
  })

  it('lets nobody who comes back catch up more than they may', async () => {
    await settings({ catchUp: 0 })
    await visit('Сантехника')
    await administrator.site('person.change', { id: 9, absentDays: 3 })
    for (let visits = 0; visits < 3; visits++) expect((await visit('Сантехника')).one?.picked).toBe(10)
    await administrator.site('person.change', { id: 9, absentDays: null })
    const back = await visit('Сантехника')
    expect(back.one?.loads?.['9']).toBe(back.one?.loads?.['10'])
    expect(back.one?.added['9']).toBeGreaterThanOrEqual(2)
    const served = [back, await visit('Сантехника'), await visit('Сантехника'), await visit('Сантехника')].map(({ one }) => one?.picked ?? 0)
    expect(served.sort((a, b) => a - b)).toEqual([9, 9, 10, 10])
    await settings({ catchUp: null })
  })

  it('by open deals asks the portal in the same batch, and a closed deal counts no more', async () => {
    await settings({ load: 'open_deals' })
    const first = await visit('Сантехника')
    const { loads, picked } = first.one ?? {}
    expect(first.batches).toBe(usualBatches)
    expect(loads?.[String(picked)]).toBe(Math.min(...Object.values(loads ?? {})))
    const second = await visit('Сантехника')
    expect(second.one?.loads).toEqual({ ...loads, [String(picked)]: (loads?.[String(picked)] ?? 0) + 1 })
    await administrator.site('deal.move', { id: first.dealId, stageId: 'C1:WON' })
    const third = await visit('Сантехника')
    const { [String(picked)]: had = 0 } = second.one?.loads ?? {}
    const got = second.one?.picked === picked ? 1 : 0
    expect(third.one?.loads?.[String(picked)]).toBe(had + got - 1)
  })

  it('shows figures to administrators, not to colleagues', async () => {
    const { distribution, dealId, one } = await visit('Сантехника')
    expect(Object.keys(one?.loads ?? {})).toEqual(['9', '10'])
    const manager = house.as(one?.picked ?? 0)
    const { distributions } = await manager.app('why.show', { document: { kind: 'deal', id: dealId } })
    expect(distributions[0]?.id).toBe(distribution?.id)
    expect(distributions[0]?.directions[0]?.loads).toEqual({})
  })
})

describe('weights', () => {
  it('are kept with a version, and a change from an older one is refused', async () => {
    const { people } = await administrator.app('people.list', {})
    const plumber = people.find(({ person }) => person.id === 9)
    expect(plumber).toMatchObject({ directions: ['Сантехника'], rules: { weight: 100, version: 0 } })
    expect((await weigh(9, 1)).person.rules).toMatchObject({ userId: 9, weight: 1, version: 1 })
    await expect(administrator.app('people.save', { ...plumber?.rules, weight: 300 } as never)).rejects.toThrow(/conflict/)
    expect((await administrator.app('people.list', {})).people.find(({ person }) => person.id === 9)?.rules.weight).toBe(1)
    await expect(house.as(9).app('people.list', {})).rejects.toThrow(/forbidden/)
  })

  it('steer the pick and stand in its record', async () => {
    await weigh(10, 1000)
    await settings({ policy: 'weighted' })
    const served = [await visit('Сантехника'), await visit('Сантехника'), await visit('Сантехника')]
    for (const { one } of served) expect(one?.weights).toEqual({ '9': 1, '10': 1000 })
    // 1 in 1001 for each to be the other one.
    expect(served.filter(({ one }) => one?.picked === 10).length).toBeGreaterThanOrEqual(2)
  })
})
