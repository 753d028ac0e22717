/** An application's page in a card stays as it is while the record around it changes: what somebody writes is not lost. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, type House } from '../house.ts'
import { actAs, appFrame, chromiumPath, openBrowser, openLead, openTab, tabNames, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('a card whose record changes', () => {
  it('leaves the application’s page alone', async () => {
    house = await openHouse({ portal: { language: 'en' } })
    const administrator = house.as(1)
    await install(administrator)
    await acceptSuggestions(administrator)
    browser = await openBrowser({ language: 'en' })
    const { page } = browser
    await page.goto(`${house.portal.url}/`)
    await actAs(page, 2)
    const leadId = 1024
    await openLead(page, leadId)
    await openTab(page, tabNames.visit.en)
    const comment = appFrame(page).getByTestId('visit-comment')
    await comment.fill('half a sentence')
    const { stages } = await administrator.site('leads.board', {})
    const stageId = stages.find(({ name }) => name === 'On hold')?.id ?? stages[4]?.id ?? ''
    await administrator.site('lead.move', { id: leadId, stageId })
    await expect.poll(() => page.getByTestId(`stage-${stageId}`).getAttribute('aria-current'), { timeout: 15_000 }).not.toBeNull()
    await page.waitForTimeout(1_000)
    expect(await comment.inputValue()).toBe('half a sentence')
  })
})
