/** Drives a real Chromium through the local portal's site as a person does: by what they see and press. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type FrameLocator, type Locator, type Page } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.mjs'

export const chromiumPath = findChromium()

export interface Look {
  readonly language: 'ru' | 'en' | 'pl'
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
  /** As browsers do by default more and more: a frame of another site gets no cookies and no storage. */
  readonly blockThirdPartyCookies?: boolean
  /** With fingers, and a screen of more pixels than points. */
  readonly phone?: boolean
  /** A folder that outlives the browser, where a story closes it and opens it again; whoever made it removes it. */
  readonly profile?: string
}

export interface Driven {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained of, for a story to find empty. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser({ language, width = 1280, height = 800, dark = false, blockThirdPartyCookies = false, phone = false, profile: given }: Look): Promise<Driven> {
  const profile = given ?? mkdtempSync(join(tmpdir(), 'fairlead-browser-'))
  // Said both ways: newer browsers block by themselves.
  mkdirSync(join(profile, 'Default'), { recursive: true })
  const cookies = { cookie_controls_mode: blockThirdPartyCookies ? 1 : 0, block_third_party_cookies: blockThirdPartyCookies }
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: cookies }))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath ?? '',
    args: switches,
    viewport: { width, height },
    ...(phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
    locale: { ru: 'ru-RU', en: 'en-US', pl: 'pl-PL' }[language],
    colorScheme: dark ? 'dark' : 'light',
    timezoneId: 'Europe/Moscow',
  })
  context.setDefaultTimeout(30_000)
  const page = context.pages()[0] ?? (await context.newPage())
  const complaints: string[] = []
  page.on('console', (message) => {
    // Answers that failed are listed below with their address.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return {
    context,
    page,
    complaints,
    async close() {
      await context.close()
      if (given === undefined) rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** The application's page inside the portal's. */
export const appFrame = (page: Page): FrameLocator => page.frameLocator('iframe[data-testid="app-frame"]:visible')

/** On a narrow screen the navigation is behind a button. */
export async function goTo(page: Page, name: string): Promise<void> {
  const menu = page.getByTestId('nav-menu')
  if (await menu.isVisible()) await menu.click()
  await page.getByTestId(`nav-${name}`).click()
}

export async function actAs(page: Page, userId: number): Promise<void> {
  await page.getByTestId('act-as').click()
  await page.getByTestId(`act-as-${userId}`).first().click()
}

/** By the name as it is shown elsewhere: what a person types into the menu's search. */
export async function actAsNamed(page: Page, name: string): Promise<void> {
  await page.getByTestId('act-as').click()
  await page.locator('input[type="search"]').last().fill(name)
  await page.locator('[data-testid^="act-as-"]').first().click()
  await page.getByTestId('act-as').filter({ hasText: name }).waitFor()
}

/** The portal's frame grows and shrinks with its page a moment later, and what stands below moves: a person who missed presses again. */
export async function press(button: Locator, then: () => Promise<unknown>): Promise<void> {
  let last: unknown
  for (let attempt = 0; attempt < 5; attempt++) {
    // What an earlier press opened late lies over the button by now: that press was no miss, so a click that is stopped is not the end.
    await button.click({ timeout: 5000 }).catch((error: unknown) => (last = error))
    if (await then().then(() => true, () => false)) return
  }
  throw new Error('pressed five times and nothing came of it', { cause: last })
}

/** The installed application's main page, from the market's. */
export async function openPanel(page: Page): Promise<void> {
  await goTo(page, 'market')
  await page.getByTestId('open-app').click()
}

/** A section of the application's panel; on a narrow screen its navigation is behind a button as well. */
export async function openSection(page: Page, name: 'journal' | 'directions' | 'rules' | 'people' | 'test' | 'fairness' | 'replay' | 'settings' | 'installation'): Promise<void> {
  const app = appFrame(page)
  const tab = app.getByTestId(`nav-${name}`)
  await tab.waitFor({ state: 'attached' })
  if (!(await tab.isVisible())) await app.locator('[aria-controls="sections"]').click()
  await tab.click()
}

/** From the market to the panel: the installing page leads on by itself. */
export async function installInBrowser(page: Page): Promise<void> {
  await goTo(page, 'market')
  await page.getByTestId('install').first().click()
  await appFrame(page).getByTestId('nav-journal').waitFor()
}

export async function acceptSuggestedDirections(page: Page): Promise<void> {
  const app = appFrame(page)
  await openSection(page, 'directions')
  const rows = app.locator('[data-testid^="direction-row-"]')
  await press(app.getByTestId('suggest-accept'), () => rows.first().waitFor({ timeout: 8000 }))
}

export const tabNames = {
  visit: { ru: 'Отчёт о визите', en: 'Visit report' },
  why: { ru: 'Почему этот менеджер', en: 'Why this manager' },
}

export async function openLead(page: Page, leadId: number): Promise<void> {
  await goTo(page, 'leads')
  await page.getByTestId(`lead-${leadId}`).first().click()
}

export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click()
}

/** Ticks the first directions, comments, sends, and waits for the page that follows; in the portal's frame or behind the personal link. */
export async function sendReport(page: Page, count: number, comment: string, within: Page | FrameLocator = appFrame(page)): Promise<void> {
  const boxes = within.locator('[data-testid^="direction-dir_"]')
  await boxes.first().waitFor()
  for (let index = 0; index < count; index++) await boxes.nth(index).click()
  await within.getByTestId('visit-comment').fill(comment)
  await within.getByTestId('visit-submit').click()
  await within.getByTestId('visit-result').waitFor()
}
