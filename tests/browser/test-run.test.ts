/** A test run in a real Chromium: a record is found and tried, and a crossed-out name tells its criterion when pressed. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, type House } from '../house.ts'
import { appFrame, chromiumPath, openBrowser, openPanel, openSection, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('a test run', () => {
  it('shows an entry as the journal would, tells why somebody did not take part, and leaves no deal', async () => {
    house = await openHouse({ portal: { language: 'ru' } })
    const administrator = house.as(1)
    await install(administrator)
    await acceptSuggestions(administrator)
    const { deals } = (await administrator.site('state.show', {})).counts
    browser = await openBrowser({ language: 'ru' })
    const { page } = browser
    await page.goto(`${house.portal.url}/`)
    await openPanel(page)
    await openSection(page, 'test')
    const app = appFrame(page)
    await app.getByTestId('test-search').fill('Колос')
    await app.getByText('Пекарня «Колос»').first().click()
    const result = app.getByTestId('test-result')
    await result.waitFor()
    expect(await result.innerText()).toContain('Ничего не записано')
    await result.locator('[data-testid^="excluded-"]').first().click()
    expect(await result.getByTestId('criterion').innerText()).toContain('вне выбора')
    expect((await administrator.site('state.show', {})).counts.deals).toBe(deals)
    expect((await administrator.app('journal.list', {})).rows.every(({ kind }) => kind === 'install')).toBe(true)
    expect(browser.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })
})
