/** A visit whose report does not come: its representative is reminded, then the head of their department, each once, also when the app is killed in between. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '../../domain/contract/contract.ts'
import type { Settings } from '../../domain/settings.ts'
import { lead, newReportId, openHouse, until, type House } from '../house.ts'
import { prepareVisits, type Visits } from '../browser/phone.ts'

let house: House
let visits: Visits
const env = { REMIND_EVERY_MS: '150' }
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false }, app: env })
  visits = await prepareVisits(house)
})
afterAll(() => house.close())

const set = async (change: Partial<Settings>) => visits.administrator.app('settings.save', { ...(await visits.administrator.app('settings.show', {})), ...change })
async function post(name: string, input: unknown, session = ''): Promise<unknown> {
  const answer = await fetch(`${house.appUrl}/api/${name}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${session}` }, body: JSON.stringify(input) })
  return answer.json()
}
/** A visit whose deadline is over in a moment: it was put off to then. */
async function lateVisit(title: string) {
  const { leadId, link } = await visits.assign(title)
  const session = link.split('/').at(-1) ?? ''
  const putOff = async () => {
    // Soon, but not before it is read: a machine may be slow.
    for (let ms = 250; ; ms *= 2) {
      const report = { reportId: newReportId(), document: lead(leadId), directionIds: [], comment: '', failure: { reason: 'no_entry', again: Date.now() + ms } }
      if (contract['visit.submit'].output.safeParse(await post('visit.submit', report, session)).success) return
    }
  }
  await putOff()
  return { leadId, session, putOff }
}
const toldTo = async (userId: number, title: string) => (await house.as(userId).site('notifications.list', {})).notifications.map(({ text }) => text).filter((text) => text.includes(title) && text.includes('отчёта'))
const headOfOlga = async () => {
  const { departments, people } = await visits.administrator.site('state.show', {})
  const mine = people.find(({ id }) => id === 2)?.departmentIds[0]
  for (let at = departments.find(({ id }) => id === mine); at; at = departments.find(({ id }) => id === at?.parentId)) if (at.headId !== null && at.headId !== 2) return at.headId
  throw new Error('nobody is above her')
}

describe('a visit that is late', () => {
  it('is reminded to its representative and then to the head, once each, and anew when it was put off', async () => {
    const head = await headOfOlga()
    await set({ remindAfter: 0, remindHeadAfter: null })
    const { session, leadId, putOff } = await lateVisit('Пекарня опоздала')
    await until('she is reminded', async () => (await toldTo(2, 'Пекарня опоздала')).length === 1)
    expect((await toldTo(2, 'Пекарня опоздала'))[0]).toMatch(/нужно было сделать до .*\/tasks\/task\/view\//)
    expect(await toldTo(head, 'Пекарня опоздала')).toEqual([])
    await set({ remindHeadAfter: 0 })
    await until('the head is told', async () => (await toldTo(head, 'Пекарня опоздала')).length === 1)
    expect((await toldTo(head, 'Пекарня опоздала'))[0]).toContain('Ольга Ким')
    // A later one has been through both steps: had there been a second reminder of the first, it would be there.
    await lateVisit('Гараж опоздал')
    await until('both are told', async () => (await toldTo(2, 'Гараж опоздал')).length + (await toldTo(head, 'Гараж опоздал')).length === 2)
    for (const person of [2, head]) expect(await toldTo(person, 'Пекарня опоздала')).toHaveLength(1)
    await putOff()
    await until('she is reminded of the new deadline', async () => (await toldTo(2, 'Пекарня опоздала')).length === 2)
    const { rows } = await visits.administrator.app('journal.list', { search: 'Пекарня опоздала' })
    const reminders = rows.filter(({ press }) => press === 'remind')
    expect(reminders.length).toBeGreaterThanOrEqual(3)
    expect(reminders.every(({ document }) => document?.title === 'Пекарня опоздала')).toBe(true)
    const directionIds = (await visits.administrator.app('directions.list', {})).directions.slice(0, 1).map(({ id }) => id)
    expect(await post('visit.submit', { reportId: newReportId(), document: lead(leadId), directionIds, comment: '' }, session)).toMatchObject({ linkUntil: null })
  })

  it('whose task somebody completed by hand lacks its report; one that is reported, handed over or not yet due is let alone', async () => {
    await set({ remindAfter: null, remindHeadAfter: null })
    const made = await lateVisit('Кафе без бумаг')
    const reported = await lateVisit('Баня с бумагами')
    const { directions } = await visits.administrator.app('directions.list', {})
    await post('visit.submit', { reportId: newReportId(), document: lead(reported.leadId), directionIds: directions.slice(0, 1).map(({ id }) => id), comment: '' }, reported.session)
    await visits.assign('Школа завтра')
    const task = (await visits.administrator.site('lead.show', { id: made.leadId })).tasks[0]
    await house.as(2).site('task.complete', { id: task?.id ?? 0, done: true })
    await set({ remindAfter: 0 })
    await until('she is reminded', async () => (await toldTo(2, 'Кафе без бумаг')).length === 1)
    expect((await toldTo(2, 'Кафе без бумаг'))[0]).toContain('завершена, а отчёта нет')
    for (const title of ['Баня с бумагами', 'Школа завтра']) expect(await toldTo(2, title)).toEqual([])
  })

  // Shows: process killed × write
  it('is reminded once when the app is killed between sending and knowing it', async () => {
    await set({ remindAfter: null })
    const { leadId } = await lateVisit('Склад опоздал')
    await until('everything else is through', async () => (await visits.administrator.app('journal.list', { search: String(leadId) })).rows.every(({ kind, state }) => kind === 'robot' || state === 'done'))
    await house.stopApp()
    await house.startApp({ CRASH_AT: 'after_send' })
    await set({ remindAfter: 0 }).catch(() => undefined)
    await house.appGone()
    const sent = () => house.portal.requests.flatMap(({ commands }) => commands).filter((name) => name === 'im.notify.system.add').length
    const before = sent()
    await house.startApp()
    await until('the run is over', async () => (await visits.administrator.app('journal.list', { search: String(leadId) })).rows.some(({ kind, state }) => kind === 'event' && state === 'done'))
    expect(sent()).toBe(before + 1)
    expect(await toldTo(2, 'Склад опоздал')).toHaveLength(1)
    expect(house.portal.unknownFields).toEqual([])
  })
})
