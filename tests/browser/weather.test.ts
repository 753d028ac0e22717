/** The weather's page and the inspector's in a real Chromium: a fault for one method, what it struck, a delivery sent once more, an export. */
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openPortal, until, type PortalHouse } from '../portal/house.ts'
import { chromiumPath, goTo, openBrowser, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: PortalHouse
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('a person who makes bad weather', () => {
  it.each([
    ['ru', 1280, false],
    ['en', 390, true],
  ] as const)('sees it strike, and makes it fair again (%s, %i px wide)', async (language, width, dark) => {
    house = await openPortal({ language })
    await house.install()
    browser = await openBrowser({ language, width, dark })
    const { page } = browser
    await page.goto(`${house.portal.url}/`)
    await goTo(page, 'weather')
    await page.getByTestId('fault-kind').selectOption('limit_503')
    await page.getByTestId('fault-of').fill('profile')
    await page.getByTestId('fault-chance').fill('100')
    await page.getByTestId('fault-add').click()
    const rules = page.getByTestId('weather-rule')
    await rules.first().waitFor()
    expect((await house.call('profile')).status).toBe(503)
    expect((await house.call('server.time')).status).toBe(200)
    await expect.poll(() => rules.first().innerText(), { timeout: 15_000 }).toMatch(/(сработал|struck): 1/)

    await page.getByTestId('weather-skew').fill('120')
    await page.getByTestId('weather-seed').fill('7')
    await page.getByTestId('weather-apply').click()
    await until('the clock is fast', () => Math.abs(house.portal.now() - Date.now() - 120_000) < 10_000)
    await page.getByTestId('weather-storm').click()
    await expect.poll(() => rules.count()).toBeGreaterThan(8)
    expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true)
    await page.getByTestId('weather-fair').click()
    await expect.poll(() => rules.count()).toBe(0)

    await goTo(page, 'inspector')
    const told = () => house.received.filter(({ body }) => body['event'] === 'ONAPPINSTALL').length
    const before = told()
    const delivery = page.getByTestId('delivery').filter({ hasText: 'ONAPPINSTALL' }).first()
    await delivery.locator('.fold').click()
    await delivery.getByTestId('replay').click()
    await until('it is told again', () => told() === before + 1)
    await page.getByTestId('show-failed').click()
    await expect.poll(() => page.getByTestId('call').count()).toBe(1)
    await page.getByTestId('export').click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-har').click()])
    const { log } = JSON.parse(readFileSync(await download.path(), 'utf8')) as { log: { entries: { response: { status: number } }[] } }
    expect(log.entries.map(({ response }) => response.status)).toContain(503)
    expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true)
    expect(browser.complaints).toEqual([])
  })
})
