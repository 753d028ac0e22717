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
}

/** A portal with a past, a present and a finished self-test. */
async function furnished(language: Language): Promise<Furnished> {
  const house = await openHouse({ portal: { language: ofPortal(language) } })
  const administrator = house.as(1)
  await install(administrator)
  const directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id as never)
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(leadId), directionIds, comment: '' })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  plant(house, 40, (eligible, number) => eligible[(number * 7) % eligible.length] ?? (0 as never))
  await administrator.app('selftest.start', {})
  await until('the self-test is over', async () => ((await administrator.app('selftest.show', {})).test?.finishedAt ?? null) !== null)
  const [distribution] = (await administrator.app('why.show', { document: lead(leadId) })).distributions
  const direction = distribution?.directions[0]
  return { house, dealId: direction?.deal?.id ?? 0, manager: direction?.picked ?? 0 }
}

async function pictures({ house, ...shown }: Furnished, look: Look & { readonly language: Language }): Promise<void> {
  const { page, context, close } = await openBrowser(look)
  const { language } = look
  // As a portal names the language of whoever looks.
  if (language === 'pl') await context.route('**/app/**', (route) => route.continue({ url: route.request().url().replace(/LANG=\w+/, 'LANG=pl') }))
  const keep = async (name: string): Promise<void> => {
    if (only === '' || name.includes(only)) await picture(page, look, `${name}-${language}-${look.width ?? 1280}${look.dark ? '-dark' : ''}`)
  }
  const app = appFrame(page)
  await page.goto(`${house.portal.url}/`)
  await openPanel(page)
  for (const section of ['journal', 'directions', 'rules', 'people', 'test', 'fairness', 'replay', 'installation'] as const) {
    await openSection(page, section)
    await app.locator('h1').first().waitFor()
    await keep(section)
  }
  await openSection(page, 'journal')
  await app.locator('[data-row]').nth(1).click()
  await app.getByTestId('main-manager').waitFor()
  await keep('run')
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

mkdirSync(folder, { recursive: true })
for (const language of languages.split(',') as Language[]) {
  const portal = await furnished(language)
  for (const look of [{ width: 1280 }, { width: 390, height: 844 }, { width: 1280, dark: true }, { width: 390, height: 844, dark: true }]) {
    await pictures(portal, { language, ...look })
    console.log(`${language} ${look.width}${look.dark ? ' dark' : ''}`)
  }
  await portal.house.close()
}
