/** An administrator undoes a distribution from its entry in the journal: refused where a manager has begun, done where nobody has, and selected again. */
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'
import { appFrame, chromiumPath, openBrowser, openPanel, openSection, press, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

async function distributed(administrator: Person, directionIds: readonly string[]) {
  const { id } = await administrator.site('lead.add', { title: 'Bakery', contactName: 'Pete', companyTitle: '', phone: '', email: '', address: '' })
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(id), directionIds: directionIds as never, comment: '' })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  const { distribution } = await administrator.app('visit.result', { reportId })
  if (!distribution) throw new Error('no distribution')
  return distribution
}

describe.skipIf(!chromiumPath)('undo in the journal', () => {
  it('is refused with the deal that was begun, and else takes everything back and selects again', async () => {
    house = await openHouse({ portal: { language: 'en' } })
    const administrator = house.as(1)
    await install(administrator)
    const directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id)
    const begun = await distributed(administrator, directionIds)
    const idle = await distributed(administrator, directionIds)
    const [first] = (await administrator.site('lead.show', { id: begun.document.id })).deals
    await administrator.site('deal.move', { id: first?.id ?? 0, stageId: `C${first?.categoryId}:EXECUTING` })

    browser = await openBrowser({ language: 'en' })
    const { page } = browser
    await page.goto(`${house.portal.url}/`)
    await openPanel(page)
    const app = appFrame(page)
    // The list as a table.
    const [table] = await Promise.all([page.waitForEvent('download'), app.getByTestId('journal-export').click()])
    expect(await readFile(await table.path(), 'utf8')).toContain('"Bakery"')
    await app.getByTestId(`run-${begun.runId}`).click()
    await app.getByTestId('run-undo').click()
    await app.getByTestId('touched-moved').waitFor()
    expect(await app.getByTestId('touched-moved').innerText()).toContain(String(first?.id))
    expect(await app.getByTestId('undo-sure').count()).toBe(0)

    await openSection(page, 'journal')
    await press(app.getByTestId(`run-${idle.runId}`), () => app.getByTestId('run-again').waitFor({ timeout: 8000 }))
    await app.getByTestId('run-again').click()
    await app.getByTestId('undo-sure').click()
    // Without a reason nothing is done.
    await app.getByText('people will ask').waitFor()
    await app.getByTestId('undo-reason').fill('Wrong address')
    await app.getByTestId('undo-sure').click()
    await app.getByTestId('run-undone').waitFor()
    await until('the next run is there', async () => (await app.getByTestId('run-next').count()) === 1)
    await app.getByTestId('run-next').click()
    await until('people are selected again', async () => (await app.getByTestId('run-state').innerText()) === 'Distributed')
    // A link to this entry opens it at once.
    const link = (await app.getByTestId('run-link').getAttribute('data-link')) ?? ''
    await page.goto(link)
    await app.getByTestId('run-state').waitFor()
    expect(await app.getByTestId('run-state').innerText()).toBe('Distributed')
    const stages = (await administrator.site('lead.show', { id: idle.document.id })).deals.map(({ stage }) => stage.semantics)
    expect(stages.filter((one) => one === 'failure')).toHaveLength(2)
    expect(stages).toHaveLength(4)
    expect(browser.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })
})
