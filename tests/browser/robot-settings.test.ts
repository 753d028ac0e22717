/** A robot's own page of settings in a real Chromium: directions by name, kept with the robot, and what a lead then becomes. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { callTemplate } from '../../domain/call-data.ts'
import { acceptSuggestions, install, openHouse, until, type House } from '../house.ts'
import { appFrame, chromiumPath, goTo, openBrowser, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 120_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

const words = {
  ru: { stay: 'Не переводить', empty: 'последнего отчёта', only: 'Только отмеченные', to: 'Распределён' },
  en: { stay: 'Do not move', empty: 'latest visit report', only: 'Only these', to: 'Distributed' },
}

describe.skipIf(!chromiumPath)('the settings of a robot', () => {
  it.each([
    ['ru', 1280, false],
    ['en', 390, true],
  ] as const)('are ticked by name, kept with the robot, and obeyed (%s, %i px wide)', async (language, width, dark) => {
    house = await openHouse({ portal: { language } })
    const administrator = house.as(1)
    await install(administrator)
    const [first, , third] = await acceptSuggestions(administrator)
    const { stages, leads } = await administrator.site('leads.board', {})
    const stageId = stages[2]?.id ?? ''
    const target = stages.find(({ name }) => name === words[language].to)?.id ?? ''

    browser = await openBrowser({ language, width, dark })
    const { page } = browser
    await page.goto(`${house.portal.url}/crm/lead/automation/${stageId}/`)
    await page.getByTestId('add-robot').click()
    await page.getByTestId('kind-app:distribute-visit').click()
    const settings = appFrame(page).getByTestId('robot-settings')
    const direction = (id = '') => settings.getByTestId(`direction-${id}`)
    await direction(first?.id).waitFor()

    // Nothing is ticked yet, nobody is asked for an id, and no other scroll bar than the dialog's is needed.
    expect(await settings.innerText()).toContain(words[language].empty)
    expect(await settings.innerText()).toContain(first?.name)
    expect(await settings.innerText()).not.toContain('dir_')
    expect(await settings.getByTestId('setting-skip_absent').getAttribute('aria-checked')).toBe('true')
    const stage = settings.getByTestId('setting-move_to_stage')
    expect((await stage.locator('option').allInnerTexts()).map((text) => text.trim())).toEqual([words[language].stay, ...stages.map(({ name }) => name)])
    const fits = '(() => document.scrollingElement.scrollHeight <= innerHeight && document.scrollingElement.scrollWidth <= innerWidth)()'
    await expect.poll(() => appFrame(page).locator('body').evaluate(fits)).toBe(true)

    // Who could be picked now, also by what has just been switched: two of the four of plumbing.
    const now = settings.getByTestId(`now-${first?.id}`)
    await expect.poll(() => now.innerText()).toMatch(/2 (из|of) 4/)
    await administrator.site('person.change', { id: 9, absentDays: 3 })
    await settings.getByTestId('setting-skip_absent').click()
    await settings.getByTestId('setting-skip_absent').click()
    await expect.poll(() => now.innerText()).toMatch(/1 (из|of) 4/)
    await settings.getByTestId('setting-skip_absent').click()
    await expect.poll(() => now.innerText()).toMatch(/2 (из|of) 4/)
    await settings.getByTestId('setting-skip_absent').click()

    // A box must not move away under the finger because another one was ticked.
    const height = 'document.scrollingElement.scrollHeight'
    const before = await appFrame(page).locator('body').evaluate(height)
    await direction(first?.id).check()
    await direction(third?.id).check()
    expect(await appFrame(page).locator('body').evaluate(height)).toBe(before)
    await expect.poll(() => settings.innerText()).toContain(words[language].only)
    await settings.getByTestId('setting-skip_clocked_out').click()
    const callData = settings.getByTestId('setting-lead_data')
    expect(await callData.getAttribute('aria-checked')).toBe('false')
    await callData.click()
    await stage.selectOption({ label: words[language].to })
    await page.getByTestId('save').click()
    await until('the robot is kept', async () => (await administrator.site('stage.show', { stageId })).robots.length === 1)
    const [kept] = (await administrator.site('stage.show', { stageId })).robots
    expect(kept?.values).toEqual({ directions: [first?.id, third?.id], skip_absent: 'Y', skip_clocked_out: 'N', move_to_stage: target, lead_data: callTemplate })

    // Opened again it shows what was kept.
    await page.reload()
    await direction(third?.id).waitFor()
    expect(await direction(first?.id).isChecked()).toBe(true)
    expect(await settings.locator('input[type="checkbox"]:checked').count()).toBe(2)
    expect(await settings.getByTestId('setting-skip_clocked_out').getAttribute('aria-checked')).toBe('false')
    expect(await callData.getAttribute('aria-checked')).toBe('true')
    expect(await stage.inputValue()).toBe(target)
    expect(await page.getByTestId('save').isDisabled()).toBe(true)

    const leadId = leads[0]?.id ?? 0
    await administrator.site('lead.move', { id: leadId, stageId })
    await until('the lead has moved on', async () => (await administrator.site('lead.show', { id: leadId })).stageId === target)
    const { deals } = await administrator.site('lead.show', { id: leadId })
    expect(deals.filter(({ fromApp }) => fromApp)).toHaveLength(2)

    // "Assign a visit" tells who could be sent now from the departments that are written there, and which it does not know.
    await page.goto(`${house.portal.url}/crm/lead/automation/${stageId}/`)
    await page.getByTestId('add-robot').click()
    await page.getByTestId('kind-app:assign-visit').click()
    const sent = settings.getByTestId('visitors-now')
    const departments = settings.getByTestId('setting-departments')
    await departments.selectOption(String(first?.departmentIds[0]))
    await expect.poll(() => sent.innerText()).toMatch(/1 (из|of) 4/)
    const named = settings.getByTestId('setting-representative')
    await named.selectOption('user_2')
    await expect.poll(() => sent.innerText()).not.toMatch(/1 (из|of) 4/)
    await page.getByTestId('save').click()
    await until('it is kept', async () => (await administrator.site('stage.show', { stageId })).robots.length === 2)
    expect((await administrator.site('stage.show', { stageId })).robots.at(-1)?.values).toMatchObject({ departments: [String(first?.departmentIds[0])], representative: 'user_2', deadline_hours: '24', wait_report: 'Y' })
    expect(browser.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })

  it('are not lost to whoever saves and goes on at once, and are asked about where they were not saved', async () => {
    house = await openHouse({ portal: { language: 'en' } })
    const administrator = house.as(1)
    await install(administrator)
    const { stages } = await administrator.site('leads.board', {})
    const stageId = stages[2]?.id ?? ''
    browser = await openBrowser({ language: 'en' })
    const { page } = browser
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/site/api/stage.save', async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`${house.portal.url}/crm/lead/automation/${stageId}/`)
    await page.getByTestId('add-robot').click()
    await page.getByTestId('kind-app:assign-visit').click()
    await goTo(page, 'leads')
    await expect.poll(() => asked.length).toBe(1)
    await page.getByTestId('save').click()
    await goTo(page, 'leads')
    answer()
    await page.getByTestId('new-lead').waitFor()
    expect(asked).toHaveLength(1)
    expect((await administrator.site('stage.show', { stageId })).robots).toHaveLength(1)
  })
})
