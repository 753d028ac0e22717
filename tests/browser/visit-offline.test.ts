/** A representative without a network: the page opens again from the phone, nothing typed is lost, and the report arrives once. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, lead, openHouse, until, type House, type Person } from '../house.ts'
import { chromiumPath, openBrowser, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let house: House
let administrator: Person
let stageId: string
const browsers: Driven[] = []
const profile = mkdtempSync(join(tmpdir(), 'fairlead-phone-'))
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  await install(administrator)
  await acceptSuggestions(administrator)
  stageId = (await administrator.site('leads.board', {})).stages[1]?.id ?? ''
  await administrator.site('stage.save', {
    stageId,
    robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
})
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
})
afterAll(async () => {
  await house.close()
  rmSync(profile, { recursive: true, force: true })
})

let phoneNumber = 1
async function assign(title: string): Promise<{ leadId: number; link: string }> {
  const { id: leadId } = await administrator.site('lead.add', { title, contactName: 'Пётр Новый', companyTitle: '', phone: `+7903${String(1_000_000 + phoneNumber++)}`, email: '', address: 'Садовая, 1' })
  await administrator.site('lead.move', { id: leadId, stageId })
  let link = ''
  await until('the task is there', async () => {
    const { tasks } = await administrator.site('lead.show', { id: leadId })
    link = /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec(tasks[0]?.description ?? '')?.[1] ?? ''
    return link !== ''
  })
  return { leadId, link }
}

async function openPhone(): Promise<Driven> {
  const phone = await openBrowser({ language: 'ru', width: 390, height: 844, profile })
  browsers.push(phone)
  return phone
}
const closePhone = async (phone: Driven): Promise<void> => {
  browsers.splice(browsers.indexOf(phone), 1)
  await phone.close()
}
const boxes = (page: Page) => page.locator('[data-testid^="direction-dir_"]')
/** The worker is there and has put the page beside itself. */
const keptHere = (page: Page): Promise<unknown> =>
  page.evaluate(`navigator.serviceWorker.ready.then(() => caches.keys()).then((names) => { if (names.length !== 1) throw new Error(names.join()) })`)
/** All that IndexedDB, the caches and localStorage hold, as one text. */
const everythingKept = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const database = await new Promise((done) => { const r = indexedDB.open('fairlead-visits'); r.onsuccess = () => done(r.result) })
    const stores = [...database.objectStoreNames]
    const all = await Promise.all(stores.map((name) => new Promise((done) => { const r = database.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result) })))
    const urls = []
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) urls.push(url)
    database.close()
    return JSON.stringify([all, urls, { ...localStorage }])
  })()`)

describe.skipIf(!chromiumPath)('a phone without a network', () => {
  it('opens again after the browser was closed, keeps what was typed, and delivers it once when there is a network', async () => {
    const { leadId, link } = await assign('Пекарня за лесом')
    let phone = await openPhone()
    await phone.page.goto(link)
    await boxes(phone.page).first().waitFor()
    await keptHere(phone.page)
    await phone.context.setOffline(true)
    await house.stopApp()
    await boxes(phone.page).nth(0).click()
    await phone.page.getByTestId('visit-comment').fill('Вторая печь встанет у окна')
    await phone.page.getByText('Сохранено, сети нет').waitFor()
    await closePhone(phone)

    phone = await openPhone()
    await phone.context.setOffline(true)
    const begun = Date.now()
    await phone.page.goto(link)
    await boxes(phone.page).first().waitFor()
    expect(Date.now() - begun).toBeLessThan(5000)
    await expect.poll(() => phone.page.getByTestId('visit-comment').inputValue()).toBe('Вторая печь встанет у окна')
    expect(await boxes(phone.page).nth(0).isChecked()).toBe(true)
    expect(await phone.page.getByText('Садовая, 1').isVisible()).toBe(true)
    await boxes(phone.page).nth(1).click()
    await phone.page.getByTestId('visit-submit').click()
    await phone.page.getByTestId('visit-waiting').waitFor()
    await phone.page.getByText('Отправим сами').waitFor()
    // Closed while it waits, it still waits.
    await closePhone(phone)
    phone = await openPhone()
    await phone.context.setOffline(true)
    await phone.page.goto(link)
    await phone.page.getByTestId('visit-waiting').waitFor()
    await phone.page.goto(new URL('/visit/mine', link).href)
    await phone.page.getByText('Пекарня за лесом').click()
    await phone.page.getByTestId('visit-waiting').waitFor()

    await house.startApp()
    await phone.context.setOffline(false)
    await phone.page.getByTestId('visit-result').waitFor()
    await until('somebody was picked', async () => (await phone.page.locator('[data-testid^="team-"]').count()) === 2)
    // Its own report is no conflict, neither now nor when the link is opened again.
    expect(await phone.page.getByTestId('another-report').count()).toBe(0)
    await phone.page.goto(link)
    await until('somebody is shown again', async () => (await phone.page.locator('[data-testid^="team-"]').count()) === 2)
    expect(await phone.page.getByTestId('another-report').count()).toBe(0)
    await expect.poll(async () => (await administrator.site('lead.show', { id: leadId })).deals.length).toBe(2)
    // Nothing of the client stays on the phone, and a token was never in a cache.
    const kept = await everythingKept(phone.page)
    for (const word of ['Пекарня', 'Садовая', 'Пётр', 'Вторая печь']) expect(kept).not.toContain(word)
    expect(kept).not.toContain(link.split('/').at(-1) ?? '')
    await phone.context.setOffline(true)
    await phone.page.reload()
    await phone.page.getByTestId('delivered-before').waitFor()
    expect(house.appLog()).not.toContain(link.split('/').at(-1) ?? '')
    await phone.context.setOffline(false)
  })

  it('is one report whatever is lost on the way', async () => {
    const { leadId, link } = await assign('Мойка у трассы')
    const phone = await openPhone()
    const sent: string[] = []
    let cut = 0
    await phone.context.route('**/api/visit.submit', async (route) => {
      sent.push((route.request().postDataJSON() as { reportId: string }).reportId)
      cut += 1
      // Lost on the way there; taken and the answer lost; answered by something in between; then a network.
      if (cut === 1) return route.abort('connectionreset')
      if (cut === 2) {
        await route.fetch()
        return route.abort('connectionreset')
      }
      if (cut === 3) return route.fulfill({ status: 200, contentType: 'text/html', body: '<html>Hotel Wi-Fi</html>' })
      return route.continue()
    })
    await phone.page.goto(link)
    await boxes(phone.page).first().click()
    await phone.page.getByTestId('visit-submit').click()
    for (let press = 0; press < 3; press++) {
      await expect.poll(() => sent.length, { timeout: 20_000 }).toBeGreaterThan(press)
      await phone.page.getByTestId('send-now').click().catch(() => undefined)
    }
    await phone.page.getByTestId('visit-result').waitFor()
    expect(new Set(sent).size).toBe(1)
    expect(sent.length).toBeGreaterThanOrEqual(3)
    await expect.poll(async () => (await administrator.site('lead.show', { id: leadId })).deals.length).toBe(1)
    const { timeline } = await administrator.site('lead.show', { id: leadId })
    expect(timeline.filter(({ kind, text }) => kind === 'comment' && text.includes('Нужно клиенту'))).toHaveLength(1)
  })

  it('says that a report is in already and keeps what was typed', async () => {
    const { leadId, link } = await assign('Кафе «Угол»')
    const phone = await openPhone()
    await phone.page.goto(link)
    await boxes(phone.page).first().click()
    await phone.page.getByTestId('visit-comment').fill('Мой текст о кафе')
    await phone.page.getByText('Сохранено').waitFor()
    const directionIds = (await administrator.app('directions.list', {})).directions.slice(0, 1).map(({ id }) => id)
    await administrator.app('visit.submit', { reportId: 'rep_otherotherotherother' as never, document: lead(leadId), directionIds, comment: '' })
    await phone.page.getByTestId('visit-submit').click()
    await phone.page.getByTestId('visit-result').waitFor()
    expect(await phone.page.getByTestId('another-report').innerText()).toContain('Отчёт об этом визите уже доставлен')
    expect(await phone.page.getByTestId('kept-text').innerText()).toContain('Мой текст о кафе')
    await phone.page.reload()
    expect(await phone.page.getByTestId('kept-text').innerText()).toContain('Мой текст о кафе')
    await phone.page.getByRole('button', { name: 'Удалить с телефона' }).click()
    await expect.poll(() => phone.page.getByTestId('kept-text').count()).toBe(0)
    expect(await phone.page.getByTestId('another-report').count()).toBe(0)
    expect(await everythingKept(phone.page)).not.toContain('Мой текст о кафе')
  })

  it('closes with its person, and what was typed stays on the phone', async () => {
    const { link } = await assign('Склад на окраине')
    const phone = await openPhone()
    await phone.page.goto(link)
    await phone.page.getByTestId('visit-comment').fill('Ворота с севера')
    await phone.page.getByText('Сохранено').waitFor()
    await administrator.site('person.change', { id: 2, active: false })
    await phone.page.reload()
    await phone.page.getByTestId('link-closed').waitFor()
    expect(await phone.page.getByTestId('kept-text').innerText()).toContain('Ворота с севера')
    const kept = await everythingKept(phone.page)
    expect(kept).not.toContain('Склад на окраине')
    await administrator.site('person.change', { id: 2, active: true })
  })
})

describe('the built page', () => {
  it('loads under 60 kB of scripts and styles, compressed, and nothing from elsewhere', () => {
    const folder = new URL('../../dist/link/', import.meta.url)
    const page = readFileSync(new URL('index.html', folder), 'utf8')
    const files = readdirSync(folder).filter((name) => /\.(html|js|css)$/.test(name))
    expect(files.sort()).toEqual(['index.html', 'worker.js'])
    const bytes = files.map((name) => gzipSync(readFileSync(new URL(name, folder))).length).reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeLessThan(60_000)
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  })
})
