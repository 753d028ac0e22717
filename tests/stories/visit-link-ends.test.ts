/** Links that are over before their time, or open for longer: revoked, made anew, handed over, put off; each says so, and shows nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Answer, type Input } from '../../domain/contract/contract.ts'
import { VisitLinkContext } from '../../domain/contract/visit.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, Refused, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id)
})
afterAll(() => house.close())

const client = 'Пекарня за углом'
let phone = 1
const shown = (id: number) => administrator.site('lead.show', { id })
const linksIn = (text: string) => [...text.matchAll(/\[URL=([^\]]+\/visit\/[^\]]+)\]/g)].map(([, link]) => link ?? '')
const linkOf = async (leadId: number) => linksIn((await shown(leadId)).tasks[0]?.description ?? '')[0] ?? ''

async function newLead(): Promise<number> {
  return (await administrator.site('lead.add', { title: client, contactName: 'Пётр Новый', companyTitle: '', phone: `+7905${String(1_000_000 + phone++)}`, email: '', address: 'Садовая, 1' })).id
}
/** Puts the robot on the visit's stage and moves the lead there, once more if need be. */
async function assign(leadId: number, userId: number): Promise<{ visitId: string; link: string }> {
  const { stages } = await administrator.site('leads.board', {})
  const [idle, stageId] = [stages[0]?.id ?? '', stages.find(({ name }) => name === 'Визит назначен')?.id ?? '']
  await administrator.site('stage.save', { stageId, robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: `user_${userId}` }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }] })
  const before = (await shown(leadId)).tasks.length
  await administrator.site('lead.move', { id: leadId, stageId: idle })
  await administrator.site('lead.move', { id: leadId, stageId })
  await until('there is a task', async () => (await shown(leadId)).tasks.length === before + 1)
  const task = (await shown(leadId)).tasks.find(({ responsible }) => responsible.id === userId)
  const { rows } = await administrator.app('journal.list', { search: String(leadId) })
  const { visit } = await administrator.app('journal.show', { runId: rows.find(({ robot }) => robot === 'assign-visit')?.runId as never })
  expect(visit).toMatchObject({ representative: { id: userId }, reportId: null, link: { state: 'open', closedAt: null } })
  return { visitId: visit?.visitId ?? '', link: linksIn(task?.description ?? '')[0] ?? '' }
}
async function press(visitId: string, choice: 'revoke' | 'renew') {
  const { runId } = await administrator.app('visit.link', { visitId, choice })
  await until('the representative is told', async () => (await administrator.app('journal.show', { runId })).row.state === 'done')
  return administrator.app('journal.show', { runId })
}

async function page(link: string) {
  const answer = await fetch(link)
  const html = await answer.text()
  const written = /<script type="application\/json" id="context">([\s\S]*?)<\/script>/.exec(html)
  return { status: answer.status, html, context: VisitLinkContext.parse(JSON.parse(written?.[1] ?? 'null')) }
}
async function reopen(link: string): Promise<Answer<'visit.open'>> {
  const answer = await fetch(`${house.appUrl}/api/visit.open`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token: link.split('/').at(-1) ?? '', language: 'ru' }) })
  return contract['visit.open'].output.parse(await answer.json())
}
async function ask<Q extends 'visit.show' | 'visit.submit' | 'visit.photos'>(link: string | { session: string }, name: Q, input: Input<Q>): Promise<Answer<Q> | string> {
  const session = typeof link === 'string' ? ((await reopen(link)).visit?.session ?? '') : link.session
  const answer = await fetch(`${house.appUrl}/api/${name}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${session}` }, body: JSON.stringify(input) })
  const body = (await answer.json()) as { error?: string }
  return answer.ok ? (contract[name].output.parse(body) as Answer<Q>) : (body.error ?? '')
}
const report = (leadId: number) => ({ reportId: newReportId() as never, document: lead(leadId), directionIds: directionIds as never, comment: 'с телефона' })
const toldTo = async (userId: number) => (await house.as(userId).site('notifications.list', {})).notifications.map(({ text }) => text)

/** What opens nothing: neither page nor question tells a word of the client. */
async function isClosed(link: string, why: 'revoked' | 'handed_over' | 'expired') {
  const { status, html, context } = await page(link)
  expect([status, context]).toEqual([410, { link: why, language: 'ru', visit: null }])
  expect(html).not.toContain(client)
  expect(await reopen(link)).toEqual(context)
}

describe('a link that was revoked', () => {
  it('opens nothing from that moment on, also for whoever had it open, and its person is told', async () => {
    const leadId = await newLead()
    const { visitId, link } = await assign(leadId, 2)
    const open = (await reopen(link)).visit
    if (!open) throw new Error('the link does not open')
    const { runId } = await administrator.app('visit.link', { visitId, choice: 'revoke' })
    // At once: not when the portal has been told.
    await isClosed(link, 'revoked')
    expect(await ask(open, 'visit.show', { document: lead(leadId) })).toBe('forbidden')
    expect(await ask(open, 'visit.submit', report(leadId))).toBe('forbidden')
    await until('the representative is told', async () => (await administrator.app('journal.show', { runId })).row.state === 'done')
    expect((await toldTo(2)).filter((text) => text.includes('отозвана') && text.includes(client))).toHaveLength(1)
    const { rows } = await administrator.app('journal.list', { search: String(leadId) })
    expect(rows.find(({ press: of }) => of === 'revoke')).toMatchObject({ runId, outcome: 'ok' })
    expect((await administrator.app('journal.show', { runId: rows.at(-1)?.runId as never })).visit).toMatchObject({ link: { state: 'revoked' } })
    await expect(administrator.app('visit.link', { visitId, choice: 'revoke' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(house.as(2).app('visit.link', { visitId, choice: 'renew' })).rejects.toBeInstanceOf(Refused)
  })

  it('is made anew in its task, once: the new one opens, takes the report, and the old one stays dead', async () => {
    const leadId = await newLead()
    const { visitId, link } = await assign(leadId, 2)
    const old = (await reopen(link)).visit
    await press(visitId, 'revoke')
    await press(visitId, 'renew')
    const { description } = (await shown(leadId)).tasks[0] ?? { description: '' }
    expect(linksIn(description)).toHaveLength(1)
    const fresh = await linkOf(leadId)
    expect(fresh).not.toBe(link)
    expect(description).toContain('Пётр Новый')
    await isClosed(link, 'revoked')
    expect((await page(fresh)).context).toMatchObject({ link: 'open', visit: { visitId } })
    const one = report(leadId)
    expect(await ask(old ?? '', 'visit.submit', one)).toBe('forbidden')
    expect(await ask(fresh, 'visit.submit', one)).toMatchObject({ reportId: one.reportId })
    expect((await toldTo(2)).filter((text) => text.includes('новая личная ссылка') && text.includes(client))).toHaveLength(1)
    // A visit that is reported needs none; its link can still be closed, since it shows the client.
    await expect(administrator.app('visit.link', { visitId, choice: 'renew' })).rejects.toMatchObject({ code: 'conflict' })
    await press(visitId, 'revoke')
    await isClosed(fresh, 'revoked')
  })

  it('whose task is gone reaches its person all the same', async () => {
    const leadId = await newLead()
    const { visitId, link } = await assign(leadId, 3)
    await fetch(`${house.portal.webhook}tasks.task.delete?taskId=${(await shown(leadId)).tasks[0]?.id ?? 0}`)
    expect((await shown(leadId)).tasks).toEqual([])
    await press(visitId, 'renew')
    await isClosed(link, 'revoked')
    const [fresh = ''] = linksIn((await toldTo(3)).find((text) => text.includes('/visit/')) ?? '')
    expect((await reopen(fresh)).link).toBe('open')
  })
})

describe('a visit', () => {
  it('that another representative makes now closes the first one’s link, once, and tells them who', async () => {
    const leadId = await newLead()
    const first = await assign(leadId, 2)
    const second = await assign(leadId, 3)
    await isClosed(first.link, 'handed_over')
    expect((await toldTo(2)).filter((text) => text.includes('передан другому представителю'))).toHaveLength(1)
    await expect(administrator.app('visit.link', { visitId: first.visitId, choice: 'renew' })).rejects.toMatchObject({ code: 'conflict' })
    // Sent anew to the same person, it is one more link of theirs: neither closes the other.
    const third = await assign(leadId, 3)
    for (const link of [second.link, third.link]) expect((await reopen(link)).link).toBe('open')
    expect(await ask(third.link, 'visit.submit', report(leadId))).toMatchObject({ linkUntil: null })
    await until('both rules are answered', async () => (await shown(leadId)).automation.filter(({ state }) => state === 'done').length >= 1)
  })

  it('that is put off for longer than its link lasts takes the link along', async () => {
    const leadId = await newLead()
    const { link } = await assign(leadId, 2)
    const again = Math.floor(Date.now() / 1000) * 1000 + 60 * 86_400_000
    const putOff = (to: number) => ({ ...report(leadId), directionIds: [], failure: { reason: 'no_entry' as const, again: to } })
    expect(await ask(link, 'visit.submit', putOff(Date.now() + 400 * 86_400_000))).toBe('invalid_input')
    const put = putOff(again)
    const answer = await ask(link, 'visit.submit', put)
    expect(answer).toMatchObject({ linkUntil: again + 14 * 86_400_000 })
    expect(await ask(link, 'visit.submit', put)).toEqual(answer)
    expect((await reopen(link)).visit?.expiresAt).toBe(again + 14 * 86_400_000)
    await until('the task says so', async () => (await shown(leadId)).tasks[0]?.deadline === again)
    expect(await ask(link, 'visit.submit', report(leadId))).toMatchObject({ linkUntil: null })
    expect(house.portal.unknownFields).toEqual([])
  })
})
