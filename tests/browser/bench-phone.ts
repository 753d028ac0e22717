/** `npm run bench:phone`: the visit page's first and second load on a slow phone, and what twelve large photos cost; figures, no verdict. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { openHouse, until } from '../house.ts'
import { openBrowser, type Driven } from './drive.ts'
import { megabyte, watchMemory } from './page-memory.ts'
import { boxes, cameraPhoto, choosePhotos, keptHere, prepareVisits } from './phone.ts'

/** What Chromium's developer tools call so; and the network of that name before their delays were multiplied. */
const networks = {
  'Slow 3G of the developer tools (2000 ms, 400 kbit/s)': { latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 },
  '3G of 400 ms, 400 kbit/s': { latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 },
} as const

const house = await openHouse({ portal: { limits: false } })
const visits = await prepareVisits(house)
const say = (what: string, figure: string): void => console.log(`${what.padEnd(76)} ${figure}`)

const newPhone = async (): Promise<{ phone: Driven; page: Page; cdp: CDPSession }> => {
  const phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
  return { phone, page: phone.page, cdp: await phone.context.newCDPSession(phone.page) }
}
const comment = 'Ворота с севера'
/** From pressing the link, in milliseconds. */
async function pressed(page: Page, link: string, then: () => Promise<void>): Promise<string> {
  const begun = performance.now()
  await page.goto(link, { waitUntil: 'commit' })
  await then()
  return `${Math.round(performance.now() - begun)} ms`
}
/** A direction is ticked, a comment typed, and the page says that both are kept. */
async function fillIn(page: Page): Promise<void> {
  await boxes(page).first().click()
  await page.getByTestId('visit-comment').fill(comment)
  await page.getByText('Сохранено').waitFor()
}
/** Photos and sending are there as well, and what was given before. */
async function wholePage(page: Page): Promise<void> {
  await page.getByTestId('visit-submit').waitFor()
  if ((await page.getByTestId('visit-comment').inputValue()) !== comment || !(await boxes(page).first().isChecked())) throw new Error('what was given is lost')
}

for (const [name, conditions] of Object.entries(networks)) {
  const { link } = await visits.assign('Первая загрузка')
  const { phone, page, cdp } = await newPhone()
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', { offline: false, ...conditions })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const requests: string[] = []
  let bytes = 0
  page.on('request', (request) => requests.push(request.url()))
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => void (bytes += encodedDataLength))
  const begun = performance.now()
  const usable = await pressed(page, link, () => fillIn(page))
  await wholePage(page)
  say(`${name}, CPU 4 times slower: first load, ticked, commented and kept after`, usable)
  say('  the whole page, with photos and sending, after', `${Math.round(performance.now() - begun)} ms`)
  say('  until then received', `${Math.round(bytes / 1000)} kB in ${requests.length} requests, ${requests.filter((url) => !url.startsWith(house.appUrl)).length} to third parties`)
  await keptHere(page)
  await page.waitForTimeout(3000)
  await phone.context.setOffline(true)
  say('  second load without a network, the whole page after', await pressed(page, link, () => wholePage(page)))
  await phone.close()
}

const folder = mkdtempSync(join(tmpdir(), 'fairlead-photos-'))
const maker = await newPhone()
await maker.page.goto(`${house.appUrl}/visit/mine`)
const photos: string[] = []
let camera = 0
for (let index = 0; index < 12; index++) {
  const photo = await cameraPhoto(maker.page, 4000, 3000, index, index % 2 === 0 ? 'lying' : 'upright')
  camera += photo.length
  photos.push(join(folder, `IMG_${index}.jpg`))
  writeFileSync(photos.at(-1) ?? '', photo)
}
await maker.phone.close()
say('12 photos of 12 megapixels, as the camera made them', `${(camera / megabyte).toFixed(1)} MB`)

const { link } = await visits.assign('Двенадцать снимков')
const { phone, page, cdp } = await newPhone()
await page.goto(link)
await boxes(page).first().click()
await keptHere(page)
const memory = await watchMemory(phone)
await choosePhotos(page, photos)
let sent = 0
await cdp.send('Network.enable')
page.on('request', (request) => void (sent += (request.postDataBuffer()?.length ?? 0) + JSON.stringify(request.headers()).length))
await page.getByTestId('visit-submit').click()
await until('all of it is in', () => page.getByTestId('visit-result').isVisible(), 120_000)
await page.waitForTimeout(3000)
const settled = memory.now()
say('  sent for the whole report', `${(sent / megabyte).toFixed(2)} MB`)
say('  memory of the page: before, at most, three seconds after', [memory.before, memory.end(), settled].map((bytes) => `${Math.round(bytes / megabyte)} MB`).join(', '))
await phone.close()
await house.close()
rmSync(folder, { recursive: true })
