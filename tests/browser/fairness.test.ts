/** The fairness page in a real Chromium: even where everybody got what was to be expected, uneven where one person got nearly everything. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House } from '../house.ts'
import { plant } from '../past.ts'
import { appFrame, chromiumPath, openBrowser, openPanel, openSection, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('the fairness page', () => {
  it('gives its verdict in plain words on a fair and on a skewed journal', async () => {
    house = await openHouse({ portal: { language: 'en' } })
    const administrator = house.as(1)
    await install(administrator)
    const directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id as never)
    expect((await administrator.app('fairness.show', { days: 28 })).directions).toEqual([])
    const reportId = newReportId() as never
    await administrator.app('visit.submit', { reportId, document: lead(1024), directionIds, comment: '' })
    await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')

    plant(house, 60, (eligible, number) => eligible[number % eligible.length] ?? (0 as never))
    browser = await openBrowser({ language: 'en' })
    const { page } = browser
    await page.goto(`${house.portal.url}/`)
    await openPanel(page)
    await openSection(page, 'fairness')
    const verdict = appFrame(page).getByTestId('fairness-verdict')
    await verdict.waitFor()
    expect(await verdict.getAttribute('data-verdict')).toBe('done')
    expect(await verdict.innerText()).toMatch(/a gap of up to \d+ is normal for 61 picks/)

    // The same visits, and nearly always the first of the list.
    plantSkewed(house)
    await openSection(page, 'journal')
    await openSection(page, 'fairness')
    await verdict.waitFor()
    await until('it is uneven', async () => (await verdict.getAttribute('data-verdict')) === 'bad')
    expect(await verdict.innerText()).toContain('chance alone hardly explains it')
    expect(await verdict.innerText()).toMatch(/was picked \d+ times where \d+ were to be expected/)
    expect(browser.complaints).toEqual([])
  })
})

function plantSkewed(of: House): void {
  plant(of, 60, (eligible, number) => (number % 10 === 0 ? eligible.at(-1) : eligible[0]) ?? (0 as never), 'skew')
}
