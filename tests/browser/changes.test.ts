/** The history of changes in a real Chromium: what was changed is said in plain words, and one press puts it back. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House } from '../house.ts'
import { appFrame, chromiumPath, openBrowser, openPanel, openSection, press, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

/** An installed portal with directions, and its panel in front of the administrator. */
async function openHere() {
  house = await openHouse({ portal: { language: 'en' } })
  const administrator = house.as(1)
  await install(administrator)
  await acceptSuggestions(administrator)
  browser = await openBrowser({ language: 'en' })
  const { page } = browser
  await page.goto(`${house.portal.url}/`)
  await openPanel(page)
  return { administrator, page, app: appFrame(page) }
}

describe.skipIf(!chromiumPath)('the history of changes', () => {
  it('says what somebody changed, and puts back the value before', async () => {
    const { administrator, page, app } = await openHere()
    const settings = await administrator.app('settings.show', {})
    await administrator.app('settings.save', { ...settings, policy: 'weighted' })
    await administrator.app('settings.save', { ...settings, policy: 'in_turn', skipAbsent: false })
    await openSection(page, 'people')
    const change = (index: number) => app.getByTestId('changes').locator('> li').nth(index)
    await press(app.getByTestId('to-changes'), () => change(0).waitFor({ timeout: 8000 }))
    const said = async (index: number) => (await change(index).innerText()).replace(/\s+/g, ' ')
    expect(await said(0)).toMatch(/^Settings .*, .* Skip absent before: Yes now: No How to pick before: Weighted now: In turn/)
    expect(await said(1)).toContain('Cannot be put back: changed again on')
    expect(await said(2)).toContain('Direction “')

    await press(change(0).getByRole('button'), () => app.getByTestId('changes-done').waitFor({ timeout: 8000 }))
    expect(await administrator.app('settings.show', {})).toMatchObject({ policy: 'weighted', skipAbsent: true })
    expect(await said(0)).toContain('A change of before was taken back')
    expect(await said(1)).toContain('Is as it was before')

    // Somebody else was quicker: nothing is put back, and the list shows why.
    await administrator.app('settings.save', { ...settings, policy: 'random' })
    await change(0).getByRole('button').click()
    await app.getByTestId('changes-refused').waitFor()
    expect((await administrator.app('settings.show', {})).policy).toBe('random')
    expect(await said(0)).toContain('Weighted now: At random')

    // What deletes is stored by a second press only; taking it back from here gives nothing back but the setting.
    await openSection(page, 'settings')
    const days = app.getByTestId('setting-journalDays')
    await days.selectOption('90')
    await app.getByTestId('journalDays-sure').waitFor()
    expect((await administrator.app('settings.show', {})).journalDays).toBeNull()
    await press(app.getByTestId('journalDays-sure'), () => app.getByTestId('journalDays-sure').waitFor({ state: 'detached', timeout: 8000 }))
    await until('it is stored', async () => (await administrator.app('settings.show', {})).journalDays === 90)
    await days.selectOption('')
    await until('to keep longer needs no second press', async () => (await administrator.app('settings.show', {})).journalDays === null)
    expect(browser.complaints.filter((one) => !one.startsWith('409 '))).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })

  it('loses none of two settings that are changed in one breath', async () => {
    const { administrator, page, app } = await openHere()
    const before = await administrator.app('settings.show', {})
    await openSection(page, 'settings')
    const toggle = (name: 'skipAbsent' | 'headsTakePart') => app.getByTestId(`setting-${name}`)
    await toggle('skipAbsent').waitFor()
    // The first is stored slowly, as over a telephone.
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/api/settings.save', async (route) => {
      await held
      await route.continue()
    })
    const changed = { skipAbsent: !before.skipAbsent, headsTakePart: !before.headsTakePart }
    await toggle('skipAbsent').click()
    await toggle('headsTakePart').click()
    const shown = async () => ({ skipAbsent: (await toggle('skipAbsent').getAttribute('aria-checked')) === 'true', headsTakePart: (await toggle('headsTakePart').getAttribute('aria-checked')) === 'true' })
    expect(await shown()).toEqual(changed)
    answer()
    await app.getByText('Saved').waitFor()
    expect(await shown()).toEqual(changed)
    expect(await administrator.app('settings.show', {})).toEqual({ ...before, ...changed })
    expect(browser.complaints).toEqual([])
  })

  it('loses nothing of what is decided for one person in one breath', async () => {
    const { administrator, page, app } = await openHere()
    const [first, ...others] = (await administrator.app('people.list', {})).people
    const [deputy, another] = others.map(({ person }) => String(person.id))
    if (!first || !deputy || !another) throw new Error('too few people')
    await openSection(page, 'people')
    const row = app.getByTestId(`person-${first.person.id}`)
    await press(row.getByTestId('person-more'), () => row.getByTestId('person-rules').waitFor({ timeout: 8000 }))
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/api/people.save', async (route) => {
      await held
      await route.continue()
    })
    await row.getByTestId('excluded-contact').fill('7')
    await row.getByTestId('excluded-company').fill('8')
    await row.getByTestId('deputy-add').selectOption(deputy)
    await row.getByTestId('deputy-add').selectOption(another)
    await row.getByTestId('hours-set').click()
    for (const day of [5, 6]) await row.getByTestId('hours').getByRole('button').nth(day).click()
    await row.getByTestId('weight').fill('50')
    await row.getByTestId('weight').press('Tab')
    answer()
    const stored = async () => (await administrator.app('people.list', {})).people.find(({ person }) => person.id === first.person.id)?.rules
    await until('all of it is stored', async () => (await stored())?.weight === 50)
    const { excludedClients, deputies, hours } = (await stored()) ?? {}
    expect(excludedClients).toEqual([{ kind: 'contact', id: 7 }, { kind: 'company', id: 8 }])
    expect(deputies?.map(({ userId }) => String(userId))).toEqual([deputy, another])
    expect(hours?.days).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(browser.complaints).toEqual([])
  })
})
