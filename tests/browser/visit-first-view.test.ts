/** A slow network: the visit can be read and filled in before its page has come, and the page takes it up under the hands of whoever is writing. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { chromiumPath, openBrowser, type Driven } from './drive.ts'
import { boxes, keptHere, prepareVisits, type Visits } from './phone.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let visits: Visits
let phone: Driven
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  visits = await prepareVisits(house)
})
afterEach(() => phone.close())
afterAll(() => house.close())

/** The page's own script is nine tenths of the answer: at this speed it takes seconds. */
async function openSlowly(link: string): Promise<void> {
  phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
  const cdp = await phone.context.newCDPSession(phone.page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: 16_000, uploadThroughput: 16_000 })
  await phone.page.goto(link, { waitUntil: 'commit' })
  await phone.page.locator('#first').waitFor()
}

describe.skipIf(!chromiumPath)('the first view', () => {
  it('shows the visit as the page will, and hands over what it was given, with caret and focus', async () => {
    const { link } = await visits.assign('Пекарня <b>у</b> реки')
    await openSlowly(link)
    const { page } = phone
    const shown = async (): Promise<readonly string[]> => (await page.locator('#first, #app').locator('.name, .due, .client, .tick .what, .question').allInnerTexts()).slice(0, 10)
    const before = await shown()
    expect(before[0]).toBe('Пекарня <b>у</b> реки')
    expect(await page.locator('#first [data-testid="call"]').getAttribute('href')).toMatch(/^tel:\+7904/)
    await boxes(page).nth(1).click()
    const comment = page.getByTestId('visit-comment')
    await comment.fill('север')
    await page.locator('#first').getByText('Сохранено').waitFor()
    // Written on, letter by letter, in front of what is there, until the page has taken over.
    await comment.evaluate((field: { setSelectionRange(from: number, to: number): void }) => field.setSelectionRange(0, 0))
    let typed = ''
    await until('the page is there', async () => {
      await page.keyboard.type('а')
      typed += 'а'
      return page.getByTestId('visit-submit').isVisible()
    })
    await page.keyboard.type('б ')
    expect(await comment.inputValue()).toBe(`${typed}б север`)
    expect(await page.locator('#first').count()).toBe(0)
    expect(await boxes(page).nth(1).isChecked()).toBe(true)
    expect(await shown()).toEqual(before)
    await page.locator('#app').getByText('Сохранено').waitFor()
    // The disk has it: a copy beside it could only come back beside newer words.
    expect(await page.evaluate(early)).toBe(0)
    expect(phone.complaints).toEqual([])
  })

  it('keeps what it was given when the page never comes', async () => {
    const { link } = await visits.assign('Ларёк')
    await openSlowly(link)
    await boxes(phone.page).nth(2).click()
    await phone.page.getByTestId('visit-comment').fill('Ключ у соседа')
    await phone.page.locator('#first').getByText('Сохранено').waitFor()
    await phone.page.goto('about:blank')
    const other = await phone.context.newPage()
    await other.goto(link)
    await other.getByTestId('visit-submit').waitFor()
    expect(await other.getByTestId('visit-comment').inputValue()).toBe('Ключ у соседа')
    expect(await boxes(other).nth(2).isChecked()).toBe(true)
    expect(await boxes(other).first().isChecked()).toBe(false)
  })

  it('keeps the last letter also where the page is gone before the disk has answered', async () => {
    const { link } = await visits.assign('Столовая')
    phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
    const { page } = phone
    await page.goto(link)
    await page.getByTestId('visit-submit').waitFor()
    await page.getByTestId('visit-comment').fill('Сушилка')
    await page.locator('#app').getByText('Сохранено').waitFor()
    // The disk is busy with something else for as long as this page is there.
    await page.evaluate(busyDisk)
    await page.getByTestId('visit-comment').fill('Сушилка 2')
    await boxes(page).nth(1).click()
    await page.reload()
    await page.getByTestId('visit-submit').waitFor()
    expect(await page.getByTestId('visit-comment').inputValue()).toBe('Сушилка 2')
    expect(await boxes(page).nth(1).isChecked()).toBe(true)
    // Also taken away.
    await page.evaluate(busyDisk)
    await page.getByTestId('visit-comment').fill('')
    await boxes(page).nth(1).click()
    await page.reload()
    await page.getByTestId('visit-submit').waitFor()
    expect(await page.getByTestId('visit-comment').inputValue()).toBe('')
    expect(await boxes(page).nth(1).isChecked()).toBe(false)
    await until('the disk has it', async () => (await page.evaluate(early)) === 0)
  })

  it('keeps what is typed while another set of directions is on its way', async () => {
    const { link } = await visits.assign('Пельменная')
    phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
    const { page } = phone
    await page.goto(link)
    await page.getByTestId('visit-submit').waitFor()
    await keptHere(page)
    await phone.context.setOffline(true)
    await page.reload()
    await page.getByTestId('visit-submit').waitFor()
    const before = await boxes(page).count()
    await boxes(page).first().click()
    await page.getByTestId('visit-comment').fill('Плита')
    await page.locator('#app').getByText('Сохранено, сети нет').waitFor()
    for (const { id, version } of (await visits.administrator.app('directions.list', {})).directions.slice(0, 1)) await visits.administrator.app('directions.archive', { id, archived: true, version })
    await phone.context.setOffline(false)
    await until('the new set is there', async () => (await boxes(page).count()) === before - 1)
    expect(await page.getByTestId('visit-comment').inputValue()).toBe('Плита')
  })
})

/** Reports that the phone has in the moment, beside what is on its disk. */
const early = `Object.keys(localStorage).filter((key) => key.startsWith('fairlead-early-')).length`
/** A transaction that goes on as long as it is asked for something. */
const busyDisk = `new Promise((begun) => {
  indexedDB.open('fairlead-visits').onsuccess = ({ target: { result } }) => {
    const store = result.transaction([...result.objectStoreNames], 'readwrite').objectStore('ends')
    const ask = () => { begun(); store.get('nothing').onsuccess = ask }
    ask()
  }
})`
