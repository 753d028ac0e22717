/** The report in the card's tab with photos and a signature: made small in the browser, kept over a reload, sent after the report, each once. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House } from '../house.ts'
import { actAs, appFrame, chromiumPath, openBrowser, openLead, openTab, tabNames, type Driven } from './drive.ts'
import { arrived, cameraPhoto } from './phone.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
})
afterAll(async () => {
  await browser?.close()
  await house.close()
})

describe.skipIf(!chromiumPath)('the report in the card', () => {
  it('takes photos and the signature along', async () => {
    const administrator = house.as(1)
    await install(administrator)
    await acceptSuggestions(administrator)
    const leadId = 1024
    browser = await openBrowser({ language: 'ru' })
    const { page } = browser
    const app = appFrame(page)
    const open = async (): Promise<void> => {
      await page.goto(house.portal.url)
      await actAs(page, 2)
      await openLead(page, leadId)
      await openTab(page, tabNames.visit.ru)
      await app.getByTestId('visit-submit').waitFor()
    }
    await open()
    const photos = await Promise.all([0, 1, 2].map((index) => cameraPhoto(page, 1200, 900, index)))
    await app.locator('[data-testid^="direction-dir_"]').first().click()
    await app.getByTestId('photo-gallery').last().setInputFiles(photos.map((buffer, index) => ({ name: `IMG_${index}.jpg`, mimeType: 'image/jpeg', buffer })))
    await until('the photos are there', async () => (await app.getByTestId('photo').count()) === 3)
    await app.getByRole('textbox', { name: 'Подпись к снимку 1' }).fill('Печь')
    await app.getByRole('button', { name: 'Удалить снимок 3' }).click()
    const pad = app.getByTestId('signature')
    await pad.scrollIntoViewIfNeeded()
    await pad.hover({ position: { x: 40, y: 40 } })
    await page.mouse.down()
    await pad.hover({ position: { x: 160, y: 60 } })
    await page.mouse.up()
    await app.getByRole('button', { name: 'Стереть' }).waitFor()

    await open()
    await until('all of it is there again', async () => (await app.getByTestId('photo').locator('img').count()) === 2)
    await app.getByRole('button', { name: 'Стереть' }).waitFor()
    expect(await app.getByRole('textbox', { name: 'Подпись к снимку 1' }).inputValue()).toBe('Печь')
    await app.getByTestId('visit-submit').click()
    await app.getByTestId('visit-result').waitFor()
    await until('photos and signature are attached', async () => (await arrived(administrator, leadId)).photos === 3)
    expect(await arrived(administrator, leadId)).toEqual({ reports: 1, photos: 3, different: 3 })
    const texts = (await administrator.site('lead.show', { id: leadId })).timeline.map(({ text }) => text).join()
    expect(texts).toMatch(/1\. Печь[^]*Подпись клиента|Подпись клиента[^]*1\. Печь/)
    expect(browser.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })
})
