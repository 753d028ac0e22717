/** The process is killed while a visit is assigned, between the report and the answer, and in the answer: one task, one answer. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let administrator: Person
let olga: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  olga = house.as(2)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id)
  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), starter: 'robot' })
})
afterAll(() => house.close())

let phone = 1
async function assign(title: string): Promise<number> {
  const { stages } = await administrator.site('leads.board', {})
  const stageId = stages.find(({ name }) => name === 'Визит назначен')?.id ?? ''
  await administrator.site('stage.save', {
    stageId,
    robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
  const { id } = await administrator.site('lead.add', { title, contactName: 'Пётр Новый', companyTitle: '', phone: `+7903${String(1_000_000 + phone++)}`, email: '', address: '' })
  await administrator.site('lead.move', { id, stageId })
  return id
}
const runOf = async (leadId: number) =>
  (await administrator.app('journal.list', { search: String(leadId) })).rows.find((row) => row.kind === 'robot' && row.document?.id === leadId)
const isWaiting = (leadId: number) => until('the run waits', async () => (await runOf(leadId))?.state === 'waiting' && (await administrator.site('lead.show', { id: leadId })).tasks.length > 0)
const report = (leadId: number) => olga.app('visit.submit', { reportId: newReportId() as never, document: lead(leadId), directionIds: directionIds as never, comment: 'после визита' })

async function endsWell(leadId: number): Promise<void> {
  await until('the run is done', async () => (await runOf(leadId))?.state === 'done', 30_000)
  const { tasks, automation } = await administrator.site('lead.show', { id: leadId })
  expect(tasks).toHaveLength(1)
  expect(tasks[0]?.status).toBe('done')
  expect(automation[0]?.returned).toMatchObject({ outcome: 'ok', comment: 'после визита', task: String(tasks[0]?.id) })
}

describe('kill -9 around a visit', () => {
  it.each(['after_send', 'after_done'] as const)('at %s while it is assigned: one task, and the workflow waits on', async (point) => {
    await house.stopApp()
    await house.startApp({ CRASH_AT: point })
    const leadId = await assign(`Назначение ${point}`)
    await house.appGone()
    await house.startApp()
    await isWaiting(leadId)
    await report(leadId)
    await endsWell(leadId)
  })

  it.each(['before_commit', 'after_commit', 'after_intent', 'after_send', 'after_reply'] as const)('at %s when the report has come: the workflow is answered once', async (point) => {
    const leadId = await assign(`Ответ ${point}`)
    await isWaiting(leadId)
    await olga.app('visit.show', { document: lead(leadId) })
    await house.stopApp()
    await house.startApp({ CRASH_AT: point })
    await report(leadId)
    await house.appGone()
    await house.startApp()
    await endsWell(leadId)
  })

  // Shows: process killed × reply
  it('while everything rests: the report is still awaited afterwards', async () => {
    const leadId = await assign('Долгое ожидание')
    await isWaiting(leadId)
    await house.stopApp('SIGKILL')
    await house.startApp()
    await report(leadId)
    await endsWell(leadId)
  })
})
