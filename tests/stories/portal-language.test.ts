/** Texts are written in the portal's own language, whatever language the person who installs reads. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  // The house's people read Russian; this portal speaks English.
  house = await openHouse({ portal: { language: 'en' } })
  administrator = house.as(1)
  await install(administrator)
})
afterAll(() => house.close())

it('an English portal installed by a Russian reader gets English texts', async () => {
  const [direction] = await acceptSuggestions(administrator)
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(1024), directionIds: [direction?.id as never], comment: '' })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  const { timeline } = await administrator.site('lead.show', { id: 1024 })
  const texts = timeline.filter(({ kind, app }) => kind === 'comment' && app !== null).map(({ text }) => text)
  expect(texts.join('\n')).toContain('Main manager')
  expect(texts.join('\n')).not.toContain('Главный менеджер')
})

it('pages speak the language that the portal names for the person, else the browser\'s', async () => {
  const spoken = async (query: string, accepts: string) => {
    const page = await fetch(`${house.appUrl}/app/panel${query}`, { headers: { 'Accept-Language': accepts } })
    return /"language":"(\w+)"/.exec(await page.text())?.[1]
  }
  expect(await spoken('?LANG=pl', 'ru')).toBe('pl')
  expect(await spoken('?LANG=ru', 'pl')).toBe('ru')
  expect(await spoken('?LANG=de', 'pl')).toBe('en')
  expect(await spoken('', 'pl-PL, en;q=0.5')).toBe('pl')
})
