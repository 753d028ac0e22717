/** `npm run screenshots:panel`: a picture of every page of the app itself, in every language, wide and narrow, light and dark, into a folder that is not committed. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House } from '../house.ts'
import { plant } from '../past.ts'
import { actAs, appFrame, goTo, openBrowser, openLead, openPanel, openSection, openTab, tabNames, type Look } from './drive.ts'

const folder = resolve(import.meta.dirname, '../../screenshots')
const leadId = 1024
type Language = 'ru' | 'en' | 'pl'
const [languages = 'ru,en,pl', only = ''] = process.argv.slice(2)

/** The practice portal itself speaks two languages. */
const ofPortal = (language: Language): 'ru' | 'en' => (language === 'ru' ? 'ru' : 'en')

interface Furnished {
  readonly house: House
  readonly dealId: number
  readonly manager: number
  readonly stageId: string
  readonly freshLead: number
}

/** A portal with a past, a present and a finished self-test. */
async function furnished(language: Language): Promise<Furnished> {
  const house = await openHouse({ portal: { language: ofPortal(language) } })
  const administrator = house.as(1)
  await install(administrator)
  const directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id as never)
  const draft = { policy: 'least_loaded', skipAbsent: true, skipClockedOut: false, headsTakePart: true, onePersonManyDirections: true } as const
  await administrator.app('shadow.start', { draft, weeks: 2 })
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(leadId), directionIds, comment: '' })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  plant(house, 40, (eligible, number) => eligible[(number * 7) % eligible.length] ?? (0 as never))
  await administrator.app('selftest.start', {})
  await until('the self-test is over', async () => ((await administrator.app('selftest.show', {})).test?.finishedAt ?? null) !== null)
  const choice = { policy: 'in_turn' as const, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null }
  const conditions = [{ field: 'SOURCE_ID', label: { ru: 'Источник', en: 'Source', pl: 'Źródło' }[language], test: 'is' as const, values: ['CALL'], names: [{ ru: 'Звонок', en: 'Call', pl: 'Telefon' }[language]] }]
  await administrator.app('rules.save', { version: 0, rules: [{ id: 'rul_aaaaaaaaaa', name: { ru: 'Звонки', en: 'Calls', pl: 'Telefony' }[language], on: true, conditions, choice }] })
  const { stages, leads } = await administrator.site('leads.board', {})
  const [distribution] = (await administrator.app('why.show', { document: lead(leadId) })).distributions
  const direction = distribution?.directions[0]
  return { house, dealId: direction?.deal?.id ?? 0, manager: direction?.picked ?? 0, stageId: stages[2]?.id ?? '', freshLead: leads.find(({ id }) => id !== leadId)?.id ?? 0 }
}

type Seen = Look & { readonly language: Language }
const inPanel = ['journal', 'directions', 'rules', 'people', 'test', 'fairness', 'replay', 'settings', 'installation'] as const

/** The panel in a browser of that look, and what takes a picture there. */
async function opened(house: House, look: Seen) {
  const { page, context, close } = await openBrowser(look)
  const { language } = look
  // As a portal names the language of whoever looks.
  if (language === 'pl') await context.route('**/app/**', (route) => route.continue({ url: route.request().url().replace(/LANG=\w+/, 'LANG=pl') }))
  const keep = async (name: string): Promise<void> => {
    if (only === '' || name.includes(only)) await picture(page, look, `${name}-${language}-${look.width ?? 1280}${look.dark ? '-dark' : ''}`)
  }
  await page.goto(`${house.portal.url}/`)
  await openPanel(page)
  return { page, app: appFrame(page), keep, close, language }
}

/** Every section as it is before anything was set up. */
async function beginning(house: House, look: Seen): Promise<void> {
  const { page, app, keep, close } = await opened(house, look)
  await app.locator('h1').first().waitFor()
  await keep('new-setup')
  for (const section of inPanel) {
    await openSection(page, section)
    await app.locator('h1').first().waitFor()
    await keep(`new-${section}`)
  }
  await page.frames().find((one) => one.url().startsWith(house.appUrl))?.evaluate("location.hash = '#/changes'")
  await app.locator('h1').first().waitFor()
  await keep('new-changes')
  await close()
}

/** Nearly always the first of the list. */
async function unevenPast(house: House): Promise<void> {
  const administrator = house.as(1)
  const directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id as never)
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(leadId), directionIds, comment: '' })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  plant(house, 60, (eligible, number) => (number % 8 === 0 ? eligible.at(-1) : eligible[0]) ?? (0 as never))
}
async function uneven(house: House, look: Seen): Promise<void> {
  const { page, app, keep, close } = await opened(house, look)
  await openSection(page, 'fairness')
  await app.getByTestId('fairness-verdict').waitFor()
  await keep('uneven-fairness')
  await close()
}

async function pictures({ house, ...shown }: Furnished, look: Seen): Promise<void> {
  const { page, app, keep, close, language } = await opened(house, look)
  for (const section of inPanel) {
    await openSection(page, section)
    await app.locator('h1').first().waitFor()
    if (section === 'replay') await app.getByTestId('shadow-state').waitFor()
    await keep(section)
  }
  await openSection(page, 'directions')
  await app.locator('[data-testid^="direction-row-"]').first().click()
  await app.getByTestId('question-add').click()
  await app.getByTestId('direction-now').locator('li').first().waitFor()
  await keep('direction-edit')
  await page.keyboard.press('Escape')
  await app.getByTestId('direction-save').waitFor({ state: 'hidden' })
  await openSection(page, 'rules')
  await app.getByTestId('rule-edit-0').click()
  await app.getByTestId('rule-editor').waitFor()
  await keep('rule-edit')
  await openSection(page, 'people')
  await app.getByTestId('person-more').first().click()
  await app.getByTestId('person-rules').waitFor()
  await keep('person')
  await openSection(page, 'test')
  await app.locator('[data-testid^="test-record-"]').first().click()
  await app.getByTestId('test-result').waitFor()
  await keep('test-result')
  await openSection(page, 'replay')
  await app.getByTestId('replay-run').click()
  await app.getByTestId('replay-result').first().waitFor()
  await keep('replay-result')
  await openSection(page, 'journal')
  await app.locator('[data-row]').nth(1).click()
  await app.getByTestId('main-manager').waitFor()
  await keep('run')
  await app.getByTestId('run-undo').click()
  await app.getByTestId('undo-sure').waitFor()
  await keep('undo')
  for (const section of ['setup', 'changes']) {
    await page.frames().find((one) => one.url().startsWith(house.appUrl))?.evaluate(`location.hash = '#/${section}'`)
    await app.locator('h1').first().waitFor()
    await keep(section)
  }
  await openLead(page, leadId)
  await openTab(page, tabNames.why[ofPortal(language)])
  await app.getByTestId('why').waitFor()
  await keep('why-lead')
  await goTo(page, 'deals')
  await page.getByTestId(`deal-${shown.dealId}`).first().click()
  await actAs(page, shown.manager)
  await openTab(page, tabNames.why[ofPortal(language)])
  await app.getByTestId('why').waitFor()
  await keep('why-manager')
  await openPanel(page)
  await app.getByTestId('my-numbers').waitFor()
  await keep('my-numbers')
  await actAs(page, 1)
  await page.goto(`${house.portal.url}/crm/lead/automation/${shown.stageId}/`)
  await page.getByTestId('add-robot').click()
  await page.getByTestId('kind-app:distribute-visit').click()
  await app.locator('[data-testid^="now-"]').first().waitFor()
  await keep('robot')
  await page.goto(`${house.portal.url}/crm/lead/automation/${shown.stageId}/`)
  await page.getByTestId('add-robot').click()
  await page.getByTestId('kind-app:assign-visit').click()
  await app.getByTestId('setting-departments').selectOption({ index: 2 })
  await app.getByTestId('visitors-now').getByText(/\d/).waitFor()
  await keep('robot-visit')
  if (language !== 'pl') {
    await page.goto(`${house.portal.url}/crm/lead/details/${shown.freshLead}/`)
    await openTab(page, tabNames.visit[language])
    await app.getByTestId('visit-submit').waitFor()
    await keep('visit')
  }
  await close()
}

/** The window as tall as the page: a full-page capture leaves frames of other sites unpainted below the fold. */
async function picture(page: Page, { width = 1280, height = 800 }: Look, name: string): Promise<void> {
  await settle(page)
  const wanted = Number(await page.evaluate('document.documentElement.scrollHeight'))
  await page.setViewportSize({ width, height: Math.min(Math.max(wanted, height), 4000) })
  await settle(page)
  await page.screenshot({ path: `${folder}/${name}.png` })
  await page.setViewportSize({ width, height })
}

/** Fonts and pictures are there, and nothing moves any more. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined)
  await page.waitForTimeout(300)
}

const looks: Omit<Look, 'language'>[] = [{ width: 1280 }, { width: 390, height: 844 }, { width: 1280, dark: true }, { width: 390, height: 844, dark: true }]
async function inEveryLook(what: string, language: Language, take: (look: Seen) => Promise<void>): Promise<void> {
  for (const look of looks) {
    await take({ language, ...look })
    console.log(`${what} ${language} ${look.width}${look.dark ? ' dark' : ''}`)
  }
}

mkdirSync(folder, { recursive: true })
const beginnings = /^(new|uneven)/.test(only)
for (const language of languages.split(',') as Language[]) {
  if (only === '' || !beginnings) {
    const portal = await furnished(language)
    await inEveryLook('all', language, (look) => pictures(portal, look))
    await portal.house.close()
  }
  if (only === '' || beginnings) {
    const house = await openHouse({ portal: { language: ofPortal(language) } })
    await install(house.as(1))
    await inEveryLook('new', language, (look) => beginning(house, look))
    await unevenPast(house)
    await inEveryLook('uneven', language, (look) => uneven(house, look))
    await house.close()
  }
}
