/** A direction in its editor: who could be picked right now follows what is being changed, before anything is stored. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, type House } from '../house.ts'
import { appFrame, chromiumPath, type Driven, openBrowser, openPanel, openSection, press } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('the editor of a direction', () => {
  it('shows who could be picked now, who not and why, and what becomes of a client whom nobody can take', async () => {
    house = await openHouse()
    const administrator = house.as(1)
    await install(administrator)
    const [direction] = await acceptSuggestions(administrator)
    if (!direction) throw new Error('no direction')
    const { eligible, excluded } = await administrator.app('directions.candidates', { departmentIds: direction.departmentIds, tags: [] })
    const [first, second] = eligible
    const left = `${eligible.length - 1} из ${eligible.length + excluded.length}`
    if (!first || !second) throw new Error('too few people')
    const rules = (await administrator.app('people.list', {})).people.find(({ person }) => person.id === first.id)?.rules
    if (!rules) throw new Error('not in the pool')
    await administrator.app('people.save', { ...rules, pausedUntil: Date.now() + 86_400_000, tags: ['Котлы'] })

    browser = await openBrowser({ language: 'ru' })
    const { page } = browser
    const app = appFrame(page)
    await page.goto(`${house.portal.url}/`)
    await openPanel(page)
    await openSection(page, 'directions')
    const now = app.getByTestId('direction-now')
    await press(app.getByTestId(`direction-row-${direction.id}`), () => now.getByText(left).waitFor({ timeout: 8000 }))
    const out = now.locator('li').filter({ hasText: first.name })
    expect(await out.innerText()).toContain('Пока не берёт')
    expect(await now.locator('li').filter({ hasText: second.name }).innerText()).toContain(second.name)

    // Nobody has this skill and is here, too; nothing is stored, and the reserve is told by name.
    const tags = app.getByTestId('direction-tags').locator('input').or(app.locator('input[data-testid="direction-tags"]')).first()
    await tags.fill('котлы')
    await tags.press('Tab')
    const nobody = app.getByTestId('direction-now-nobody')
    await nobody.filter({ hasText: 'Направление останется без менеджера' }).waitFor()
    expect(await now.locator('li').filter({ hasText: second.name }).innerText()).not.toBe(second.name)
    await app.getByTestId('direction-reserve').click()
    await app.getByRole('option', { name: second.name }).click()
    await nobody.filter({ hasText: `достанется резервному ответственному: ${second.name}` }).waitFor()
    expect((await administrator.app('directions.list', {})).directions.find(({ id }) => id === direction.id)).toEqual(direction)

    // A portal that does not answer is told in place; what was typed stays.
    await page.route('**/api/directions.candidates', (route) => route.abort())
    await tags.fill('')
    await tags.press('Tab')
    await now.getByRole('alert').waitFor()
    await page.unroute('**/api/directions.candidates')
    await now.getByRole('alert').getByRole('button').click()
    await now.getByText(left).waitFor()
    expect(await nobody.count()).toBe(0)
    expect(browser.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })
})
