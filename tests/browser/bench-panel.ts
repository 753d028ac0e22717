/** `npm run bench:panel`: how soon the panel is there, from a server that has just started and a browser that has never been here; figures, no verdict. */
import { cpus, loadavg } from 'node:os'
import { acceptSuggestions, install, lead, newReportId, openHouse, until } from '../house.ts'
import { goTo, openBrowser } from './drive.ts'

const rounds = 7
const house = await openHouse({ portal: { limits: false }, entry: 'supervise' })
const administrator = house.as(1)
await install(administrator)
const directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id as never)
const reportId = newReportId() as never
await administrator.app('visit.submit', { reportId, document: lead(1024), directionIds, comment: '' })
await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')

/** Milliseconds from the press on the application's name at the portal, and the bytes of scripts and styles as they came over the wire. */
async function open(): Promise<{ readonly started: number; readonly shown: number; readonly scripts: number; readonly styles: number }> {
  await house.stopApp()
  const begun = performance.now()
  await house.startApp()
  const started = performance.now() - begun
  const { page, close } = await openBrowser({ language: 'ru' })
  const bytes = { script: 0, stylesheet: 0 }
  page.on('response', (response) => {
    const kind = response.request().resourceType()
    if (response.url().startsWith(house.appUrl) && (kind === 'script' || kind === 'stylesheet')) bytes[kind] += Number(response.headers()['content-length'])
  })
  await page.goto(house.portal.url)
  await goTo(page, 'market')
  const button = page.getByTestId('open-app')
  await button.waitFor()
  const pressed = performance.now()
  await button.click()
  await page.frameLocator('iframe[data-testid="app-frame"]').locator('[data-row]').first().waitFor()
  const shown = performance.now() - pressed
  await close()
  return { started, shown, scripts: bytes.script, styles: bytes.stylesheet }
}

const found = []
for (let round = 0; round < rounds; round++) found.push(await open())
const middle = (numbers: readonly number[]): number => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
const line = (what: string, numbers: readonly number[]): void =>
  console.log(`${what.padEnd(60)} ${Math.round(middle(numbers))} ms, of ${numbers.length} between ${Math.round(Math.min(...numbers))} and ${Math.round(Math.max(...numbers))}`)
line('server started, until it is ready', found.map(({ started }) => started))
line('panel opened after that: journal shown', found.map(({ shown }) => shown))
console.log(`${'  scripts and styles over the wire, compressed'.padEnd(60)} ${Math.round((found[0]?.scripts ?? 0) / 1000)} and ${Math.round((found[0]?.styles ?? 0) / 1000)} kB`)
console.log(`${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}`)
await house.close()
