/** The whole story in a real Chromium, with a person's own clicks; and again where third-party cookies are blocked. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { acceptSuggestedDirections, actAs, appFrame, chromiumPath, goTo, installInBrowser, openBrowser, openLead, openPanel, openSection, openTab, sendReport, tabNames, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 120_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('a person with a browser', () => {
  it.each([
    ['with everything allowed', 'ru', false],
    ['with third-party cookies blocked', 'en', true],
  ] as const)('installs, reports a visit, and sees deals, task and reasons (%s, %s)', async (_, language, blockThirdPartyCookies) => {
    house = await openHouse({ portal: { language } })
    browser = await openBrowser({ language, blockThirdPartyCookies })
    const { page } = browser
    await page.goto(`${house.portal.url}/`)

    await installInBrowser(page)
    // As text: this floor has no types of a browser.
    const stored = await appFrame(page)
      .locator('body')
      .evaluate('(() => { try { localStorage.setItem("probe", "1"); return "allowed" } catch { return "blocked" } })()')
    expect(stored).toBe(blockThirdPartyCookies ? 'blocked' : 'allowed')
    await acceptSuggestedDirections(page)
    const leadId = 1024

    await actAs(page, 2)
    await openLead(page, leadId)
    await openTab(page, tabNames.visit[language])
    await sendReport(page, 3, language === 'ru' ? 'Вторая печь у окна, монтаж ночью' : 'A second oven by the window, fit it at night')
    await until('three managers are shown', async () => (await appFrame(page).locator('[data-testid^="team-"]').count()) >= 3)

    const administrator = house.as(1)
    const { distributions } = await administrator.app('why.show', { document: { kind: 'lead', id: leadId } })
    const [distribution] = distributions
    expect(distribution?.directions).toHaveLength(3)

    // The deals are there for their managers, and each says why.
    const first = distribution?.directions[0]
    await goTo(page, 'deals')
    await actAs(page, first?.picked ?? 0)
    for (const { deal } of distribution?.directions ?? []) {
      // Colleagues' deals are seen too: everybody picked observes the others'.
      await page.getByTestId(`deal-${deal?.id}`).first().waitFor()
    }
    await page.getByTestId(`deal-${first?.deal?.id}`).first().click()
    await openTab(page, tabNames.why[language])
    const why = appFrame(page).getByTestId('why')
    await why.waitFor()
    const picked = first?.eligible.find(({ id }) => id === first.picked)
    await expect.poll(() => why.innerText()).toContain(picked?.name.split(' ')[1])

    // The main manager has one task with three items.
    await actAs(page, distribution?.mainManager?.id ?? 0)
    await goTo(page, 'tasks')
    await page.getByTestId(`task-${distribution?.task?.id}`).first().waitFor()
    const { tasks } = await house.as(distribution?.mainManager?.id ?? 0).site('tasks.list', { everybody: false })
    expect(tasks.find(({ id }) => id === distribution?.task?.id)?.checklist).toHaveLength(3)

    // The journal shows the run and its record.
    await actAs(page, 1)
    await openPanel(page)
    const app = appFrame(page)
    await openSection(page, 'journal')
    await app.getByTestId(`run-${distribution?.runId}`).click()
    for (const { id } of distribution?.directions ?? []) await app.getByTestId(`record-${id}`).waitFor()

    expect(browser.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })
})
