/** Twelve photos of twelve megapixels in one report: what the network carries, what the page takes of the phone's memory, and which way is up. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { chromiumPath, openBrowser, type Driven } from './drive.ts'
import { canMeasure, megabyte, watchMemory } from './page-memory.ts'
import { arrived, boxes, cameraPhoto, choosePhotos, keptHere, prepareVisits, type Visits } from './phone.ts'

// Twelve large photos are made, shrunk, sent and attached.
vi.setConfig({ testTimeout: 90_000 })

let house: House
let visits: Visits
let phone: Driven | null = null
const folder = mkdtempSync(join(tmpdir(), 'fairlead-photos-'))
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  visits = await prepareVisits(house)
})
afterAll(async () => {
  await phone?.close()
  await house.close()
  rmSync(folder, { recursive: true })
})

/** Sides of each photo as it is kept, and how bright its upper and its left edge are, from 0 to 255. */
interface Kept {
  readonly sides: string
  readonly upper: number
  readonly left: number
}
const keptOnes = `(async () => {
  const database = await new Promise((done) => { const opening = indexedDB.open('fairlead-visits'); opening.onsuccess = () => done(opening.result) })
  const photos = await new Promise((done) => { const all = database.transaction('photos').objectStore('photos').getAll(); all.onsuccess = () => done(all.result) })
  return Promise.all(photos.map(async ({ bytes }) => {
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }))
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    context.drawImage(bitmap, 0, 0)
    const mean = (width, height) => { const { data } = context.getImageData(0, 0, width, height); return Math.round(data.reduce((sum, value) => sum + value, 0) / data.length) }
    return { sides: bitmap.width + 'x' + bitmap.height, upper: mean(bitmap.width, 20), left: mean(20, bitmap.height) }
  }))
})()`

describe.skipIf(!chromiumPath || !canMeasure)('a report with twelve large photos', () => {
  it('stays under 6 MB of network and 200 MB of memory', async () => {
    const { leadId, link } = await visits.assign('Двенадцать снимков')
    const maker = await openBrowser({ language: 'ru' })
    await maker.page.goto(`${house.appUrl}/visit/mine`)
    const photos: string[] = []
    for (let index = 0; index < 12; index++) {
      photos.push(join(folder, `IMG_${index}.jpg`))
      writeFileSync(photos.at(-1) ?? '', await cameraPhoto(maker.page, 4000, 3000, index, index % 2 === 0 ? 'lying' : 'upright'))
    }
    await maker.close()

    phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
    const { page } = phone
    await page.goto(link)
    await boxes(page).first().click()
    await keptHere(page)
    const memory = await watchMemory(phone)
    await choosePhotos(page, photos)
    let sent = 0
    page.on('request', (request) => void (sent += (request.postDataBuffer()?.length ?? 0) + JSON.stringify(request.headers()).length))
    await page.getByTestId('visit-submit').click()
    await page.getByTestId('visit-result').waitFor()
    await until('the photos are attached', async () => (await arrived(visits.administrator, leadId)).photos === 12)
    const most = memory.end()
    // That it was measured at all: twelve pictures pass through.
    expect(most).toBeGreaterThan(memory.before + megabyte)
    expect(most).toBeLessThan(200 * megabyte)
    expect(sent).toBeGreaterThan(megabyte)
    expect(sent).toBeLessThan(6 * megabyte)
    expect(await arrived(visits.administrator, leadId)).toEqual({ reports: 1, photos: 12, different: 12 })
    expect(house.portal.unknownFields).toEqual([])
  })

  it('turns each photo as the camera was held', async () => {
    const { link } = await visits.assign('Повёрнутые снимки')
    const page = phone?.page
    if (!page) throw new Error('no phone')
    await page.goto(link)
    await boxes(page).first().click()
    await choosePhotos(page, [0, 1].map((index) => join(folder, `IMG_${index}.jpg`)))
    const kept = (await page.evaluate(keptOnes)) as Kept[]
    const [lying, upright] = kept.sort((one, other) => other.sides.localeCompare(one.sides))
    expect([lying?.sides, upright?.sides]).toEqual(['1600x1200', '1200x1600'])
    expect(Math.min(lying?.left ?? 0, upright?.upper ?? 0)).toBeGreaterThan(240)
    expect(Math.max(lying?.upper ?? 255, upright?.left ?? 255)).toBeLessThan(230)
  })

  it('takes a picture that is no JPEG as well', async () => {
    const { link } = await visits.assign('Рисунок')
    const page = phone?.page
    if (!page) throw new Error('no phone')
    await page.goto(link)
    await boxes(page).first().click()
    const drawing = await page.evaluate(`new OffscreenCanvas(300, 200).getContext('2d').canvas.convertToBlob().then(async (blob) => [...new Uint8Array(await blob.arrayBuffer())])`)
    await choosePhotos(page, [Buffer.from(drawing as number[])])
    const kept = (await page.evaluate(keptOnes)) as Kept[]
    // What was transparent is white, not black.
    expect(kept.find(({ sides }) => sides === '300x200')).toEqual({ sides: '300x200', upper: 255, left: 255 })
  })
})
