/** The panel's rules in a real Chromium: one is written, dragged, moved by keyboard, switched off; a test run says which one decided. */
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

const choice = { policy: null, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null }
const rule = (name: string, text: string) => ({ id: `rul_${name.padEnd(10, '0')}`, name, on: true, conditions: [{ field: 'TITLE', label: 'Title', test: 'contains' as const, values: [text], names: [] }], choice })

describe.skipIf(!chromiumPath)('the rules', () => {
  it('are written, put in order and switched; a test run names the one that decided', async () => {
    house = await openHouse({ portal: { language: 'en', grow: (state) => void Object.assign(state.records.find(({ type, id }) => type === 1 && id === 1024) ?? {}, { sourceId: 'CALL', opportunity: 250_000 }) } })
    const administrator = house.as(1)
    await install(administrator)
    await acceptSuggestions(administrator)
    await administrator.app('rules.save', { version: 0, rules: [rule('second', 'bakery'), rule('third', 'garage')] })
    const order = async () => (await administrator.app('rules.show', {})).rules.map(({ name }) => name)

    browser = await openBrowser({ language: 'en' })
    const { page } = browser
    const app = appFrame(page)
    await page.goto(`${house.portal.url}/`)
    await openPanel(page)
    await openSection(page, 'rules')
    await app.getByTestId('rule-1').waitFor()
    expect(await app.getByTestId('rule-rest').innerText()).toContain('At random')

    await press(app.getByTestId('rule-add'), () => app.getByTestId('rule-editor').waitFor({ timeout: 8000 }))
    // Nothing to look at yet: it says so and stores nothing.
    await app.getByTestId('rule-save').click()
    await app.getByRole('alert').waitFor()
    const condition = app.getByTestId('condition-0')
    await condition.getByTestId('condition-field').selectOption({ label: 'Source' })
    await condition.getByTestId('condition-value-CALL').click()
    await app.getByTestId('rule-condition-add').click()
    const amount = app.getByTestId('condition-1')
    await amount.getByTestId('condition-field').selectOption({ label: 'Amount' })
    await amount.getByTestId('condition-value').fill('100000')
    await app.getByTestId('rule-policy').selectOption('in_turn')
    await app.getByTestId('rule-save').click()
    await app.getByTestId('rules-saved').waitFor()
    const written = (await administrator.app('rules.show', {})).rules[2]
    expect(written).toMatchObject({ conditions: [{ field: 'SOURCE_ID', test: 'is', values: ['CALL'], names: ['Call'] }, { field: 'OPPORTUNITY', test: 'at_least', values: ['100000'] }], choice: { ...choice, policy: 'in_turn' } })
    const name = written?.name ?? ''
    expect(await app.getByTestId('rule-2').innerText()).toMatch(/Source: Call and Amount from 100000/)

    // By dragging to the top, then down by a button and up again by keyboard.
    await app.getByTestId('rule-drag-2').dragTo(app.getByTestId('rule-0'))
    await until('it was dragged', async () => (await order())[0] === name)
    // Pressed again before the first press is stored: both count.
    await app.getByTestId('rule-down-0').evaluate((button: { click(): void }) => [button, button].forEach((one) => one.click()))
    await until('it went down twice', async () => (await order())[2] === name)
    await app.getByTestId('rule-edit-2').focus()
    for (const key of ['Alt+ArrowUp', 'Alt+ArrowUp']) await page.keyboard.press(key)
    await until('it went up twice', async () => (await order()).join() === [name, 'second', 'third'].join())

    await openSection(page, 'test')
    await press(app.getByTestId('test-record-1024'), () => app.getByTestId('run-rule').waitFor({ timeout: 8000 }))
    expect(await app.getByTestId('run-rule').innerText()).toContain(`The rule “${name}” decided`)
    await openSection(page, 'rules')
    await app.getByTestId('rule-on-0').click()
    await until('it is off', async () => (await administrator.app('rules.show', {})).rules[0]?.on === false)
    expect((await administrator.app('test.run', { document: { kind: 'lead', id: 1024 }, directionIds: [] })).distribution?.match?.rule?.name).toBe('second')
    expect(browser.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })
})
