/** Draws that anybody can check: the hash of the secret is shown before, the secret after, and the verifier finds the exported journal true. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyDraws } from '../../scripts/verify-draws.mjs'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse({ app: { DRAW_PERIOD_MS: '3000' } })
  administrator = house.as(1)
})
afterAll(() => house.close())

it('publishes hashes, keeps every draw in one chain, and tells the secret when the period is over', async () => {
  await install(administrator)
  const directions = await acceptSuggestions(administrator)
  const promised = await administrator.app('draws.show', {})
  expect(promised).toMatchObject({ current: { secret: null }, next: { secret: null }, last: null })
  const first = await administrator.app('draws.export', {})
  expect(first.periods.map(({ commitment }) => commitment)).toEqual(expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{64}$/)]))

  const { leads } = await house.as(2).site('leads.board', {})
  const distributions: string[] = []
  for (const one of leads.slice(0, 2)) {
    const reportId = newReportId()
    const directionIds = directions.slice(0, 3).map(({ id }) => id)
    await house.as(2).app('visit.submit', { reportId: reportId as never, document: lead(one.id), directionIds: directionIds as never, comment: '' })
    await until('the distribution is done', async () => (await house.as(2).app('visit.result', { reportId: reportId as never })).state === 'done')
    const { distribution } = await house.as(2).app('visit.result', { reportId: reportId as never })
    distributions.push(distribution?.id ?? '')
    const drawn = (await administrator.app('draws.export', {})).draws.find(({ draw }) => draw === `${distribution?.id}:directions`)
    expect(drawn?.result).toEqual(distribution?.directions.map(({ picked }) => picked))
  }
  const earlier = await administrator.app('draws.export', {})
  expect(earlier.draws.map(({ draw }) => draw)).toEqual(distributions.flatMap((id) => [`${id}:directions`, `${id}:main`]))

  await until('every secret is told', async () => verifyDraws(await administrator.app('draws.export', {})).sealed === 0)
  const journal = await administrator.app('draws.export', {})
  expect(verifyDraws(journal, earlier)).toEqual({ problems: [], draws: 4, sealed: 0 })
  for (const { from, commitment } of [promised.current, promised.next]) {
    const told = journal.periods.find((one) => one.from === from)
    if (told) expect(told.commitment).toBe(commitment)
  }
  await expect(house.as(2).app('draws.export', {})).rejects.toMatchObject({ code: 'forbidden' })
  expect(house.portal.unknownFields).toEqual([])
})
