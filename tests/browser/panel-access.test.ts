/** The panel for everybody: the other sections wait to be loaded, and no serious finding of axe on any of its pages, in light and dark. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House } from '../house.ts'
import { plant } from '../past.ts'
import { appFrame, chromiumPath, type Driven, openBrowser, openLead, openPanel, openSection, openTab, press, tabNames } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

const sections = ['journal', 'directions', 'people', 'test', 'fairness', 'replay', 'settings', 'installation'] as const

interface Finding {
  id: string
  impact: string | null
  nodes: { target: unknown; failureSummary?: string }[]
}

/** Of a browser that takes no better; the sum of what the server sends it. */
async function gzippedSizeOf(urls: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    urls.map(async (url) => {
      const { headers } = await fetch(url, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } })
      expect([headers.get('content-encoding'), headers.get('content-type')]).toEqual(['gzip', expect.stringContaining('javascript')])
      return Number(headers.get('content-length'))
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

describe.skipIf(!chromiumPath)('the panel', () => {
  it.each([
    ['light, in English', false, 'en'],
    ['dark, in Russian', true, 'ru'],
  ] as const)('loads what it shows, compressed, and is readable for everybody (%s)', async (_, dark, language) => {
    house = await openHouse({ portal: { language } })
    const administrator = house.as(1)
    await install(administrator)
    const directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id as never)
    const choice = { policy: null, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null }
    const conditions = [{ field: 'SOURCE_ID', label: 'Source', test: 'is' as const, values: ['CALL'], names: ['Call'] }]
    await administrator.app('rules.save', { version: 0, rules: [{ id: 'rul_aaaaaaaaaa', name: 'Calls', on: true, conditions, choice }, { id: 'rul_bbbbbbbbbb', name: 'Off', on: false, conditions, choice }] })
    const reportId = newReportId() as never
    await administrator.app('visit.submit', { reportId, document: lead(1024), directionIds, comment: '' })
    await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
    plant(house, 20, (eligible, number) => eligible[number % eligible.length] ?? (0 as never))
    await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), policy: 'least_loaded' })
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    browser = await openBrowser({ language, dark })
    const { page } = browser
    const loaded = new Set<string>()
    page.on('response', (response) => {
      const url = response.url()
      if (url.startsWith(`${house.appUrl}/client/`) && url.endsWith('.js')) loaded.add(url)
    })
    await page.goto(`${house.portal.url}/`)
    await openPanel(page)
    const frame = () => page.frames().find((one) => one.url().startsWith(house.appUrl))
    await until('the journal is shown', async () => ((await frame()?.locator('[data-row]').count()) ?? 0) > 0)
    expect(loaded.size).toBeGreaterThan(3)
    expect(await gzippedSizeOf([...loaded])).toBeLessThan(260_000)
    const encodingFor = async (taken: string) => (await fetch([...loaded][0] ?? '', { method: 'HEAD', headers: { 'Accept-Encoding': taken } })).headers.get('content-encoding')
    expect([await encodingFor('gzip, deflate, br'), await encodingFor('identity')]).toEqual(['br', null])
    expect([...loaded].filter((url) => /ReplayPage|FairnessPage|SetupPage|RunPage|ReturnChart/.test(url))).toEqual([])

    const found: string[] = []
    const look = async (name: string): Promise<void> => {
      await until(`${name} is still`, async () => (await frame()?.locator('[aria-busy="true"]').count()) === 0)
      await frame()?.evaluate(axe)
      const violations = (await frame()?.evaluate('axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)')) as Finding[]
      for (const { id, impact, nodes } of violations) {
        if (impact === 'serious' || impact === 'critical') found.push(`${name}: ${id} ${JSON.stringify(nodes.slice(0, 2).map(({ target }) => target))}`)
      }
    }
    for (const section of sections) {
      await openSection(page, section)
      await frame()?.locator('h1').first().waitFor()
      if (section === 'settings') await frame()?.getByTestId('return-told').filter({ hasText: /\d/ }).waitFor()
      await look(section)
    }
    await openSection(page, 'rules')
    await frame()?.getByTestId('rule-edit-0').click()
    await frame()?.getByTestId('rule-editor').waitFor()
    await look('a rule being written')
    await frame()?.getByTestId('to-changes').click()
    await frame()?.getByTestId('changes').waitFor()
    await look('changes')
    await openSection(page, 'journal')
    await frame()?.locator('[data-row]').first().click()
    await frame()?.getByTestId('run-undo').click()
    await frame()?.getByTestId('undo-sure').waitFor()
    await look('undo')
    await frame()?.evaluate("location.hash = '#/setup'")
    await frame()?.locator('h1').first().waitFor()
    await look('the wizard')
    await openSection(page, 'directions')
    await frame()?.locator('[data-testid^="direction-row-"]').first().click()
    await frame()?.getByTestId('question-add').click()
    await look('a direction being changed')
    await page.keyboard.press('Escape')
    const app = appFrame(page)
    await app.getByTestId('direction-save').waitFor({ state: 'hidden' })
    await press(app.getByTestId('nav-people'), () => app.getByTestId('person-more').first().waitFor({ timeout: 8000 }))
    await app.getByTestId('person-more').first().click()
    await frame()?.getByTestId('person-rules').waitFor()
    await look('a person')
    await openSection(page, 'test')
    await frame()?.locator('[data-testid^="test-record-"]').first().click()
    await frame()?.getByTestId('test-result').waitFor()
    await look('the result of a test run')
    await openSection(page, 'replay')
    await frame()?.getByTestId('replay-run').click()
    await frame()?.getByTestId('replay-result').first().waitFor()
    await look('the result of a replay')
    await openLead(page, 1024)
    await openTab(page, tabNames.why[language])
    await appFrame(page).getByTestId('why').waitFor()
    await look('why this manager')
    const stageId = (await administrator.site('leads.board', {})).stages[2]?.id ?? ''
    await page.goto(`${house.portal.url}/crm/lead/automation/${stageId}/`)
    await page.getByTestId('add-robot').click()
    await page.getByTestId('kind-app:distribute-visit').click()
    await appFrame(page).locator('[data-testid^="now-"]').first().waitFor()
    await look('the settings of a robot')
    await page.goto(`${house.portal.url}/crm/lead/automation/${stageId}/`)
    await page.getByTestId('add-robot').click()
    await page.getByTestId('kind-app:assign-visit').click()
    await appFrame(page).getByTestId('setting-departments').selectOption({ index: 2 })
    await appFrame(page).getByTestId('visitors-now').getByText(/\d/).waitFor()
    await look('the settings of "Assign a visit"')
    expect(found).toEqual([])
  })
})
