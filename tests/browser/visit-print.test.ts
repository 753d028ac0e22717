/** A report on paper: answers, photos, signature, place and who was picked on one sheet of A4, from the card and from the journal, after the portal has taken the photos. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { appFrame, chromiumPath, goTo, openBrowser, openTab, press, tabNames, type Driven } from './drive.ts'
import { boxes, cameraPhoto, choosePhotos, prepareVisits } from './phone.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
const browsers: Driven[] = []
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('a visit report', () => {
  it('is printed on one sheet, with everything that it says', async () => {
    house = await openHouse({ portal: { limits: false } })
    const { administrator, assign } = await prepareVisits(house)
    const { directions } = await administrator.app('directions.list', {})
    await administrator.app('form.save', { directionId: directions[0]?.id as never, version: 0, questions: [{ id: 'q_aaaaaaaaaa', type: 'text', label: 'Сколько печей', required: false, options: [], shownWhen: null }] })
    const { leadId, link } = await assign('Пекарня для печати')
    const phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
    browsers.push(phone)
    await phone.context.grantPermissions(['geolocation'])
    await phone.context.setGeolocation({ latitude: 55.75581, longitude: 37.61732, accuracy: 12 })
    const { page } = phone
    await page.goto(link)
    await boxes(page).first().click()
    await page.getByLabel('Сколько печей').fill('Две печи')
    await page.getByTestId('visit-comment').fill('Вход со двора')
    await page.getByText('Отметить, что вы у клиента').click()
    await page.getByText('Вы у клиента').waitFor()
    await choosePhotos(page, await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => cameraPhoto(page, 300, 200, seed))))
    await page.getByTestId('visit-submit').click()
    await page.getByTestId('visit-result').waitFor()
    await until('the portal has the photos', async () => (await administrator.site('lead.show', { id: leadId })).timeline.flatMap(({ files }) => files).length === 6)

    const desk = await openBrowser({ language: 'ru', dark: true })
    browsers.push(desk)
    await desk.page.goto(`${house.portal.url}/`)
    await goTo(desk.page, 'leads')
    await desk.page.getByTestId(`lead-${leadId}`).first().click()
    await openTab(desk.page, tabNames.visit.ru)
    const app = appFrame(desk.page)
    const sheet = app.getByTestId('print-sheet')
    await press(app.getByTestId('print'), () => sheet.waitFor({ timeout: 8000 }))
    const text = await sheet.innerText()
    for (const part of ['Пекарня для печати', 'Садовая, 1', 'Ольга Ким', 'Две печи', 'Вход со двора', '55.75581, 37.61732, точность 12 м']) expect(text).toContain(part)
    const { distribution } = await administrator.app('visit.result', { reportId: (await administrator.app('visit.show', { document: { kind: 'lead', id: leadId } })).report?.id as never })
    expect(text).toContain(`${distribution?.mainManager?.name ?? ''} (Главный менеджер)`)
    const sizes = () => sheet.locator('img').evaluateAll((all: { naturalWidth: number }[]) => all.map(({ naturalWidth }) => naturalWidth))
    await until('the photos are there', async () => (await sizes()).filter((width) => width > 0).length === 6)

    // As the printer gets it: the sheet alone, on white, no higher than a page of A4 without its margins.
    await desk.page.emulateMedia({ media: 'print' })
    await desk.page.setViewportSize({ width: 703, height: 1000 })
    expect(await app.getByTestId('print-now').isVisible()).toBe(false)
    expect(await sheet.evaluate((one) => (globalThis as unknown as { getComputedStyle(of: unknown): { backgroundColor: string } }).getComputedStyle(one).backgroundColor)).toBe('rgb(255, 255, 255)')
    const box = await sheet.boundingBox()
    expect((box?.height ?? Infinity) / (box?.width ?? 1)).toBeLessThan(273 / 186)
    await desk.page.emulateMedia({ media: 'screen' })
    expect(house.portal.unknownFields).toEqual([])
  })
})
