/** The whole story with six photos: lead, link, a report filled in without a network that outlives the browser, deals, the main manager's task; each once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { chromiumPath, openBrowser, type Driven } from './drive.ts'
import { sendThroughCuts } from './network-cuts.ts'
import { arrived, boxes, cameraPhoto, choosePhotos, keptHere, prepareVisits, type Visits } from './phone.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let house: House
let visits: Visits
let phone: Driven | null = null
const profile = mkdtempSync(join(tmpdir(), 'fairlead-phone-'))
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  visits = await prepareVisits(house)
})
afterAll(async () => {
  await phone?.close()
  await house.close()
  rmSync(profile, { recursive: true, force: true })
})
const openPhone = async (): Promise<Driven> => (phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true, profile }))

describe.skipIf(!chromiumPath)('a report with photos', () => {
  it('survives the browser without a network, and is delivered once when there is one', async () => {
    const { leadId, link } = await visits.assign('Пекарня с фото')
    let { page, context } = await openPhone()
    await page.goto(link)
    await boxes(page).first().waitFor()
    await keptHere(page)
    const photos: Buffer[] = []
    for (let index = 0; index < 6; index++) photos.push(await cameraPhoto(page, 2000, 1500, index))
    await context.setOffline(true)
    await boxes(page).first().click()
    await page.getByTestId('visit-comment').fill('Печь у окна')
    await choosePhotos(page, photos)
    await page.getByTestId('photo').first().click()
    await page.getByTestId('photo-large').locator('input').fill('Печь')
    const pad = await page.getByTestId('signature').boundingBox()
    await page.getByTestId('signature').scrollIntoViewIfNeeded()
    await page.mouse.move((pad?.x ?? 0) + 40, ((await page.getByTestId('signature').boundingBox())?.y ?? 0) + 40)
    await page.mouse.down()
    await page.mouse.move((pad?.x ?? 0) + 160, ((await page.getByTestId('signature').boundingBox())?.y ?? 0) + 70, { steps: 6 })
    await page.mouse.up()
    await page.getByRole('button', { name: 'Стереть' }).waitFor()
    await page.getByText('Сохранено, сети нет').waitFor()
    await phone?.close()

    ;({ page, context } = await openPhone())
    await context.setOffline(true)
    await page.goto(link)
    await until('every photo is there again', async () => (await page.getByTestId('photo').locator('img').count()) === 6)
    expect(await page.getByTestId('visit-comment').inputValue()).toBe('Печь у окна')
    expect(await boxes(page).first().isChecked()).toBe(true)
    expect(await page.getByRole('button', { name: 'Снимок 1: Печь' }).count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Стереть' }).count()).toBe(1)
    // One more is taken back.
    await choosePhotos(page, photos.slice(0, 1))
    await page.getByTestId('photo').last().click()
    await page.getByRole('button', { name: 'Удалить снимок' }).click()
    await until('six are left', async () => (await page.getByTestId('photo').count()) === 6)
    await page.getByTestId('visit-submit').click()
    await page.getByTestId('visit-waiting').waitFor()
    expect(await page.getByTestId('photos-in').innerText()).toBe('0 из 6')

    await context.setOffline(false)
    await page.getByTestId('visit-result').waitFor()
    await until('the photos and the signature are attached', async () => (await arrived(visits.administrator, leadId)).photos >= 7)
    expect(await arrived(visits.administrator, leadId)).toEqual({ reports: 1, photos: 7, different: 7 })
    const { timeline, deals } = await visits.administrator.site('lead.show', { id: leadId })
    expect(deals).toHaveLength(1)
    // The main manager has the task to close the deals, the visit's own is done.
    await until('the visit is over at the portal', async () => (await visits.administrator.site('lead.show', { id: leadId })).tasks.map(({ status }) => status === 'done').sort().join() === 'false,true')
    const { tasks } = await visits.administrator.site('lead.show', { id: leadId })
    expect(tasks.find(({ status }) => status !== 'done')?.checklist.map(({ title }) => title)).toEqual([expect.stringContaining(String(deals[0]?.id))])
    expect(timeline.map(({ text }) => text).join()).toMatch(/1\. Печь[^]*Подпись клиента|Подпись клиента[^]*1\. Печь/)
    for (const { url, image } of timeline.flatMap(({ files }) => files)) {
      expect(image).toBe(true)
      const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
      expect(bytes.includes('GPS')).toBe(false)
      expect(bytes.length).toBeLessThan(450_001)
    }
    // Nothing of it stays on the phone.
    const left = await page.evaluate(`new Promise((done) => { const r = indexedDB.open('fairlead-visits'); r.onsuccess = () => { const c = r.result.transaction('photos').objectStore('photos').count(); c.onsuccess = () => done(c.result) } })`)
    expect(left).toBe(0)
    expect(house.portal.unknownFields).toEqual([])
  })

  it('arrives once, with six photos, when the network is cut wherever it hurts', async () => {
    const { wrong, total, made } = await sendThroughCuts(house, visits, 8, 20_261_125, 8)
    expect(wrong).toEqual([])
    expect(total).toBe(8)
    expect(made.size).toBeGreaterThan(3)
  })
})
