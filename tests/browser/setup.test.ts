/** From an empty portal to the first distribution by the wizard: closed in the middle, opened again, and few enough clicks for three minutes. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { install, openHouse, until, type House } from '../house.ts'
import { actAs, appFrame, chromiumPath, goTo, openBrowser, openLead, openPanel, openSection, openTab, press, sendReport, tabNames, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('the wizard after an installation', () => {
  it('leads from rights to switching on, goes on where it was left, and the first report is distributed', async () => {
    house = await openHouse({ portal: { language: 'ru' } })
    browser = await openBrowser({ language: 'ru' })
    const { page } = browser
    const app = appFrame(page)
    let clicks = 0
    const at = (step: string) => app.locator(`[data-testid="setup"][data-step="${step}"]`).waitFor({ timeout: 8000 })
    /** Every step has a height of its own, so what stands below moves once more after it is there. */
    const click = async (id: string, then: () => Promise<unknown>): Promise<void> => {
      await press(app.getByTestId(id).first(), then)
      clicks += 1
    }
    const gone = (id: string) => app.getByTestId(id).waitFor({ state: 'detached', timeout: 8000 })
    await page.goto(`${house.portal.url}/`)
    await goTo(page, 'market')
    await page.getByTestId('install').first().click()
    clicks += 2
    await at('rights')
    await click('setup-next', () => at('directions'))
    await click('suggest-accept', () => gone('suggest-accept'))
    await until('directions are there', async () => app.getByTestId('setup-next').isEnabled())

    // Closed in the middle: the same step is there again, and nothing is made twice.
    await goTo(page, 'leads')
    await openPanel(page)
    await app.getByTestId('nav-journal').click()
    await app.getByTestId('setup-resume').click()
    clicks += 4
    await at('directions')
    expect(await app.getByTestId('suggest-accept').count()).toBe(0)
    await click('setup-next', () => at('rule'))
    await click('setup-policy-even_random', () => app.locator('[data-testid="setup-policy-even_random"]:checked').waitFor({ timeout: 8000 }))
    await click('setup-next', () => at('test'))
    await press(app.locator('[data-testid^="test-record-"]').first(), () => app.getByTestId('test-result').waitFor({ timeout: 8000 }))
    clicks += 1
    await click('setup-next', () => at('switch'))
    await click('setup-next', () => gone('setup'))
    const administrator = house.as(1)
    expect(await administrator.app('settings.show', {})).toMatchObject({ policy: 'even_random', setup: 'done', starter: 'report' })
    const { directions } = await administrator.app('directions.list', {})
    expect(directions).toHaveLength(5)

    await actAs(page, 2)
    await openLead(page, 1024)
    await openTab(page, tabNames.visit.ru)
    await sendReport(page, 2, 'Вторая печь')
    clicks += 9
    await until('it is distributed', async () => (await administrator.app('why.show', { document: { kind: 'lead', id: 1024 } })).distributions[0]?.state === 'done')
    // At three seconds a click it takes less than two of the three minutes.
    expect(clicks).toBeLessThan(40)
    expect(browser.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })

  it('does not take a section away from whoever has opened one meanwhile', async () => {
    house = await openHouse({ portal: { language: 'en' } })
    await install(house.as(1))
    browser = await openBrowser({ language: 'en' })
    const { page } = browser
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/api/directions.list', async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`${house.portal.url}/`)
    await openPanel(page)
    await openSection(page, 'people')
    const answered = page.waitForResponse('**/api/directions.list')
    answer()
    await (await answered).finished()
    await page.waitForTimeout(500)
    expect(await appFrame(page).getByTestId('nav-people').getAttribute('aria-current')).toBe('page')
  })
})
