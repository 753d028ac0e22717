/** The robot on a stage: called, answered, and the workflow goes on with what it returned; a second start makes nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'
import type { PlacedRobot } from '../../scripts/portal/contract/automation.ts'

let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id)
})
afterAll(() => house.close())

const stageNamed = async (name: string) => {
  const { stages } = await administrator.site('leads.board', {})
  return stages.find((stage) => stage.name === name)?.id ?? ''
}
const leadNamed = async (text: string) => {
  const { leads } = await administrator.site('leads.board', {})
  return leads.find(({ title }) => title.includes(text))?.id ?? 0
}
const robot = (kind: string, change: Partial<PlacedRobot> = {}): PlacedRobot => ({
  id: `new-${Math.abs(kind.length)}`,
  kind,
  values: {},
  afterPrevious: false,
  timeoutSeconds: 0,
  wait: true,
  actAs: null,
  ...change,
})

describe('the robot on a stage', () => {
  it('is answered, and the next robot reads the main manager and the deals from it', async () => {
    const stageId = await stageNamed('Отчёт получен')
    const { robots } = await administrator.site('stage.save', {
      stageId,
      robots: [robot('app:distribute-visit', { id: 'r1', values: { directions: directionIds, skip_absent: 'Y', skip_clocked_out: 'Y' } })],
    })
    const placed = robots[0]?.id ?? ''
    await administrator.site('stage.save', {
      stageId,
      robots: [
        ...robots,
        robot('portal:notify', {
          id: 'r2',
          afterPrevious: true,
          wait: false,
          values: { user: `{=${placed}:main_manager}`, text: `Сделки: {=${placed}:deals} Итог: {=${placed}:outcome}` },
        }),
      ],
    })
    const leadId = await leadNamed('Аптека')
    await administrator.site('lead.move', { id: leadId, stageId })
    await until('the robots of the stage are done', async () => {
      const { automation } = await administrator.site('lead.show', { id: leadId })
      return automation.length === 2 && automation.every(({ state }) => state === 'done')
    })
    const { automation, deals, tasks } = await administrator.site('lead.show', { id: leadId })
    const mine = deals.filter(({ fromApp }) => fromApp)
    expect(mine).toHaveLength(3)
    const returned = automation[0]?.returned ?? {}
    expect(returned).toMatchObject({ outcome: 'ok', deal_count: '3' })
    expect(returned['deals']?.split(/[,\s]+/).map(Number).sort()).toEqual(mine.map(({ id }) => id).sort())

    const task = tasks.find(({ checklist }) => checklist.length === 3)
    const { notifications } = await house.as(task?.responsible.id ?? 0).site('notifications.list', {})
    expect(notifications.some(({ text }) => text.includes('Итог: ok') && mine.every(({ id }) => text.includes(String(id))))).toBe(true)
  })

  it('moves the stage last when it is told to, and the reply has arrived before', async () => {
    const [from, to] = [await stageNamed('Отчёт получен'), await stageNamed('Распределён')]
    await administrator.site('stage.save', {
      stageId: from,
      robots: [robot('app:distribute-visit', { id: 'r1', values: { directions: directionIds.slice(0, 1), skip_absent: 'Y', skip_clocked_out: 'Y', move_to_stage: to } })],
    })
    const leadId = await leadNamed('Ателье')
    await administrator.site('lead.move', { id: leadId, stageId: from })
    await until('the lead has moved', async () => (await administrator.site('lead.show', { id: leadId })).stageId === to)
    const { automation } = await administrator.site('lead.show', { id: leadId })
    expect(automation[0]).toMatchObject({ state: 'done' })
    expect(automation[0]?.returned['outcome']).toBe('ok')
  })

  it('answers already_done to a visit that its report has distributed, with the first values', async () => {
    const stageId = await stageNamed('Отчёт получен')
    const leadId = await leadNamed('Колос')
    const representative = house.as(2)
    const reportId = newReportId() as never
    await representative.app('visit.submit', { reportId, document: lead(leadId), directionIds: directionIds as never, comment: '' })
    // At once, while the report is still being distributed.
    await administrator.site('stage.save', { stageId, robots: [robot('app:distribute-visit', { id: 'r1', values: { skip_absent: 'Y', skip_clocked_out: 'Y' } })] })
    await administrator.site('lead.move', { id: leadId, stageId })
    await until('the robot is answered', async () => (await administrator.site('lead.show', { id: leadId })).automation.every(({ state }) => state === 'done'))
    const { automation, deals, tasks } = await administrator.site('lead.show', { id: leadId })
    const { distribution } = await representative.app('visit.result', { reportId })
    expect(automation[0]?.returned['outcome']).toBe('already_done')
    expect(automation[0]?.returned['draw']).toBe(distribution?.id)
    expect(deals.filter(({ fromApp }) => fromApp)).toHaveLength(3)
    expect(tasks.filter(({ checklist }) => checklist.length > 0)).toHaveLength(1)
  })

  it('is refused with a sentence when there is neither a report nor a direction', async () => {
    const stageId = await stageNamed('Отчёт получен')
    const leadId = await leadNamed('Кофейня')
    await administrator.site('lead.move', { id: leadId, stageId })
    await until('the robot is answered', async () => (await administrator.site('lead.show', { id: leadId })).automation.some(({ state }) => state === 'done'))
    const { automation, deals } = await administrator.site('lead.show', { id: leadId })
    expect(automation[0]?.returned['outcome']).toBe('refused')
    expect(deals.filter(({ fromApp }) => fromApp)).toHaveLength(0)
    const { rows } = await administrator.app('journal.list', { outcome: 'refused' })
    const shown = await administrator.app('journal.show', { runId: rows[0]?.runId as never })
    expect(shown.reason).toContain('Направления')
  })

  // Shows: delivered twice × call
  it('delivered twice is one run', async () => {
    await administrator.site('fault.set', { name: 'delivered_twice', on: true })
    const stageId = await stageNamed('Отчёт получен')
    await administrator.site('stage.save', {
      stageId,
      robots: [robot('app:distribute-visit', { id: 'r1', values: { directions: directionIds.slice(0, 2), skip_absent: 'Y', skip_clocked_out: 'Y' } })],
    })
    const leadId = await leadNamed('Автосервис')
    await administrator.site('lead.move', { id: leadId, stageId })
    await until('the robot is answered', async () => (await administrator.site('lead.show', { id: leadId })).automation.some(({ state }) => state === 'done'))
    await administrator.site('fault.set', { name: 'delivered_twice', on: false })
    const { rows } = await administrator.app('journal.list', { search: String(leadId) })
    expect(rows.filter(({ kind, document }) => kind === 'robot' && document?.id === leadId)).toHaveLength(1)
    expect((await administrator.site('lead.show', { id: leadId })).deals.filter(({ fromApp }) => fromApp)).toHaveLength(2)
  })
})
