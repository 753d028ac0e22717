/** `npm run screenshots`: walks through the story and keeps a picture of every page in docs/screenshots; both languages, wide and narrow, light and dark. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { openHouse } from '../house.ts'
import { acceptSuggestedDirections, actAs, appFrame, goTo, installInBrowser, openBrowser, openLead, openSection, openTab, sendReport, tabNames, type Look } from './drive.ts'

const folder = resolve(import.meta.dirname, '../../docs/screenshots')
mkdirSync(folder, { recursive: true })

const leadId = 1024

type Language = 'ru' | 'en'

/** Pictures of everything that is there after a distribution, in one look. */
async function pictures(url: string, look: Look & { readonly language: Language }, story: Story): Promise<void> {
  const { page, close } = await openBrowser(look)
  const { language } = look
  const keep = (name: string) => picture(page, look, `${name}-${language}-${look.width ?? 1280}${look.dark ? '-dark' : ''}`)
  await page.goto(`${url}/`)
  await keep('portal-start')
  await goTo(page, 'leads')
  await keep('portal-leads')
  await openLead(page, leadId)
  await keep('portal-lead')
  await openTab(page, tabNames.visit[language])
  await appFrame(page).getByTestId('visit-comment').or(appFrame(page).getByTestId('visit-again')).first().waitFor()
  await keep('visit-reported')
  await openTab(page, tabNames.why[language])
  await appFrame(page).getByTestId('why').waitFor()
  await keep('why-lead')
  await goTo(page, 'deals')
  await keep('portal-deals')
  await page.getByTestId(`deal-${story.dealId}`).first().click()
  await actAs(page, story.manager)
  await openTab(page, tabNames.why[language])
  await appFrame(page).getByTestId('why').waitFor()
  await keep('why')
  await goTo(page, 'tasks')
  await actAs(page, story.mainManager)
  await keep('portal-tasks')
  await goTo(page, 'notifications')
  await keep('portal-notifications')
  await actAs(page, 1)
  await goTo(page, 'company')
  await keep('portal-company')
  await page.goto(`${url}/crm/lead/automation/${story.stageId}/`)
  await keep('portal-stage-robots')
  await goTo(page, 'inspector')
  await keep('portal-inspector')
  await goTo(page, 'market')
  await keep('portal-market')
  await page.getByTestId('open-app').click()
  const app = appFrame(page)
  await openSection(page, 'journal')
  await app.getByTestId(`run-${story.runId}`).waitFor()
  await keep('journal')
  await app.getByTestId(`run-${story.runId}`).click()
  await app.getByTestId('main-manager').waitFor()
  await keep('run')
  await openSection(page, 'directions')
  const row = app.locator('[data-testid^="direction-row-"]').nth(1)
  await row.waitFor()
  await keep('directions')
  await row.click()
  await app.getByTestId('direction-now').locator('li').first().waitFor()
  await keep('direction-edit')
  await page.keyboard.press('Escape')
  for (const section of ['rules', 'people', 'settings'] as const) {
    await openSection(page, section)
    await app.locator('h1').first().waitFor()
    await keep(section)
  }
  await openSection(page, 'installation')
  await app.getByTestId('installation-verdict').waitFor()
  await keep('installation')
  await close()
}

interface Story {
  readonly runId: string
  readonly stageId: string
  readonly dealId: number
  readonly manager: number
  readonly mainManager: number
}

/** The window as tall as the page: a full-page capture leaves frames of other sites unpainted below the fold. */
async function picture(page: Page, { width = 1280, height = 800 }: Look, name: string): Promise<void> {
  await settle(page)
  const wanted = Number(await page.evaluate('document.documentElement.scrollHeight'))
  await page.setViewportSize({ width, height: Math.min(Math.max(wanted, height), 3000) })
  await settle(page)
  await page.screenshot({ path: `${folder}/${name}.png` })
  await page.setViewportSize({ width, height })
}

/** Fonts and pictures are there, and nothing moves any more. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined)
  await page.waitForTimeout(400)
}

async function firstSteps(url: string, language: Language): Promise<void> {
  const { page, close } = await openBrowser({ language })
  const keep = (name: string) => picture(page, { language }, `${name}-${language}-1280`)
  await page.goto(`${url}/`)
  await keep('portal-welcome')
  await installInBrowser(page)
  await openSection(page, 'directions')
  await appFrame(page).getByTestId('suggest-accept').waitFor()
  await keep('directions-suggested')
  await acceptSuggestedDirections(page)
  await actAs(page, 2)
  await openLead(page, leadId)
  await openTab(page, tabNames.visit[language])
  const boxes = appFrame(page).locator('[data-testid^="direction-dir_"]')
  await boxes.first().waitFor()
  for (const index of [0, 1, 2]) await boxes.nth(index).click()
  const comment = language === 'ru' ? 'Вторая печь встанет у окна. Щит почти полон, вытяжку ведём через крышу пристройки. Монтаж только ночью.' : 'The second oven goes by the window. The switchboard is nearly full, the hood goes out through the annexe roof. Fitting at night only.'
  await appFrame(page).getByTestId('visit-comment').fill(comment)
  await keep('visit')
  for (const index of [0, 1, 2]) await boxes.nth(index).click()
  await sendReport(page, 3, comment)
  await appFrame(page).locator('[data-testid^="team-"]').nth(2).waitFor()
  await keep('visit-sent')
  await close()
}

const languages = (process.argv[2] ?? 'en,ru').split(',') as Language[]
for (const language of languages) {
  const house = await openHouse({ portal: { language } })
  await firstSteps(house.portal.url, language)
  const administrator = house.as(1)
  const { stages } = await administrator.site('leads.board', {})
  const stageId = stages[2]?.id ?? ''
  const robots = [
    { id: 'r1', kind: 'app:distribute-visit', values: { skip_absent: 'Y', skip_clocked_out: 'Y' }, afterPrevious: false, timeoutSeconds: 7200, wait: true, actAs: null },
  ]
  await administrator.site('stage.save', { stageId, robots })
  const { distributions } = await administrator.app('why.show', { document: { kind: 'lead', id: leadId } })
  const [distribution] = distributions
  const direction = distribution?.directions.find(({ picked }) => picked === distribution.mainManager?.id) ?? distribution?.directions[0]
  const story: Story = {
    runId: distribution?.runId ?? '',
    stageId,
    dealId: direction?.deal?.id ?? 0,
    manager: direction?.picked ?? 0,
    mainManager: distribution?.mainManager?.id ?? 0,
  }
  // The dark ones once: words are the same as in the light ones.
  const dark: Omit<Look, 'language'>[] = language === 'ru' ? [{ width: 1280, dark: true }, { width: 390, height: 844, dark: true }] : []
  const looks: Omit<Look, 'language'>[] = [{ width: 1280 }, { width: 390, height: 844 }, ...dark]
  for (const look of looks) {
    await pictures(house.portal.url, { language, ...look }, story)
    console.log(`${language} ${look.width}${look.dark ? ' dark' : ''}`)
  }
  await house.close()
}
