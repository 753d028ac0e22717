/** An administrator revokes a visit's link under a phone that has begun: nothing of the client stays, what was typed does, and the new link takes it up. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { appFrame, chromiumPath, openBrowser, openPanel, press, type Driven } from './drive.ts'
import { boxes, cameraPhoto, choosePhotos, keptHere, prepareVisits } from './phone.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
const browsers: Driven[] = []
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  await house?.close()
})
const open = async (look: Parameters<typeof openBrowser>[0]): Promise<Driven> => {
  const browser = await openBrowser(look)
  browsers.push(browser)
  return browser
}

describe.skipIf(!chromiumPath)('a link that is revoked in the panel', () => {
  it('closes the page of the phone that has it open, keeps what was typed, and the new link delivers it', async () => {
    house = await openHouse({ portal: { limits: false } })
    const { administrator, assign } = await prepareVisits(house)
    const { leadId, link } = await assign('Пекарня без адреса', 'Пётр Тайный')
    const { page: phone } = await open({ language: 'ru', width: 390, height: 844, phone: true })
    await phone.goto(link)
    await keptHere(phone)
    await boxes(phone).first().click()
    await phone.getByTestId('visit-comment').fill('Печь на втором этаже')
    await choosePhotos(phone, [await cameraPhoto(phone, 300, 200, 7)])

    const { page: panel } = await open({ language: 'ru' })
    await panel.goto(`${house.portal.url}/`)
    await openPanel(panel)
    const app = appFrame(panel)
    const row = app.locator('[data-row]').filter({ hasText: 'Пекарня без адреса' }).first()
    await press(row, () => app.getByTestId('visit-card').waitFor({ timeout: 8000 }))
    await press(app.getByTestId('link-revoke'), () => app.getByTestId('link-revoke-sure').waitFor({ timeout: 8000 }))
    await press(app.getByTestId('link-revoke-sure'), () => app.locator('[data-link="revoked"]').waitFor({ timeout: 8000 }))

    await phone.getByTestId('visit-submit').click()
    await phone.getByTestId('link-revoked').waitFor()
    const told = await phone.locator('body').innerText()
    expect(told).toContain('Ваш текст цел')
    expect(told).toContain('Печь на втором этаже')
    for (const secret of ['Пекарня без адреса', 'Пётр Тайный', 'Садовая, 1']) expect(told).not.toContain(secret)
    // Nor is it kept anywhere on the phone, with a network or without.
    await phone.reload()
    await phone.getByTestId('link-revoked').waitFor()
    const database = await phone.evaluate(`new Promise((done) => {
      const request = indexedDB.open('fairlead-visits')
      request.onsuccess = () => { const all = request.result.transaction('visits').objectStore('visits').getAll(); all.onsuccess = () => done(JSON.stringify(all.result)) }
    })`)
    expect(database).toBe('[]')

    await press(app.getByTestId('link-renew'), () => app.getByTestId('link-renew-sure').waitFor({ timeout: 8000 }))
    await press(app.getByTestId('link-renew-sure'), () => app.locator('[data-link="open"]').waitFor({ timeout: 8000 }))
    const linkNow = async () => /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec((await administrator.site('lead.show', { id: leadId })).tasks[0]?.description ?? '')?.[1] ?? ''
    await until('the task has the new link', async () => (await linkNow()) !== link)
    // What waited is sent under the new link by itself, its photo too.
    await phone.goto(await linkNow())
    await phone.getByTestId('visit-result').waitFor()
    await until('the photo is at the portal', async () => (await administrator.site('lead.show', { id: leadId })).timeline.flatMap(({ files }) => files).length === 1)
    expect((await administrator.site('lead.show', { id: leadId })).timeline.some(({ text }) => text.includes('Печь на втором этаже'))).toBe(true)
    expect(house.portal.unknownFields).toEqual([])
  })
})
