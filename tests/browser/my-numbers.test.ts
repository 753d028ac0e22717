/** A manager in a real Chromium: their numbers below the reasons and on a page of their own, and a pause that they set and end themselves. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House } from '../house.ts'
import { plant } from '../past.ts'
import { actAs, appFrame, chromiumPath, goTo, openBrowser, openLead, openPanel, openTab, press, tabNames, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('a manager', () => {
  it('reads why, reads their own numbers, pauses and comes back', async () => {
    house = await openHouse({ portal: { language: 'en' } })
    const administrator = house.as(1)
    await install(administrator)
    const directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id as never)
    const reportId = newReportId() as never
    await administrator.app('visit.submit', { reportId, document: lead(1024), directionIds, comment: '' })
    await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
    plant(house, 20, (eligible, number) => eligible[number % eligible.length] ?? (0 as never))
    const [distribution] = (await administrator.app('why.show', { document: lead(1024) })).distributions
    const mine = distribution?.directions[0]
    const manager = mine?.picked ?? 0
    const own = await house.as(manager).app('me.numbers', { days: 28 })
    const picked = own.directions.reduce((sum, one) => sum + one.picked, 0)

    browser = await openBrowser({ language: 'en' })
    const { page } = browser
    await page.goto(`${house.portal.url}/`)
    // Of a record's earlier distributions the tab shows a few, and more when asked.
    await openLead(page, 1024)
    await openTab(page, tabNames.why.en)
    const earlier = appFrame(page).getByTestId('why').locator('details')
    await appFrame(page).getByTestId('why-more').click()
    expect(await earlier.count()).toBe(13)
    await goTo(page, 'deals')
    await page.getByTestId(`deal-${mine?.deal?.id}`).first().click()
    await actAs(page, manager)
    await openTab(page, tabNames.why.en)
    const app = appFrame(page)
    await app.getByTestId('why-own-numbers').waitFor()
    expect(await app.getByTestId('why-own-numbers').innerText()).toContain(String(picked))

    await openPanel(page)
    expect(await app.getByTestId('own-picked').innerText()).toContain(String(picked))
    expect(await app.getByTestId('nav-journal').count()).toBe(0)
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const frame = page.frames().find((one) => one.url().startsWith(house.appUrl))
    await frame?.evaluate(axe)
    const violations = (await frame?.evaluate('axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)')) as { id: string; impact: string | null }[]
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

    await press(app.getByTestId('own-pause-set'), () => app.getByTestId('own-resume').waitFor({ timeout: 5000 }))
    expect((await house.as(manager).app('me.show', {})).pausedUntil).toBeGreaterThan(Date.now())
    await press(app.getByTestId('own-resume'), () => app.getByTestId('own-pause-set').waitFor({ timeout: 5000 }))
    expect((await house.as(manager).app('me.show', {})).pausedUntil).toBeNull()
    expect(browser.complaints).toEqual([])
  })
})
