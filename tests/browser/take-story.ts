/** Walks the whole story on a phone and keeps a picture of each step in `.cache/story`; docs/screenshots/visit-story.gif is made of them. */
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { openHouse, until } from '../house.ts'
import { openBrowser } from './drive.ts'
import { boxes, choosePhotos, keptHere, prepareVisits } from './phone.ts'

const folder = resolve(import.meta.dirname, '../../.cache/story')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const house = await openHouse({ portal: { limits: false, language: 'en' } })
const { administrator, assign } = await prepareVisits(house)
const { leadId, link } = await assign('Kolos Bakery', 'Peter Novak', '1 Garden Street')
const { page, context, close } = await openBrowser({ language: 'en', width: 390, height: 844, phone: true })
let step = 0
const keep = async (of: Page, wait = 700): Promise<void> => {
  await of.waitForTimeout(wait)
  await of.screenshot({ path: join(folder, `${String((step += 1)).padStart(2, '0')}.png`), scale: 'css' })
}

/** An oven and a switchboard, as far as a few rectangles go. */
const drawn = async (wall: string, thing: string, light: string): Promise<Buffer> => {
  const text = await page.evaluate(`(async () => {
    const canvas = new OffscreenCanvas(1200, 900)
    const c = canvas.getContext('2d')
    const fill = (color, ...box) => { c.fillStyle = color; c.fillRect(...box) }
    fill('${wall}', 0, 0, 1200, 900)
    fill('${thing}', 250, 150, 700, 650)
    for (const y of [250, 520]) fill('#222', 330, y, 540, 190)
    for (const y of [290, 560]) fill('${light}', 370, y, 460, 110)
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
    return btoa(String.fromCharCode(...bytes))
  })()`)
  return Buffer.from(String(text), 'base64')
}

await page.goto(`${house.portal.url}/crm/lead/details/${leadId}/`)
await keep(page, 2500)
await page.goto(link)
await boxes(page).first().waitFor()
await keptHere(page)
await keep(page)
await context.setOffline(true)
await boxes(page).nth(0).click()
await boxes(page).nth(1).click()
await keep(page)
await choosePhotos(page, [await drawn('#b9a48c', '#8d9296', '#ef9a4d'), await drawn('#cfd3d0', '#7c8582', '#dfe6e2'), await drawn('#7f989c', '#c9d4d6', '#4c7fb0')])
await page.getByTestId('visit-comment').fill('The second oven goes to the window.')
await page.getByTestId('visit-comment').scrollIntoViewIfNeeded()
await keep(page)
await page.getByTestId('visit-submit').click()
await page.getByTestId('visit-waiting').waitFor()
await keep(page)
await context.setOffline(false)
await page.getByTestId('visit-result').waitFor()
await until('both managers are shown', async () => (await page.locator('[data-testid^="team-"]').count()) === 2)
await keep(page)
await until('the photos are attached', async () => (await administrator.site('lead.show', { id: leadId })).timeline.some(({ files }) => files.length === 3))
await page.goto(`${house.portal.url}/crm/lead/details/${leadId}/`)
await page.getByText('Timeline').first().click()
await keep(page, 2000)
const { tasks, deals } = await administrator.site('lead.show', { id: leadId })
await page.goto(`${house.portal.url}/crm/deal/details/${deals[0]?.id ?? 0}/`)
await keep(page, 2000)
const task = tasks.find(({ checklist }) => checklist.length > 0)
await page.goto(`${house.portal.url}/company/personal/user/${task?.responsible.id ?? 0}/tasks/task/view/${task?.id ?? 0}/`)
await keep(page, 2000)
await close()
await house.close()
console.log('convert -delay 220 -loop 0 .cache/story/*.png -resize 300x -colors 96 -layers optimize docs/screenshots/visit-story.gif')
