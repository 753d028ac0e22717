/** Undo and select again: refused where somebody works with the client already, else everything is taken back once, and turns are given back. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DistributionView } from '../../domain/contract/journal.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id)
  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), policy: 'in_turn' })
})
afterAll(() => house.close())

const why = async (leadId: number) => (await administrator.app('why.show', { document: lead(leadId) })).distributions
async function distributed(): Promise<DistributionView> {
  const { id } = await administrator.site('lead.add', { title: 'Цех', contactName: 'Пётр Новый', companyTitle: '', phone: '', email: '', address: '' })
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(id), directionIds: directionIds as never, comment: 'Печь у окна' })
  await until('the distribution is over', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  const [distribution] = await why(id)
  if (!distribution) throw new Error('no distribution')
  return distribution
}
async function undo({ id }: DistributionView, again = false) {
  const { runId } = await administrator.app('undo.start', { distributionId: id, reason: 'Ошиблись адресом', again })
  await until('the undoing is over', async () => ['done', 'failed'].includes((await administrator.app('journal.show', { runId })).row.state))
  return administrator.app('journal.show', { runId })
}
const dealsOf = async ({ document }: DistributionView) => (await administrator.site('lead.show', { id: document.id })).deals
const failed = (deals: Awaited<ReturnType<typeof dealsOf>>) => deals.filter(({ stage }) => stage.semantics === 'failure').length
const picked = ({ directions }: DistributionView) => directions.map((one) => one.picked)

it('is refused where somebody has moved a deal or ticked an item, says what, and changes nothing', async () => {
  const made = await distributed()
  const [first] = await dealsOf(made)
  await administrator.site('deal.move', { id: first?.id ?? 0, stageId: `C${first?.categoryId}:EXECUTING` })
  const { tasks } = await administrator.site('lead.show', { id: made.document.id })
  const task = tasks.find(({ id }) => id === made.task?.id)
  await administrator.site('task.tick', { id: task?.id ?? 0, itemId: task?.checklist[0]?.id ?? 0, done: true })

  const look = await administrator.app('undo.look', { distributionId: made.id })
  expect(look.state).toBe('touched')
  expect(look.touched.map(({ what, id }) => [what, id])).toEqual([
    ['moved', first?.id],
    ['item_ticked', task?.id],
  ])
  const { row, reason } = await undo(made)
  expect(row).toMatchObject({ press: 'undo', outcome: 'refused' })
  expect(reason).toContain(`№ ${first?.id}`)
  expect(failed(await dealsOf(made))).toBe(0)
  expect((await why(made.document.id))[0]?.undone).toBeNull()
})

it('sees every kind of work that people do', async () => {
  const made = await distributed()
  const [first, second, third] = (await dealsOf(made)).map(({ id }) => id)
  const call = async (method: string, query: string) => expect((await fetch(`${house.portal.webhook}${method}?${query}`)).ok, method).toBe(true)
  await call('crm.item.update', `entityTypeId=2&id=${first}&fields[assignedById]=1`)
  await call('crm.timeline.comment.add', `fields[ENTITY_ID]=${second}&fields[ENTITY_TYPE]=deal&fields[COMMENT]=Звонил`)
  await call('crm.activity.todo.add', `ownerTypeId=2&ownerId=${third}&deadline=2030-01-01T10:00:00&description=Позвонить`)
  await call('tasks.task.add', `fields[TITLE]=Замер&fields[RESPONSIBLE_ID]=1&fields[UF_CRM_TASK][0]=D_${second}`)
  await call('tasks.task.start', `taskId=${made.task?.id ?? 0}`)
  const { state, touched } = await administrator.app('undo.look', { distributionId: made.id })
  expect(state).toBe('touched')
  expect(touched.map(({ what, id }) => [what, id]).sort()).toEqual([
    ['activity', third],
    ['commented', second],
    ['reassigned', first],
    ['task_added', second],
    ['task_begun', made.task?.id],
  ])
})

it('closes untouched deals, cancels the task, and the next client goes to whoever had this turn', async () => {
  const made = await distributed()
  expect(await administrator.app('undo.look', { distributionId: made.id })).toMatchObject({ state: 'possible', deals: 3, task: true, touched: [] })
  const { row } = await undo(made)
  expect(row).toMatchObject({ press: 'undo', outcome: 'ok' })
  expect(failed(await dealsOf(made))).toBe(3)
  const { tasks, timeline } = await administrator.site('lead.show', { id: made.document.id })
  const task = tasks.find(({ id }) => id === made.task?.id)
  expect(task).toMatchObject({ status: 'done' })
  expect(task?.title).toMatch(/^Отменено/)
  expect(timeline.some(({ text }) => text.includes('Ошиблись адресом'))).toBe(true)
  const [undone] = await why(made.document.id)
  expect(undone?.undone).toMatchObject({ reason: 'Ошиблись адресом', by: { id: 1 }, runId: row.runId, nextRunId: null })
  const listed = (await administrator.app('journal.list', { search: String(made.document.id) })).rows
  expect(listed.map(({ press, undone }) => ({ press, undone }))).toEqual([
    { press: 'undo', undone: false },
    { press: null, undone: true },
  ])
  // The listener of closed deals says nothing of deals that we closed ourselves.
  const { notifications } = await house.as(made.mainManager?.id ?? 0).site('notifications.list', {})
  expect(notifications.some(({ text }) => text.includes('Закрыты все сделки'))).toBe(false)

  expect(picked(await distributed())).toEqual(picked(made))
  await expect(administrator.app('undo.start', { distributionId: made.id, reason: 'Ещё раз', again: false })).rejects.toMatchObject({ code: 'conflict' })
})

it('selects again once, in a run of its own, although the app is killed and answers are lost on the way', async () => {
  const made = await distributed()
  await house.stopApp('SIGKILL')
  await house.startApp({ CRASH_AT: 'after_commit' })
  const { runId } = await administrator.app('undo.start', { distributionId: made.id, reason: 'Другие люди', again: true })
  await house.appGone()
  await house.startApp({ CRASH_AT: 'after_send' })
  await house.appGone()
  await house.startApp()
  await until('both are over', async () => {
    const [newest] = await why(made.document.id)
    return newest?.id !== made.id && newest?.state === 'done' && (await administrator.app('journal.show', { runId })).row.state === 'done'
  })
  const [next, undone, ...others] = await why(made.document.id)
  expect(others).toEqual([])
  expect(undone?.undone).toMatchObject({ nextRunId: next?.runId })
  expect(next).toMatchObject({ insteadOfRunId: made.runId, undone: null, comment: 'Печь у окна' })
  const deals = await dealsOf(made)
  expect(deals).toHaveLength(6)
  expect(failed(deals)).toBe(3)
  // The turns came back before anybody was picked anew.
  expect(next && picked(next)).toEqual(picked(made))
  // The same report again gives what holds now.
  expect((await administrator.app('visit.result', { reportId: made.reportId as never })).distribution?.id).toBe(next?.id)
  expect(house.portal.unknownFields).toEqual([])
})
