/** Somebody is dismissed between the draw and the deal: the client is never left with them in silence, and it costs one request at most. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PlacedRobot } from '../../scripts/portal/contract/automation.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let roof: string
let electric: string
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  const directions = await acceptSuggestions(administrator)
  const ofRoof = directions.find(({ name }) => name === 'Кровля')
  if (!ofRoof) throw new Error('no roofing')
  // One man for all roofs, and Nina Frolova in reserve.
  await administrator.app('directions.save', { ...ofRoof, reserveId: 9 as never })
  roof = ofRoof.id
  electric = directions.find(({ name }) => name === 'Электрика')?.id ?? ''
})
afterAll(() => house.close())

const roofer = 16
const setActive = (id: number, active: boolean) => {
  const person = house.portal.state.people.find((one) => one.id === id)
  if (person) person.active = active
}
const robot = (code: string, values: PlacedRobot['values']): PlacedRobot => ({
  id: 'r1',
  kind: `app:${code}`,
  values,
  afterPrevious: false,
  timeoutSeconds: 0,
  wait: true,
  actAs: null,
})
const newLead = async () =>
  (await administrator.site('lead.add', { title: 'Крыша', contactName: 'Пётр Новый', companyTitle: '', phone: '+7 902 000-00-01', email: '', address: '' })).id

// Shows: person dismissed × write
it('between reading and writing: the reserve gets deal and task with one request more, and the record says so', async () => {
  const leadId = await newLead()
  const stop = house.portal.intercept(({ commands }) => {
    if (commands.includes('tasks.task.add')) setActive(roofer, false)
    return undefined
  })
  const before = house.portal.requests.length
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(leadId), directionIds: [roof, electric] as never, comment: '' })
  await until('the distribution is over', async () => ['done', 'failed'].includes((await administrator.app('visit.result', { reportId })).state))
  stop()
  // The moved deal's own event is looked at in a run of its own, sometimes before we count.
  const ofListener = (commands: readonly string[]) => commands.includes('task.checklistitem.getlist')
  const batches = house.portal.requests.slice(before).filter(({ method, commands }) => method === 'batch' && !ofListener(commands))
  const { distribution } = await administrator.app('visit.result', { reportId })
  const ofRoof = distribution?.directions.find(({ id }) => id === roof)
  expect(ofRoof).toMatchObject({ picked: 9, outcome: 'fallback_used' })
  expect(ofRoof?.excluded).toContainEqual(expect.objectContaining({ reason: 'dismissed', person: expect.objectContaining({ id: roofer }) }))

  const { deals, tasks } = await administrator.site('lead.show', { id: leadId })
  expect(deals.some(({ assigned }) => assigned.id === roofer)).toBe(false)
  expect(deals.find(({ categoryName }) => categoryName === 'Кровля')?.assigned.id).toBe(9)
  for (const { id } of deals) {
    const { comments, observers } = await administrator.site('deal.show', { id })
    expect(comments).not.toContain('Платон')
    expect(observers.map((one) => one.id)).not.toContain(roofer)
  }
  const task = tasks.find(({ checklist }) => checklist.length === 2)
  expect(task?.responsible.id).toBe(distribution?.mainManager?.id)
  expect(task?.responsible.id).not.toBe(roofer)
  const { rows } = await administrator.app('journal.list', { search: String(leadId) })
  expect((await administrator.app('journal.show', { runId: rows[0]?.runId as never })).reason).toContain('Уволены после выбора')
  const { notifications } = await house.as(9).site('notifications.list', {})
  expect(notifications.some(({ text }) => text.includes('Кровля'))).toBe(true)
  // The lead's right to be read, the read batch, the write batch, and the one that moved things over.
  expect(batches.length).toBeLessThanOrEqual(4 + house.moreRequests)
  setActive(roofer, true)
})

// Shows: person dismissed × read
it('between two robots of the chain: the deal is made for somebody else at once', async () => {
  const { stages } = await administrator.site('leads.board', {})
  const [first, second] = ['Отчёт получен', 'Распределён'].map((name) => stages.find((stage) => stage.name === name)?.id ?? '')
  await administrator.site('stage.save', { stageId: first ?? '', robots: [robot('pick-managers', { directions: [roof], skip_absent: 'Y', skip_clocked_out: 'Y' })] })
  const leadId = await newLead()
  await administrator.site('lead.move', { id: leadId, stageId: first ?? '' })
  const shown = () => administrator.site('lead.show', { id: leadId })
  await until('the managers are picked', async () => (await shown()).automation.some(({ state }) => state === 'done'))
  const picked = (await shown()).automation[0]?.returned
  expect(picked?.['managers']).toBe(house.inProcess(roofer))
  setActive(roofer, false)
  await administrator.site('stage.save', { stageId: second ?? '', robots: [robot('create-deals', { draw: picked?.['draw'] ?? '' })] })
  await administrator.site('lead.move', { id: leadId, stageId: second ?? '' })
  await until('the deals are made', async () => (await shown()).deals.length === 1)
  expect((await shown()).deals[0]?.assigned.id).toBe(9)
  await until('the robot is answered', async () => (await shown()).automation.some(({ returned }) => returned['deal_count'] === '1'))
  expect((await shown()).timeline.some(({ text }) => text.includes('Уволены после выбора'))).toBe(true)
  setActive(roofer, true)
})
