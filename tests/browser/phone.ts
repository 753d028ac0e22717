/** A representative's phone in a story: a visit is assigned, its link opened, photos are taken and shown to the page. */
import type { Page } from 'playwright-core'
import { acceptSuggestions, install, until, type House, type Person } from '../house.ts'

export interface Visits {
  readonly administrator: Person
  /** A new lead whose visit Olga makes. */
  assign(title: string, contactName?: string, address?: string): Promise<{ leadId: number; link: string }>
}

/** Installs the app and puts its robot on a stage. */
export async function prepareVisits(house: House): Promise<Visits> {
  const administrator = house.as(1)
  await install(administrator)
  await acceptSuggestions(administrator)
  const stageId = (await administrator.site('leads.board', {})).stages[1]?.id ?? ''
  await administrator.site('stage.save', {
    stageId,
    robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
  let number = 0
  return {
    administrator,
    async assign(title, contactName = 'Пётр Новый', address = 'Садовая, 1') {
      const phone = `+7904${String(1_000_000 + number++)}`
      const { id: leadId } = await administrator.site('lead.add', { title, contactName, companyTitle: '', phone, email: '', address })
      await administrator.site('lead.move', { id: leadId, stageId })
      let link = ''
      await until('the task is there', async () => {
        const { tasks } = await administrator.site('lead.show', { id: leadId })
        link = /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec(tasks[0]?.description ?? '')?.[1] ?? ''
        return link !== ''
      })
      return { leadId, link }
    },
  }
}

export const boxes = (page: Page) => page.locator('[data-testid^="direction-dir_"]')

/** The worker is there and has put the page beside itself. */
export const keptHere = (page: Page): Promise<unknown> =>
  page.evaluate(`navigator.serviceWorker.ready.then(() => caches.keys()).then((names) => { if (names.length !== 1) throw new Error(names.join()) })`)

/** How a camera says how it was held, and where. */
const held = { lying: 1, upright: 6 } as const
const told = (way: keyof typeof held): Buffer =>
  Buffer.concat([Buffer.from('Exif\0\0II*\0\b\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', 'latin1'), Buffer.from([held[way], 0, 0, 0, 0, 0, 0, 0]), Buffer.from('GPS 55.7558 N')])

/**
 * A photo as a camera makes it: noisy enough to be large, with the place in it; drawn by the browser, so that it is a real one.
 * White along the left side as the sensor lies, which is the upper one where it was held upright.
 */
export async function cameraPhoto(page: Page, width: number, height: number, seed: number, way: keyof typeof held = 'lying'): Promise<Buffer> {
  const drawn = await page.evaluate(
    `(async () => {
      const canvas = new OffscreenCanvas(${width}, ${height})
      const context = canvas.getContext('2d')
      let state = ${seed} + 1
      const next = () => (state = (state * 48271) % 2147483647) / 2147483647
      context.fillStyle = 'hsl(' + ${seed * 31} + ' 40% 45%)'
      context.fillRect(0, 0, ${width}, ${height})
      for (let spot = 0; spot < 3000; spot++) {
        context.fillStyle = 'hsl(' + next() * 360 + ' 60% ' + next() * 90 + '%)'
        context.fillRect(next() * ${width}, next() * ${height}, next() * ${width} / 12, next() * ${height} / 40)
      }
      context.fillStyle = '#fff'
      context.fillRect(0, 0, ${width} / 20, ${height})
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer())
      let text = ''
      for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768))
      return btoa(text)
    })()`,
  )
  const jpeg = Buffer.from(String(drawn), 'base64')
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, told(way).length + 2]), told(way), jpeg.subarray(2)])
}

/** Chosen from the gallery, and waited for until they are on the phone; files by their paths, others are carried into the page's memory. */
export async function choosePhotos(page: Page, photos: readonly Buffer[] | readonly string[]): Promise<void> {
  const strip = page.getByTestId('photo')
  const before = await strip.count()
  const gallery = page.getByTestId('photo-gallery').last()
  const isFile = (photo: Buffer | string): photo is string => typeof photo === 'string'
  if (photos.every(isFile)) await gallery.setInputFiles([...photos])
  else await gallery.setInputFiles(photos.map((buffer, index) => ({ name: `IMG_${index}.jpg`, mimeType: 'image/jpeg', buffer })))
  await until('the photos are on the phone', async () => (await strip.count()) === before + photos.length)
}

/** What has come of a report: how many, with how many pictures, whose contents are all different. */
export async function arrived(administrator: Person, leadId: number): Promise<{ reports: number; photos: number; different: number }> {
  const { timeline } = await administrator.site('lead.show', { id: leadId })
  const files = timeline.flatMap((entry) => entry.files)
  const contents = await Promise.all(files.map(async ({ url }) => Buffer.from(await (await fetch(url)).arrayBuffer()).toString('base64')))
  return { reports: timeline.filter(({ kind, text }) => kind === 'comment' && text.includes('Нужно клиенту')).length, photos: files.length, different: new Set(contents).size }
}
