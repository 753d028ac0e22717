/** A pair of tokens that was lost on its way leaves the portal resting; the next call that brings a living one ends the rest, and what waited goes on. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'
import { distributeOnStage, leadOnStage, tally } from './lead-on-stage.ts'

let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id)
  await distributeOnStage(administrator, directionIds)
})
afterAll(() => house.close())

// Shows: tokens lost or refused × read
it('a report that met a dead pair is distributed when a robot calls', async () => {
  house.portal.advance(2 * 3_600_000)
  const person = house.as(1)
  // The pair is made and the answer lost; where an old refresh token still works, it is refused outright.
  house.portal.weather([{ kind: house.variants.has('refresh-token-reusable') ? 'server_error' : 'answer_lost', of: 'oauth/token', chance: 1, milliseconds: 0 }], 1)
  const { id } = await administrator.site('lead.add', { title: 'Без ключа', contactName: 'Пётр', companyTitle: '', phone: '+79000000003', email: '', address: '' })
  const reportId = newReportId() as never
  await person.app('visit.submit', { reportId, document: lead(id), directionIds: directionIds as never, comment: '' })
  await until('the pair is lost', () => house.appLog().includes('run interrupted'))
  house.portal.weather([], 0)
  if (!house.variants.has('refresh-token-reusable')) await until('the portal rests', () => house.appLog().includes('invalid_grant'))
  const called = await leadOnStage(administrator, 'С ключом')
  await until('the call is distributed', async () => (await tally(administrator, called)).answered === 1)
  await until('the report is distributed', async () => (await person.app('visit.result', { reportId })).state === 'done')
  expect((await administrator.site('lead.show', { id })).deals.filter(({ fromApp }) => fromApp)).toHaveLength(3)
  expect(house.portal.unknownFields).toEqual([])
})
