/** Five directions, client found or made: two REST requests with the company structure in store, three without; counted at the portal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptSuggestions, install, openHouse, patient, until, type House, type Person } from '../house.ts'

/** The pipeline of heating asks for it; without a default the portal refuses the deal. */
const heatedArea = 'ufCrm_1747309879'

let house: House
let administrator: Person
let stageId: string
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ app: patient })
  administrator = house.as(1)
  await install(administrator)
  const directions = await acceptSuggestions(administrator)
  for (const direction of directions.filter(({ name }) => name === 'Отопление')) {
    await administrator.app('directions.save', { ...direction, fieldDefaults: { [heatedArea]: '80' } })
  }
  directionIds = directions.map(({ id }) => id)
  const { stages } = await administrator.site('leads.board', {})
  stageId = stages.find(({ name }) => name === 'Отчёт получен')?.id ?? ''
  await administrator.site('stage.save', {
    stageId,
    robots: [
      { id: 'r1', kind: 'app:distribute-visit', values: { directions: directionIds, skip_absent: 'Y', skip_clocked_out: 'Y' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null },
    ],
  })
})
afterAll(() => house.close())

/** Moves the lead onto the stage, waits for the reply and for the last comment. @returns the requests made meanwhile */
async function distribute(title: string) {
  const before = house.portal.requests.length
  const { leads } = await administrator.site('leads.board', {})
  const lead = leads.find((one) => one.title.includes(title))
  const known = new Set((await administrator.site('lead.show', { id: lead?.id ?? 0 })).deals.map(({ id }) => id))
  await administrator.site('lead.move', { id: lead?.id ?? 0, stageId })
  // The journal is asked at the app only: no request of ours is counted.
  await until('the run is done', async () => {
    const { rows } = await administrator.app('journal.list', { search: String(lead?.id) })
    return rows.some(({ kind, document, state }) => kind === 'robot' && document?.id === lead?.id && state === 'done')
  })
  const requests = house.portal.requests.slice(before)
  const shown = await administrator.site('lead.show', { id: lead?.id ?? 0 })
  const deals = await Promise.all(shown.deals.filter(({ id }) => !known.has(id)).map(async ({ id }) => administrator.site('deal.show', { id })))
  return { requests, shown, deals }
}

describe('five directions', () => {
  it('take two requests when the contact is found by its phone', async () => {
    const { requests, deals, shown } = await distribute('Кофейня')
    expect(requests.map(({ method, status }) => [method, status])).toEqual(Array(2 + house.moreRequests).fill(['batch', 200]))
    expect(deals).toHaveLength(5)
    expect(deals.map(({ client }) => client.contactId)).toEqual([506, 506, 506, 506, 506])
    expect(shown.client.contactId).toBeNull()
  })

  it('take two requests when contact and company are made', async () => {
    const { requests, deals } = await distribute('Колос')
    expect(requests).toHaveLength(2 + house.moreRequests)
    expect(deals).toHaveLength(5)
    const [contacts, companies] = [new Set(deals.map(({ client }) => client.contactName)), new Set(deals.map(({ client }) => client.companyTitle))]
    expect([...contacts]).toEqual(['Ирина Савельева'])
    expect([...companies]).toEqual(['Пекарня «Колос»'])
    expect(new Set(deals.map(({ client }) => client.contactId)).size).toBe(1)
  })

  it('take the older one of two contacts with the same phone', async () => {
    const { deals } = await distribute('Баня')
    expect(deals.map(({ client }) => client.contactId)).toEqual([503, 503, 503, 503, 503])
    const { rows } = await administrator.app('journal.list', {})
    expect((await administrator.app('journal.show', { runId: rows[0]?.runId as never })).reason).toContain('взят № 503')
  })

  it('make no contact for a lead that names a company only', async () => {
    const { deals } = await distribute('Столярная')
    expect(deals.map(({ client }) => [client.contactId, client.companyTitle])).toEqual(deals.map(() => [null, 'ООО «Сосна»']))
  })

  it('use the contact and the company that the lead is linked to', async () => {
    const { deals } = await distribute('Аптека')
    expect(deals.map(({ client }) => [client.contactId, client.companyId])).toEqual(deals.map(() => [501, 402]))
  })

  it('take three requests when the company structure is not in store', async () => {
    await house.stopApp()
    await house.startApp({ DIRECTORY_TTL_MS: '0' })
    const { requests, deals } = await distribute('Автосервис')
    expect(requests).toHaveLength(3 + house.moreRequests)
    expect(deals).toHaveLength(5)
  })

  it('used no field or parameter that the portal does not know', () => {
    expect(house.portal.unknownFields).toEqual([])
  })
})
