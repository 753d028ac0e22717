/** Deals close one after another: their items are ticked, the task follows the last one, and a reopened deal opens it again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

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

/** A distributed lead. */
async function distributed(phone: string) {
  const { id: leadId } = await administrator.site('lead.add', { title: 'Цех', contactName: 'Пётр Новый', companyTitle: '', phone, email: '', address: '' })
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(leadId), directionIds: directionIds as never, comment: '' })
  await until('the distribution is over', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  const { deals } = await administrator.site('lead.show', { id: leadId })
  const task = async () => {
    const found = (await administrator.site('lead.show', { id: leadId })).tasks.find(({ checklist }) => checklist.length === deals.length)
    if (!found) throw new Error('no task')
    return found
  }
  const close = ({ id, categoryId }: { id: number; categoryId: number }, stage = 'WON') => administrator.site('deal.move', { id, stageId: `C${categoryId}:${stage}` })
  const ticked = async () => (await task()).checklist.filter(({ done }) => done).length
  return { leadId, deals, task, close, ticked }
}

describe('closing the deals of a visit', () => {
  it('ticks each one, completes the task with the last, and opens both again with a reopened deal', async () => {
    const { deals, task, close, ticked } = await distributed('+7 903 000-00-01')
    const [first, second, third] = deals
    if (!first || !second || !third) throw new Error('three deals')
    await close(first)
    await until('the first is ticked', async () => (await ticked()) === 1)
    const item = (await task()).checklist.find(({ done }) => done)
    expect(item?.title.endsWith(`№ ${first.id}`)).toBe(true)
    // Lost is closed, too.
    await close(second, 'LOSE')
    await until('the second is ticked', async () => (await ticked()) === 2)
    expect((await task()).status).not.toBe('done')
    await close(third)
    await until('the task is done', async () => (await task()).status === 'done')
    expect(await ticked()).toBe(3)
    const { responsible } = await task()
    const told = async () => (await house.as(responsible.id).site('notifications.list', {})).notifications.filter(({ text }) => text.includes('Закрыты все сделки клиента'))
    await until('the main manager is told', async () => (await told()).length === 1)

    await close(second, 'EXECUTING')
    await until('the task is open again', async () => (await task()).status !== 'done' && (await ticked()) === 2)
    await close(second)
    await until('the task is done again', async () => (await task()).status === 'done' && (await ticked()) === 3)
  })

  it('only tells of the last one where the settings say so', async () => {
    await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), completeTask: false })
    const { deals, task, close, ticked } = await distributed('+7 903 000-00-02')
    // A visit that is distributed keeps the setting that it began with.
    await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), completeTask: true })
    for (const deal of deals) await close(deal)
    await until('all are ticked', async () => (await ticked()) === 3)
    const { responsible } = await task()
    await until('the main manager is told', async () =>
      (await house.as(responsible.id).site('notifications.list', {})).notifications.some(({ text }) => text.includes('Закрыты все сделки клиента')),
    )
    expect((await task()).status).not.toBe('done')
  })

  it('leaves alone what a person ticked, and tells nothing of deals that are none of ours', async () => {
    const { deals, task, close, ticked } = await distributed('+7 903 000-00-03')
    const [first, second] = deals
    if (!first || !second) throw new Error('two deals')
    const item = (await task()).checklist.find(({ title }) => title.endsWith(`№ ${first.id}`))
    await administrator.site('task.tick', { id: (await task()).id, itemId: item?.id ?? 0, done: true })
    const { rows: before } = await administrator.app('journal.list', {})
    await close(first, 'CONTRACT')
    await administrator.site('deal.move', { id: 303, stageId: 'C2:WON' })
    await close(second)
    await until('the second is ticked', async () => (await ticked()) === 2)
    expect((await task()).checklist.find(({ id }) => id === item?.id)?.done).toBe(true)
    const { rows } = await administrator.app('journal.list', {})
    expect(rows.length - before.length).toBe(1)
  })

  // Shows: answer lost × write
  it('loses nothing to an answer that never came', async () => {
    const { deals, task, close } = await distributed('+7 903 000-00-04')
    for (const deal of deals.slice(1)) await close(deal)
    const stop = house.portal.intercept(({ commands }) => (commands.includes('tasks.task.complete') ? { kind: 'lose_answer' } : undefined))
    const [first] = deals
    if (first) await close(first)
    await until('the task is done', async () => (await task()).status === 'done')
    stop()
    await until('the run is over', async () => {
      const { rows } = await administrator.app('journal.list', {})
      return rows.filter(({ kind }) => kind === 'event').every(({ state }) => state === 'done')
    })
  })
})
