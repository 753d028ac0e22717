/** Workflows that would wait for ever: an answer that was lost is sent again by itself, a call that never came is listed and ended with one press. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { install, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let stageId: string
beforeAll(async () => {
  house = await openHouse({ app: { STUCK_AFTER_MS: '600', SWEEP_EVERY_MS: '300' } })
  administrator = house.as(1)
  await install(administrator)
  stageId = (await administrator.site('leads.board', {})).stages.find(({ name }) => name === 'Визит назначен')?.id ?? ''
  await place({ representative: 'user_2' })
})
afterAll(() => house.close())

const place = (values: Record<string, string>) =>
  administrator.site('stage.save', { stageId, robots: [{ id: 'r1', kind: 'app:assign-visit', values, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }] })
const send = async (title: string) => {
  const { id } = await administrator.site('lead.add', { title, contactName: '', companyTitle: '', phone: '', email: '', address: '' })
  await administrator.site('lead.move', { id, stageId })
  return id
}
const step = async (id: number) => (await administrator.site('lead.show', { id })).automation[0]?.state
const listed = async (id: number) => (await administrator.app('workflows.list', {})).workflows.find(({ document }) => document.id === id)

it('one that waits for a report waits rightly', async () => {
  const id = await send('Ждёт отчёта')
  await until('the workflow waits', async () => (await step(id)) === 'waiting')
  await until('it is listed', async () => (await listed(id))?.state === 'waits')
  const { runId, workflowId } = (await listed(id)) ?? {}
  expect(runId).toMatch(/^run_/)
  await expect(administrator.app('workflows.end', { workflowId: workflowId ?? '' })).rejects.toMatchObject({ code: 'conflict' })
})

// Shows: request lost × call
it('one whose call never reached us is listed, and ended with one press', async () => {
  await administrator.site('fault.set', { name: 'app_unreachable', on: true })
  const id = await send('Не дошёл')
  await until('the call is lost', () => house.portal.deliveries.some(({ document, state }) => state === 'lost' && document?.includes(String(id)) === true))
  await administrator.site('fault.set', { name: 'app_unreachable', on: false })
  await until('it is listed', async () => (await listed(id))?.state === 'unheard')
  const { workflowId = '' } = (await listed(id)) ?? {}
  const { runId } = await administrator.app('workflows.end', { workflowId })
  await until('it is over', async () => (await administrator.app('journal.show', { runId })).row.state === 'done')
  expect(await listed(id)).toBeUndefined()
  expect(await step(id)).not.toBe('waiting')
  const { rows } = await administrator.app('journal.list', { search: String(id) })
  expect((await administrator.app('journal.show', { runId: rows[0]?.runId as never })).reason).toContain('завершён администратором')
  await expect(administrator.app('workflows.end', { workflowId })).rejects.toMatchObject({ code: 'conflict' })
})

// Shows: answer lost × reply
it('one that has not moved since our answer is answered again, once', async () => {
  await place({ representative: 'user_2', wait_report: 'N' })
  const id = await send('Ответ потерян')
  const replies = () => house.portal.requests.filter(({ commands }) => commands.includes('bizproc.event.send')).length
  await until('it is answered', async () => (await step(id)) === 'done' && replies() > 0)
  // As if the portal had taken the answer and lost it: the step waits as it did before.
  const instance = house.portal.state.instances.find(({ document }) => document.id === id)
  const waiting = instance?.steps[0]
  if (!instance || !waiting) throw new Error('no instance')
  Object.assign(instance, { state: 'running' })
  Object.assign(waiting, { state: 'waiting', returned: {} })
  const before = replies()
  // The portal carries a request out first and counts it when it is answered.
  await until('it is answered again by itself', async () => (await step(id)) === 'done' && replies() > before)
  expect(replies()).toBe(before + 1)
  // Whatever it should wait for now, it is none of ours.
  Object.assign(instance, { state: 'running' })
  Object.assign(waiting, { state: 'waiting' })
  expect(await listed(id)).toBeUndefined()
  await new Promise((done) => setTimeout(done, 1500))
  expect(replies()).toBe(before + 1)
  expect(house.portal.unknownFields).toEqual([])
})
