/** `npm run cuts`: reports with six photos each, sent while the network is cut at random places; every one must arrive once. */
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { openHouse, until, type House } from '../house.ts'
import { cuts, startCuttingProxy, type Cut } from './cutting-proxy.ts'
import { openBrowser } from './drive.ts'
import { arrived, boxes, cameraPhoto, choosePhotos, prepareVisits, type Visits } from './phone.ts'

export interface CutStory {
  readonly reports: number
  /** Cuts by where and what they hit. */
  readonly made: ReadonlyMap<string, number>
  readonly total: number
  /** Reports that did not arrive exactly once with six photos; empty when all is well. */
  readonly wrong: readonly string[]
}

/** @param wanted at least that many cuts, over as many reports as it takes; no report is cut more often than `mostEach` */
export async function sendThroughCuts(house: House, visits: Visits, wanted: number, seed: number, mostEach = 12): Promise<CutStory> {
  let state = seed
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  const proxy = await startCuttingProxy(house.appUrl)
  const phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
  const made = new Map<string, number>()
  const wrong: string[] = []
  let [total, reports] = [0, 0]
  try {
    await phone.page.goto(proxy.url + '/visit/mine')
    const photos: Buffer[] = []
    for (let index = 0; index < 6; index++) photos.push(await cameraPhoto(phone.page, 800, 600, index))
    while (total < wanted) {
      reports += 1
      const { leadId, link } = await visits.assign(`Обрывы ${reports}`)
      let here = 0
      proxy.decide = (path) => {
        const what = /^\/api\/visit\.(submit|photos|photo)\b/.exec(path)?.[1]
        if (!what || here >= mostEach || total >= wanted || next() > 0.5) return null
        const cut = cuts[Math.floor(next() * cuts.length)] as Cut
        here += 1
        total += 1
        made.set(`${what}: ${cut}`, (made.get(`${what}: ${cut}`) ?? 0) + 1)
        return cut
      }
      await report(phone.page, proxy.url + new URL(link).pathname, photos)
      await until('all of it is attached', async () => (await arrived(visits.administrator, leadId)).photos >= 6)
      const came = await arrived(visits.administrator, leadId)
      if (came.reports !== 1 || came.photos !== 6 || came.different !== 6) wrong.push(`${leadId}: ${JSON.stringify(came)}`)
    }
  } finally {
    await phone.close()
    await proxy.close()
  }
  return { reports, made, total, wrong }
}

async function report(page: Page, link: string, photos: readonly Buffer[]): Promise<void> {
  await page.goto(link)
  await boxes(page).first().click()
  await choosePhotos(page, photos)
  await page.getByTestId('visit-submit').click()
  // An impatient finger, so that nobody waits for the page's own pauses.
  await until(
    'the report and its photos are in',
    async () => {
      await page.getByTestId('send-now').click({ timeout: 200 }).catch(() => undefined)
      return page.getByTestId('visit-result').isVisible()
    },
    60_000,
  )
}

if (process.argv[1]?.endsWith('network-cuts.ts')) {
  const { values } = parseArgs({ options: { cuts: { type: 'string', default: '100' }, seed: { type: 'string', default: String(Date.now() % 2_147_483_646) } } })
  console.log(`seed ${values.seed}`)
  const house = await openHouse({ portal: { limits: false } })
  const { reports, made, total, wrong } = await sendThroughCuts(house, await prepareVisits(house), Number(values.cuts), Number(values.seed))
  await house.close()
  for (const [where, count] of [...made].sort()) console.log(String(count).padStart(4), where)
  console.log(`${total} cuts, ${reports} reports of 6 photos, ${wrong.length} not exactly once`)
  for (const one of wrong) console.log(one)
  process.exitCode = wrong.length > 0 ? 1 : 0
}
