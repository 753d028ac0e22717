/** A replay on history in a real Chromium: a draft against the past, its result and its limits, then activated; and another draft beside the live rule. */
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

describe.skipIf(!chromiumPath)('a replay on history', () => {
  it('says how the past would have gone by other rules, writes nothing, and the draft is activated', async () => {
    house = await openHouse({ portal: { language: 'en' } })
    const administrator = house.as(1)
    await install(administrator)
    const directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id as never)
    const reportId = newReportId() as never
    await administrator.app('visit.submit', { reportId, document: lead(1024), directionIds, comment: '' })
    await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
    plant(house, 90, (eligible, number) => (number % 9 === 0 ? eligible.at(-1) : eligible[0]) ?? (0 as never))

    browser = await openBrowser({ language: 'en' })
    const { page } = browser
    await page.goto(`${house.portal.url}/`)
    await openPanel(page)
    await openSection(page, 'replay')
    const app = appFrame(page)
    // A run whose draft was changed meanwhile fails late, which is no trouble of the one that counts.
    let fail = (): void => undefined
    const late = new Promise<void>((resolve) => (fail = resolve))
    await page.route('**/api/replay.data', async (route) => {
      await late
      await route.abort()
    }, { times: 1 })
    const asked = page.waitForRequest('**/api/replay.data')
    await app.getByTestId('replay-run').click()
    await asked
    await app.getByTestId('replay-policy').click()
    await app.getByRole('option', { name: 'In turn' }).click()
    await app.getByTestId('replay-run').click()
    const result = app.getByTestId('replay-result')
    await result.waitFor()
    const failed = page.waitForEvent('requestfailed')
    fail()
    await failed
    await until('the page is still', () => page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(() => drawn(true), 100)))'))
    expect(await app.locator('[data-trouble]').count()).toBe(0)
    const said = await result.innerText()
    expect(said).toMatch(/more even: the gap between the busiest and the least busy would be \d+ instead of \d+/)
    expect(said).toContain('91 distributions')
    expect(said).toContain('What a replay does not know')
    // Looked at only: rules and journal are as they were.
    expect((await administrator.app('settings.show', {})).policy).toBe('random')
    expect((await administrator.app('journal.list', {})).rows.filter(({ kind }) => kind === 'report')).toHaveLength(1)
    await app.getByTestId('replay-activate').click()
    await app.getByTestId('replay-activated').waitFor()
    expect((await administrator.app('settings.show', {})).policy).toBe('in_turn')

    // Another draft beside the rule that is now in force: nothing yet, then what the next visit would have become.
    await app.getByTestId('replay-policy').click()
    await app.getByRole('option', { name: 'Even random' }).click()
    await app.getByTestId('shadow-start').click()
    await app.getByTestId('shadow-empty').waitFor()
    const next = newReportId() as never
    await administrator.app('visit.submit', { reportId: next, document: lead(1023), directionIds, comment: '' })
    await until('it is distributed', async () => (await administrator.app('visit.result', { reportId: next })).state === 'done')
    // The entry of the journal tells whom the draft would have picked; the draft's page, that older ones are not compared where there are too many.
    await openSection(page, 'journal')
    await app.locator('[data-row]').first().click()
    const beside = app.getByTestId('run-shadow')
    await beside.getByText('Main manager').waitFor()
    expect(await beside.innerText()).toMatch(/A draft ran beside the live rule: Even random\.\n[\s\S]*Compare all/)
    await page.route('**/api/shadow.show', async (route) => {
      const answered = await route.fetch()
      const body = await answered.text()
      await route.fulfill({ response: answered, body: body.replace('"newest":null', '"newest":20000') })
    })
    await openSection(page, 'replay')
    await app.getByTestId('shadow-newest').getByText('only the newest 20000').waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    const shadow = app.getByTestId('shadow')
    await shadow.getByTestId('replay-result').waitFor()
    const compared = await shadow.innerText()
    expect(compared).toMatch(/The draft runs beside the live rule until/)
    expect(compared).toContain('Draft: Even random.')
    expect(compared).toContain('1 distribution')
    await app.getByTestId('shadow-activate').click()
    await app.getByTestId('shadow-activated').waitFor()
    expect((await administrator.app('settings.show', {})).policy).toBe('even_random')
    expect(browser.complaints).toEqual([])
  })
})
