/** The largest visit: twenty-five directions and a hundred and twenty candidates, more than one batch holds either way. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { install, lead, newReportId, openHouse, patient, until, type House, type Person } from '../house.ts'

const departments = 25
const people = 120

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse({
    app: patient,
    portal: {
      limits: false,
      grow(state) {
        const sample = state.people.find(({ id }) => id === 4)
        if (!sample) throw new Error('no sample')
        for (let index = 0; index < departments; index++) state.departments.push({ id: 100 + index, name: `Отдел ${index + 1}`, parentId: 1, headId: null, sort: 500 + index })
        for (let index = 0; index < people; index++) {
          state.people.push({ ...structuredClone(sample), id: 1000 + index, lastName: `Человек${index}`, email: `p${index}@example.com`, departments: [100 + (index % departments)] })
        }
      },
    },
  })
  administrator = house.as(1)
  await install(administrator)
})
afterAll(() => house.close())

it('is distributed whole: a deal each, one task with all of them, everybody told', async () => {
  const ids: string[] = []
  for (let index = 0; index < departments; index++) {
    const { direction } = await administrator.app('directions.save', {
      id: null,
      version: null,
      name: `Линия ${index + 1}`,
      departmentIds: [100 + index] as never,
      categoryId: 1,
      stageId: 'C1:NEW',
      fieldDefaults: {},
    })
    ids.push(direction.id)
  }
  const leadId = (await administrator.site('leads.board', {})).leads.find(({ title }) => title.includes('Колос'))?.id ?? 0
  const before = house.portal.requests.length
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(leadId), directionIds: ids as never, comment: '' })
  await until('the distribution is over', async () => ['done', 'failed'].includes((await administrator.app('visit.result', { reportId })).state))
  const { outcome, distribution } = await administrator.app('visit.result', { reportId })
  expect(outcome).toBe('ok')
  const candidates = new Set(distribution?.directions.flatMap(({ eligible }) => eligible.map(({ id }) => id)))
  expect(candidates.size).toBe(people)
  const { deals, tasks } = await administrator.site('lead.show', { id: leadId })
  expect(deals).toHaveLength(departments)
  expect(new Set(deals.map(({ assigned }) => assigned.id)).size).toBe(departments)
  const task = tasks.find(({ checklist }) => checklist.length === departments)
  expect(task?.bindings.filter(({ kind }) => kind === 'deal')).toHaveLength(departments)
  expect(task?.checklist.every(({ title }) => /сделка № \d+$/.test(title))).toBe(true)
  const batches = house.portal.requests.slice(before).filter(({ method }) => method === 'batch')
  // Who asks may read the lead: 1; 10 of the client, 3 pages of people, absences and 120 work days: 3; 4 × 25 and what is once: 3.
  expect(batches.length).toBeLessThanOrEqual(7)
  expect(house.portal.unknownFields).toEqual([])
})
