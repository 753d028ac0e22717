/** `npm run bench:phone`: the visit page's first and second load on a slow phone, and what twelve large photos cost; figures, no verdict. */
import { existsSync, readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright-core'
import { openHouse, until } from '../house.ts'
import { openBrowser, type Driven } from './drive.ts'
import { boxes, cameraPhoto, choosePhotos, keptHere, prepareVisits } from './phone.ts'

/** What Chromium's developer tools call so; and the network of that name before their delays were multiplied. */
const networks = {
  'Slow 3G of the developer tools (2000 ms, 400 kbit/s)': { latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 },
  '3G of 400 ms, 400 kbit/s': { latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 },
} as const
const megabyte = 1024 * 1024

const house = await openHouse({ portal: { limits: false } })
const visits = await prepareVisits(house)
const say = (what: string, figure: string): void => console.log(`${what.padEnd(76)} ${figure}`)

const newPhone = async (): Promise<{ phone: Driven; page: Page; cdp: CDPSession }> => {
  const phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
  return { phone, page: phone.page, cdp: await phone.context.newCDPSession(phone.page) }
}
/** From pressing the link until the form can be filled in, by the page's own clock. */
async function usable(page: Page, link: string): Promise<number> {
  const begun = performance.now()
  await page.goto(link, { waitUntil: 'commit' })
  await boxes(page).first().waitFor()
  return performance.now() - begun
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
  say(`${name}, CPU 4 times slower: first load, usable after`, `${Math.round(await usable(page, link))} ms`)
  say('  until then received', `${Math.round(bytes / 1000)} kB in ${requests.length} requests, ${requests.filter((url) => !url.startsWith(house.appUrl)).length} to third parties`)
  await keptHere(page)
  await page.waitForTimeout(3000)
  await phone.context.setOffline(true)
  say('  second load without a network, usable after', `${Math.round(await usable(page, link))} ms`)
  await phone.close()
}

/** Private and shared pages of the page's own process, in bytes: what the phone would have to find. */
function memoryOf(pid: number): number {
  const path = `/proc/${pid}/smaps_rollup`
  // A process that has ended needs none.
  const pss = existsSync(path) ? /^Pss:\s+(\d+) kB$/m.exec(readFileSync(path, 'utf8'))?.[1] : undefined
  return Number(pss ?? 0) * 1024
}
/** All of the browser's renderers: which of them has the page is not told, so this is at least what the page takes. */
async function renderersOf(phone: Driven): Promise<number[]> {
  const browser = await phone.context.browser()?.newBrowserCDPSession()
  const { processInfo } = (await browser?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] }
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

const maker = await newPhone()
await maker.page.goto(`${house.appUrl}/visit/mine`)
const photos: Buffer[] = []
for (let index = 0; index < 12; index++) photos.push(await cameraPhoto(maker.page, 4000, 3000, index))
await maker.phone.close()
say('12 photos of 12 megapixels, as the camera made them', `${(photos.reduce((sum, { length }) => sum + length, 0) / megabyte).toFixed(1)} MB`)

const { link } = await visits.assign('Двенадцать снимков')
const { phone, page, cdp } = await newPhone()
await page.goto(link)
await boxes(page).first().click()
await keptHere(page)
const pids = await renderersOf(phone)
const memory = (): number => pids.reduce((sum, pid) => sum + memoryOf(pid), 0)
const before = memory()
let peak = before
const watch = setInterval(() => (peak = Math.max(peak, memory())), 20)
// One or two at a time, as fingers and the driver's own limit of a message have it.
for (let index = 0; index < photos.length; index += 2) await choosePhotos(page, photos.slice(index, index + 2))
let sent = 0
await cdp.send('Network.enable')
page.on('request', (request) => void (sent += (request.postDataBuffer()?.length ?? 0) + JSON.stringify(request.headers()).length))
await page.getByTestId('visit-submit').click()
await until('all of it is in', () => page.getByTestId('visit-result').isVisible(), 120_000)
clearInterval(watch)
say('  sent for the whole report', `${(sent / megabyte).toFixed(2)} MB`)
say('  memory of the page: before, at most', `${Math.round(before / megabyte)} MB, ${Math.round(peak / megabyte)} MB`)
await phone.close()
await house.close()
