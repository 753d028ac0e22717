/** The visit page for everybody: axe finds nothing serious in any of its states, the keyboard is enough, and twice as large text cuts nothing. */
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openHouse, type House } from '../house.ts'
import { chromiumPath, openBrowser, type Driven } from './drive.ts'
import { boxes, cameraPhoto, choosePhotos, keptHere, prepareVisits, type Visits } from './phone.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let house: House
let visits: Visits
let phone: Driven
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  visits = await prepareVisits(house)
  phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
})
afterAll(async () => {
  await phone.close()
  await house.close()
})

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}
/** The page's policy allows no script but its own: axe is put in through the developer tools, past it. */
async function serious(page: Page): Promise<string[]> {
  const { readFileSync } = await import('node:fs')
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  const violations: Violation[] = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`)
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
/** What reaches beyond the screen. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('#app *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120))`)

describe.skipIf(!chromiumPath)('the visit page', () => {
  it.each(['light', 'dark'] as const)('has nothing serious for axe in any of its states, %s, nor is anything cut at twice the size of text', async (colorScheme) => {
    const { page, context } = phone
    await page.emulateMedia({ colorScheme })
    const { link } = await visits.assign('Пекарня «Колос» на Большой Садовой')
    const look = async (state: string): Promise<void> => {
      expect(await serious(page), state).toEqual([])
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`)
      expect(await tooWide(page), `${state} at 200 %`).toEqual([])
      await page.evaluate(`document.documentElement.style.fontSize = ''`)
    }
    await page.goto(link)
    await boxes(page).first().waitFor()
    await keptHere(page)
    await look('to be filled in')
    await page.getByTestId('visit-submit').click()
    await look('a direction is missing')
    await boxes(page).first().click()
    await choosePhotos(page, [await cameraPhoto(page, 640, 480, 1)])
    await page.getByTestId('photo').first().click()
    await page.getByTestId('mark-place').click()
    await page.getByTestId('place-text').waitFor()
    await look('with a photo opened and a place by hand')
    await page.getByTestId('visit-not-taken').click()
    await page.getByTestId('no-date').click()
    await look('it did not take place')
    await page.getByRole('button', { name: 'Назад к отчёту' }).click()
    await context.setOffline(true)
    await page.getByTestId('visit-submit').click()
    await page.getByTestId('visit-waiting').waitFor()
    await look('waiting for a network')
    await page.goto(new URL('/visit/mine', link).href)
    await page.getByTestId('mine').waitFor()
    await look('my visits')
    await context.setOffline(false)
    await page.goto(link)
    await page.getByTestId('visit-result').waitFor()
    await look('delivered')
    await page.goto(`${link}x`)
    await page.getByTestId('link-incomplete').waitFor()
    await look('a broken link')
    const { administrator } = visits
    await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), linkCode: true })
    const forwarded = (await visits.assign('Пекарня на другом телефоне')).link
    await fetch(`${house.appUrl}/api/visit.open`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token: forwarded.split('/').at(-1), language: 'ru', device: 'x'.repeat(26) }) })
    await page.goto(forwarded)
    await page.getByTestId('code-send').click()
    await page.getByLabel('Код из шести цифр').waitFor()
    await look('a code is asked for')
    await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), linkCode: false })
  })

  it('is filled in and sent by the keyboard alone', async () => {
    const { page } = phone
    const { link } = await visits.assign('Без мыши')
    await page.goto(link)
    await boxes(page).first().waitFor()
    await boxes(page).first().focus()
    await page.keyboard.press('Space')
    await page.getByTestId('visit-comment').focus()
    await page.keyboard.type('Набрано с клавиатуры')
    // From there to the button by Tab alone.
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab')
      if (await page.getByTestId('visit-submit').evaluate((button) => button === button.ownerDocument.activeElement)) break
    }
    await page.keyboard.press('Enter')
    await page.getByTestId('visit-result').waitFor()
  })

  it('speaks Polish to a phone that does', async () => {
    const polish = await openBrowser({ language: 'pl', width: 390, height: 844, phone: true })
    try {
      await polish.page.goto(`${house.appUrl}/visit/mine`)
      await polish.page.getByRole('heading', { name: 'Moje wizyty' }).waitFor()
      expect(await polish.page.evaluate('document.documentElement.lang')).toBe('pl')
      await polish.page.goto(`${house.appUrl}/visit/cut`)
      await polish.page.getByRole('heading', { name: 'Link jest niepełny' }).waitFor()
      expect(await serious(polish.page)).toEqual([])
    } finally {
      await polish.close()
    }
  })
})
