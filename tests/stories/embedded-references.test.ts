/** A portal that puts no numbers into texts of a batch: one request more, and not one binding, title or link less. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptSuggestions, install, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directionIds: string[]
const leadId = 1024
beforeAll(async () => {
  house = await openHouse({ portal: { variants: ['numeric-references-in-text-stay'] } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id)
})
afterAll(() => house.close())

describe('a visit on such a portal', () => {
  it('takes three requests: the task is written when the numbers of the deals are known', async () => {
    const before = house.portal.requests.length
    const reportId = newReportId() as never
    const representative = house.as(2)
    await representative.app('visit.submit', { reportId, document: { kind: 'lead', id: leadId }, directionIds: directionIds as never, comment: '' })
    await until('the report is distributed', async () => (await representative.app('visit.result', { reportId })).state === 'done')
    const batches = house.portal.requests.slice(before).filter(({ commands }) => commands.some((name) => /add$|crm\.lead\.get/.test(name)))
    expect(batches).toHaveLength(3)
  })

  it('binds the task to lead and deals, names each deal in its checklist and in its notification', async () => {
    const { deals, tasks } = await administrator.site('lead.show', { id: leadId })
    const made = deals.filter(({ fromApp }) => fromApp)
    expect(made).toHaveLength(3)
    const task = house.portal.state.tasks.find(({ id }) => id === tasks[0]?.id)
    expect([...(task?.crm ?? [])].sort()).toEqual([...made.map(({ id }) => `D_${id}`), `L_${leadId}`].sort())
    for (const { id } of made) expect(task?.checklist.some(({ title }) => title.includes(String(id)))).toBe(true)
    const notices = house.portal.state.notifications.filter(({ fromApp }) => fromApp).map(({ text }) => text)
    expect(notices.length).toBeGreaterThan(0)
    for (const text of notices) expect(text).not.toContain('$result')
  })

  it('wrote no field that the portal does not know', () => expect(house.portal.unknownFields).toEqual([]))
})
