/** The personal link of a visit: opens without login, asks nothing but its own visit, and says clearly why it does not open. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Answer, type Input, type QuestionName } from '../../domain/contract/contract.ts'
import { VisitLinkContext } from '../../domain/contract/visit.ts'
import type { MemberId, UserId } from '../../domain/ids.ts'
import { deriveKey } from '../../server/seal.ts'
import { createVisitLinks, type VisitLink } from '../../server/visit-link.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

const sealKey = randomBytes(32).toString('base64')
let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false }, app: { SEAL_KEY: sealKey } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id)
})
afterAll(() => house.close())

const page = async (url: string, language = 'en') => {
  const answer = await fetch(url, { headers: { 'Accept-Language': language } })
  const html = await answer.text()
  const written = /<script type="application\/json" id="context">([\s\S]*?)<\/script>/.exec(html)
  return { status: answer.status, headers: answer.headers, html, context: VisitLinkContext.parse(JSON.parse(written?.[1] ?? 'null')) }
}

/** As the page asks: with the link's own session and nothing else. */
async function ask<Q extends QuestionName>(session: string, name: Q, input: Input<Q>): Promise<Answer<Q> | string> {
  const answer = await fetch(`${house.appUrl}/api/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${session}` },
    body: JSON.stringify(input),
  })
  const body = (await answer.json()) as { error?: string }
  return answer.ok ? (contract[name].output.parse(body) as Answer<Q>) : (body.error ?? '')
}

let phone = 1
/** A visit of that person to a new lead. @returns the link as it stands in the task */
async function assign(title: string, userId = 2): Promise<{ leadId: number; link: string }> {
  const { stages } = await administrator.site('leads.board', {})
  const stageId = stages.find(({ name }) => name === 'Визит назначен')?.id ?? ''
  await administrator.site('stage.save', {
    stageId,
    robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: `user_${userId}` }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
  const { id: leadId } = await administrator.site('lead.add', { title, contactName: 'Пётр Новый', companyTitle: '', phone: `+7902${String(1_000_000 + phone++)}`, email: '', address: 'Садовая, 1' })
  await administrator.site('lead.move', { id: leadId, stageId })
  let link = ''
  await until('the task is there', async () => {
    const { tasks } = await administrator.site('lead.show', { id: leadId })
    link = /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec(tasks[0]?.description ?? '')?.[1] ?? ''
    return link !== ''
  })
  return { leadId, link }
}
const opened = async (link: string) => {
  const { context } = await page(link)
  if (!context.visit) throw new Error(`the link is ${context.link}`)
  return context.visit
}

/** As the page asks that a phone kept: with the token of its address. */
const reopen = async (link: string, language: 'ru' | 'en' = 'en'): Promise<Answer<'visit.open'>> => {
  const answer = await fetch(`${house.appUrl}/api/visit.open`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: link.split('/').at(-1) ?? '', language }),
  })
  return contract['visit.open'].output.parse(await answer.json())
}

describe('the link of a visit', () => {
  it('shows the client to whoever has it, takes the report, and tells who was picked and nothing more', async () => {
    const { leadId, link } = await assign('Пекарня «Колосок»')
    const { status, headers, context } = await page(link)
    expect(status).toBe(200)
    expect(context).toMatchObject({ link: 'open', language: 'ru', visit: { document: lead(leadId) } })
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    const session = context.visit?.session ?? ''
    const shown = await ask(session, 'visit.show', { document: lead(leadId) })
    expect(shown).toMatchObject({ document: { title: 'Пекарня «Колосок»' }, made: false, client: { contactName: 'Пётр Новый', address: 'Садовая, 1' }, report: null })

    const reportId = newReportId() as never
    const submitted = { reportId, document: lead(leadId), directionIds: directionIds as never, comment: 'с телефона' }
    await ask(session, 'visit.submit', submitted)
    expect(await ask(session, 'visit.submit', submitted)).toMatchObject({ reportId })
    await until('the visit is distributed', async () => {
      const result = await ask(session, 'visit.result', { reportId })
      return typeof result === 'object' && result.state === 'done'
    })
    const result = (await ask(session, 'visit.result', { reportId })) as Answer<'visit.result'>
    expect(result.distribution?.mainManager?.name).not.toBe('')
    for (const direction of result.distribution?.directions ?? []) {
      expect(direction.eligible.map(({ id }) => id)).toEqual(direction.picked === null ? [] : [direction.picked])
      expect(direction.excluded).toEqual([])
      expect(direction.deal).toBeNull()
    }
    expect(result.distribution).toMatchObject({ task: null, seed: null, document: { url: '' } })
    // Opened again, also in another browser, it is the same report; another one under the same link is not taken.
    expect(await ask((await opened(link)).session, 'visit.show', { document: lead(leadId) })).toMatchObject({ report: { id: reportId, representative: { id: 2 } } })
    expect(await ask(session, 'visit.submit', { ...submitted, reportId: newReportId() as never })).toBe('conflict')
    expect((await administrator.site('lead.show', { id: leadId })).deals).toHaveLength(2)
  })

  it('may ask about no other lead, and nothing but the visit', async () => {
    const mine = await assign('Ателье')
    const other = await assign('Чужой лид')
    const { session } = await opened(mine.link)
    expect(await ask(session, 'visit.show', { document: lead(other.leadId) })).toBe('forbidden')
    expect(await ask(session, 'visit.submit', { reportId: newReportId() as never, document: lead(other.leadId), directionIds: directionIds as never, comment: '' })).toBe('forbidden')
    const reportId = newReportId() as never
    await administrator.app('visit.submit', { reportId, document: lead(other.leadId), directionIds: directionIds as never, comment: '' })
    expect(await ask(session, 'visit.result', { reportId })).toBe('forbidden')
    for (const name of Object.keys(contract) as QuestionName[]) {
      if (contract[name].access === 'anyone' || contract[name].access === 'visitor') continue
      expect(await ask(session, name, {} as never), name).toBe('forbidden')
    }
    // Even whoever had our secret could not lead a visit's link to another record or person.
    const links = createVisitLinks(() => [deriveKey(Buffer.from(sealKey, 'base64'), 'visit-link')], house.appUrl)
    const known = links.read(session) as VisitLink
    for (const instead of [{ document: lead(other.leadId) }, { userId: 4 as UserId }]) {
      const led = links.write({ ...known, ...instead })
      expect((await page(led)).context).toMatchObject({ link: 'incomplete', visit: null })
      expect(await ask(led.split('/').at(-1) ?? '', 'visit.show', { document: { ...known, ...instead }.document })).toBe('forbidden')
    }
    expect(await ask(`${session.slice(0, -2)}AA`, 'visit.show', { document: lead(mine.leadId) })).toBe('session_required')
  })

  it('closes with its person: somebody dismissed sees nothing of the client', async () => {
    const { leadId, link } = await assign('Мастерская', 7)
    const { session } = await opened(link)
    expect(await ask(session, 'visit.show', { document: lead(leadId) })).toMatchObject({ document: { title: 'Мастерская' } })
    await administrator.site('person.change', { id: 7, active: false })
    expect(await ask(session, 'visit.show', { document: lead(leadId) })).toBe('forbidden')
    expect(await ask(session, 'visit.submit', { reportId: newReportId() as never, document: lead(leadId), directionIds: directionIds as never, comment: '' })).toBe('forbidden')
    await administrator.site('person.change', { id: 7, active: true })
  })

  it('is incomplete when it was cut, changed or forged', async () => {
    const { link } = await assign('Цветы')
    const [payload, signature] = (link.split('/').at(-1) ?? '').split('.')
    const changed = Buffer.from(payload ?? '', 'base64url').toString('utf8').replace(',2,', ',3,')
    const base = `${house.appUrl}/visit`
    const forged = createVisitLinks(() => [randomBytes(32)], house.appUrl).write({ memberId: house.portal.memberId as MemberId, document: lead(1024), userId: 2 as UserId, visitId: 'x', number: 1, expiresAt: Date.now() + 60_000 })
    for (const url of [link.slice(0, -1), `${base}/${payload}`, `${base}/${Buffer.from(changed).toString('base64url')}.${signature}`, forged, base, `${base}/%00`, `${base}/a.b.c`, `${base}/${'a'.repeat(3000)}.b`]) {
      const { status, context, html } = await page(url, 'ru-RU,ru')
      expect(status, url).toBe(404)
      expect(context).toEqual({ link: 'incomplete', language: 'ru', visit: null })
      expect(html).not.toContain('Цветы')
      if (url.length < 3000) expect(await reopen(url, 'ru')).toEqual(context)
    }
    expect(await reopen(link)).toMatchObject({ link: 'open', language: 'ru' })
  })

  it('says that it has expired, in the language of the portal and without a word about the client', async () => {
    const { leadId, link } = await assign('Химчистка')
    const links = createVisitLinks(() => [deriveKey(Buffer.from(sealKey, 'base64'), 'visit-link')], house.appUrl)
    const known = links.read(link.split('/').at(-1) ?? '') as VisitLink
    expect(known).toMatchObject({ memberId: house.portal.memberId, document: lead(leadId), userId: 2 })
    const days = (known.expiresAt - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(13.9)
    expect(days).toBeLessThan(14.1)
    const { status, context, html } = await page(links.write({ ...known, expiresAt: Date.now() - 1000 }), 'en')
    expect(status).toBe(410)
    expect(context).toEqual({ link: 'expired', language: 'ru', visit: null })
    expect(html).not.toContain('Химчистка')
    expect(await reopen(links.write({ ...known, expiresAt: Date.now() - 1000 }))).toEqual(context)
    // A session that was opened in time ends with the link.
    const { session } = (await page(links.write({ ...known, expiresAt: Date.now() + 1500 }))).context.visit ?? { session: '' }
    await until('the session has ended', async () => (await ask(session, 'visit.show', { document: lead(leadId) })) === 'session_expired')
  })

  it('gives the phone a page without a visit to keep, under the same policy, and a worker for its own folder', async () => {
    const shell = await fetch(`${house.appUrl}/visit/shell`)
    expect(shell.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(shell.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await shell.text()).not.toContain('id="context"')
    const worker = await fetch(`${house.appUrl}/visit/worker.js`)
    expect(worker.headers.get('content-type')).toContain('javascript')
    expect(worker.headers.get('cache-control')).toBe('no-cache')
    const manifest = (await (await fetch(`${house.appUrl}/visit/app.webmanifest`)).json()) as { scope: string; start_url: string; icons: { src: string }[] }
    expect(manifest).toMatchObject({ scope: '/visit/', start_url: '/visit/mine' })
    for (const { src } of manifest.icons) expect((await fetch(`${house.appUrl}${src}`)).headers.get('content-type')).toBe('image/png')
  })

  it('leaves no trace of itself in the log', () => {
    expect(house.appLog()).not.toContain('/visit/')
    expect(house.appLog()).not.toContain('Пекарня')
  })
})
