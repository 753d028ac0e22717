/** A deal that the portal refuses: the others are made, the workflow and the administrator are told which field it wants. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
})
afterAll(() => house.close())

// Shows: one command refused × write
it('a required field without a default fails its own deal only, and everybody reads why', async () => {
  const directions = await acceptSuggestions(administrator)
  const wanted = directions.filter(({ name }) => ['Сантехника', 'Отопление', 'Вентиляция'].includes(name)).map(({ id }) => id)
  const { stages, leads } = await administrator.site('leads.board', {})
  const stageId = stages.find(({ name }) => name === 'Отчёт получен')?.id ?? ''
  await administrator.site('stage.save', {
    stageId,
    robots: [{ id: 'r1', kind: 'app:distribute-visit', values: { directions: wanted, skip_absent: 'Y', skip_clocked_out: 'Y' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
  const leadId = leads.find(({ title }) => title.includes('Ателье'))?.id ?? 0
  await administrator.site('lead.move', { id: leadId, stageId })
  await until('the robot is answered', async () => (await administrator.site('lead.show', { id: leadId })).automation.some(({ state }) => state === 'done'))

  const { deals, tasks, automation } = await administrator.site('lead.show', { id: leadId })
  expect(deals.map(({ categoryName }) => categoryName).sort()).toEqual(['Вентиляция', 'Сантехника'])
  expect(tasks.find(({ bindings }) => bindings.some(({ kind }) => kind === 'deal'))?.checklist).toHaveLength(2)
  expect(automation[0]?.returned).toMatchObject({ outcome: 'failed', deal_count: '2' })

  const row = async () => (await administrator.app('journal.list', { search: String(leadId) })).rows[0]
  await until('the run is over', async () => (await row())?.state === 'failed')
  expect(await row()).toMatchObject({ outcome: 'failed' })
  const shown = await administrator.app('journal.show', { runId: (await row())?.runId as never })
  const refused = shown.effects.filter(({ state }) => state === 'refused')
  expect(refused.map(({ key }) => key)).toEqual([expect.stringContaining('deal:')])
  expect(refused[0]?.error).toContain(house.variants.has('empty-error-codes-with-200') ? 'Площадь помещения' : 'CRM_FIELD_ERROR_REQUIRED')
  expect(shown.reason).toContain('Площадь помещения')
})

it('an installation stands in the journal once', async () => {
  const { rows } = await administrator.app('journal.list', {})
  expect(rows.filter(({ kind }) => kind === 'install')).toHaveLength(1)
})
