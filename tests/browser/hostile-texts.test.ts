/** Every text that people and portals write, as an attack on whoever reads it: shown as it was written, run by nobody. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { State } from '../../scripts/portal/state/state.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House } from '../house.ts'
import { plant } from '../past.ts'
import { actAs, appFrame, chromiumPath, goTo, openBrowser, openPanel, openSection, openTab, tabNames, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 120_000 })

let house: House
let browser: Driven
afterEach(async () => {
  await browser?.close()
  await house?.close()
})

/** Breaks out of an attribute, a text, a script's text, a template, a link. */
const hostile = (name: string): string => `${name}"'><img src=x onerror=alert(1)><svg/onload=alert(2)></script><script>alert(3)</script>{{constructor.constructor('alert(4)')()}}[URL=javascript:alert(5)]x[/URL]`

const grow = (state: State): void => {
  for (const person of state.people) person.position = hostile(person.position)
  for (const id of [4, 5, 6, 9, 16]) {
    const person = state.people.find((one) => one.id === id)
    if (person) person.lastName = hostile(person.lastName)
  }
  for (const department of state.departments.filter(({ id }) => id > 1)) department.name = hostile(department.name)
  for (const pipeline of state.pipelines) pipeline.name = hostile(pipeline.name)
  for (const stage of state.stages) stage.name = hostile(stage.name)
}

describe.skipIf(!chromiumPath)('hostile texts', () => {
  it('are read in every page of panel, report, record, link and portal, and never run', async () => {
    house = await openHouse({ portal: { grow } })
    const administrator = house.as(1)
    await install(administrator)
    const directions = await acceptSuggestions(administrator)
    expect(directions.length).toBeGreaterThan(2)
    for (const direction of directions.slice(0, 3)) await administrator.app('directions.save', { ...direction, name: hostile('Линия').slice(0, 100) })
    const draft = { policy: 'in_turn', skipAbsent: true, skipClockedOut: false, headsTakePart: true, onePersonManyDirections: true } as const
    await administrator.app('shadow.start', { draft, weeks: 1 })
    const short = (name: string): string => hostile(name).slice(0, 50)
    const conditions = [{ field: 'SOURCE_ID', label: short('Источник'), test: 'is' as const, values: ['CALL'], names: [short('Звонок')] }]
    const choice = { policy: 'in_turn' as const, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null }
    await administrator.app('rules.save', { version: 0, rules: [{ id: 'rul_aaaaaaaaaa', name: short('Правило'), on: true, conditions, choice }] })
    const text = hostile('Клиент')
    const { id } = await administrator.site('lead.add', { title: text, contactName: text, companyTitle: text, phone: '+7 900 000-00-01', email: '', address: text })
    const reportId = newReportId() as never
    await administrator.app('visit.submit', { reportId, document: lead(id), directionIds: directions.slice(0, 3).map((one) => one.id), comment: text })
    await until('the visit is distributed', async () => ['done', 'failed'].includes((await administrator.app('visit.result', { reportId })).state))
    const { distribution } = await administrator.app('visit.result', { reportId })
    expect(distribution?.directions.filter(({ deal }) => deal !== null).length).toBeGreaterThan(0)
    const stageId = (await administrator.site('leads.board', {})).stages[1]?.id ?? ''
    await administrator.site('stage.save', { stageId, robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }] })
    await administrator.site('lead.move', { id, stageId })
    plant(house, 12, (eligible, number) => eligible[number % eligible.length] ?? (0 as never))
    let link = ''
    await until('the link is there', async () => {
      const { tasks } = await administrator.site('lead.show', { id })
      link = tasks.map(({ description }) => /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec(description)?.[1] ?? '').find((one) => one !== '') ?? ''
      return link !== ''
    })

    browser = await openBrowser({ language: 'ru' })
    const { page } = browser
    const alarms: string[] = []
    page.on('dialog', (dialog) => {
      alarms.push(`${page.url()}: ${dialog.message()}`)
      void dialog.dismiss()
    })
    /** The words are there, as words. */
    const reads = (within: { innerText(): Promise<string> }) => expect.poll(() => within.innerText()).toContain('<img src=x onerror=alert(1)>')
    const app = appFrame(page)

    await page.goto(`${house.portal.url}/crm/lead/details/${id}/`)
    await reads(page.locator('main'))
    await openTab(page, tabNames.visit.ru)
    await reads(app.locator('body'))
    await openTab(page, tabNames.why.ru)
    await app.getByTestId('why').waitFor()
    await reads(app.locator('body'))
    await page.goto(`${house.portal.url}/crm/deal/details/${distribution?.directions.find(({ deal }) => deal !== null)?.deal?.id ?? 0}/`)
    await reads(page.locator('main'))
    for (const section of ['leads', 'deals', 'tasks', 'notifications', 'company', 'inspector']) {
      await goTo(page, section)
      await page.waitForLoadState('networkidle')
    }
    await actAs(page, distribution?.mainManager?.id ?? 0)
    await goTo(page, 'tasks')
    await reads(page.locator('main'))
    await actAs(page, 1)
    await openPanel(page)
    await openSection(page, 'journal')
    await app.getByTestId(`run-${distribution?.runId ?? ''}`).click()
    await app.getByTestId('main-manager').waitFor()
    await reads(app.locator('body'))
    await openSection(page, 'directions')
    const row = app.locator('[data-testid^="direction-row-"]').first()
    await row.waitFor()
    await reads(app.locator('body'))
    await row.click()
    await app.getByTestId('direction-save').waitFor()
    await page.keyboard.press('Escape')
    for (const section of ['rules', 'people', 'fairness', 'replay', 'settings', 'installation', 'test'] as const) {
      await openSection(page, section)
      await app.locator('h1').first().waitFor()
      if (section === 'replay') await app.getByTestId('shadow-state').waitFor()
      if (section !== 'settings' && section !== 'installation') await reads(app.locator('body'))
    }
    await app.locator('[data-testid^="test-record-"]').first().click()
    await app.getByTestId('test-result').waitFor()
    await openSection(page, 'replay')
    await app.getByTestId('replay-run').click()
    await app.getByTestId('replay-result').first().waitFor()
    await reads(app.getByTestId('replay-result').first())
    for (const section of ['setup', 'changes']) {
      await page.frames().find((one) => one.url().startsWith(house.appUrl))?.evaluate(`location.hash = '#/${section}'`)
      if (section === 'changes') await reads(app.locator('body'))
      else await app.getByTestId('setup').waitFor()
    }
    await actAs(page, distribution?.directions.find(({ picked }) => picked !== null)?.picked ?? 0)
    await openPanel(page)
    await app.getByTestId('my-numbers').waitFor()
    await reads(app.locator('body'))
    await actAs(page, 1)
    for (const [robot, ready] of [['distribute-visit', '[data-testid^="now-"]'], ['assign-visit', '[data-testid="setting-departments"]']] as const) {
      await page.goto(`${house.portal.url}/crm/lead/automation/${stageId}/`)
      await page.getByTestId('add-robot').click()
      await page.getByTestId(`kind-app:${robot}`).click()
      await app.locator(ready).first().waitFor()
      // Names to choose from are in a list that shows one of them.
      await expect.poll(() => app.locator('body').evaluate((body) => (body as unknown as { textContent: string }).textContent)).toContain('<img src=x onerror=alert(1)>')
    }
    await page.goto(link)
    await reads(page.locator('body'))

    expect(alarms).toEqual([])
    // A policy of ours that had to step in would be a hole elsewhere.
    expect(browser.complaints.filter((one) => /Content Security Policy/.test(one))).toEqual([])
  })
})
