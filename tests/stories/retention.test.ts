/** A journal that is kept for some days only: what is older goes with all that it said of the client, the rest and the chain of draws stay whole. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyDraws } from '../../scripts/verify-draws.mjs'
import { sqliteName } from '../../server/store/open.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directionIds: never[]
beforeAll(async () => {
  house = await openHouse({ app: { FORGET_EVERY_MS: '150', DRAW_PERIOD_MS: '3000' } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id as never)
})
afterAll(() => house.close())

let number = 0
async function distributed(title: string) {
  const { id } = await administrator.site('lead.add', { title, contactName: `Клиент ${title}`, companyTitle: '', phone: `+7 903 000-01-0${number++}`, email: '', address: '' })
  const reportId = newReportId() as never
  await administrator.app('visit.submit', { reportId, document: lead(id), directionIds, comment: `Комментарий ${title}` })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  const { deals } = await administrator.site('lead.show', { id })
  return { id, reportId, deals, close: (index: number) => administrator.site('deal.move', { id: deals[index]?.id ?? 0, stageId: `C${deals[index]?.categoryId ?? 0}:WON` }) }
}
const records = async (id: number) => (await administrator.app('why.show', { document: lead(id) })).distributions
const entries = async (id: number) => (await administrator.app('journal.list', { search: String(id), since: 0 })).rows
function inDatabase<T>(work: (db: Database.Database) => T): T {
  const db = new Database(join(house.dataDir, sqliteName))
  try {
    return work(db)
  } finally {
    db.close()
  }
}
/** A hundred days ago: the lead's runs, its record, its report. */
const age = (leadId: number): void =>
  inDatabase((db) => {
    const past = 100 * 86_400_000
    db.prepare(`update runs set received_at = received_at - ${past}, finished_at = finished_at - ${past} where document_id = ? and document_kind = 'lead'`).run(leadId)
    db.prepare(`update distributions set decided_at = decided_at - ${past} where document_id = ?`).run(leadId)
    db.prepare(`update reports set submitted_at = submitted_at - ${past} where document_id = ?`).run(leadId)
  })

it('deletes what is older, with its client, and nothing else', async () => {
  const old = await distributed('Давний')
  const busy = await distributed('Давний, но живой')
  const fresh = await distributed('Свежий')
  age(old.id)
  age(busy.id)
  // Somebody works with it still: its newest run is of today.
  await busy.close(0)
  const item = async () => (await administrator.site('lead.show', { id: busy.id })).tasks.flatMap(({ checklist }) => checklist).filter(({ done }) => done).length
  await until('its item is ticked', async () => (await item()) === 1)

  // As long as nobody has decided, nothing goes.
  expect([await records(old.id), await records(busy.id), await records(fresh.id)].map(({ length }) => length)).toEqual([1, 1, 1])
  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), journalDays: 90 })
  await until('the old one is gone', async () => (await records(old.id)).length === 0 && (await entries(old.id)).length === 0)
  await until('its report is gone', async () => inDatabase((db) => db.prepare('select count(*) as n from reports where document_id = ?').get(old.id) as { n: number }).n === 0)

  expect(await records(fresh.id)).toMatchObject([{ comment: 'Комментарий Свежий' }])
  expect(await records(busy.id)).toMatchObject([{ comment: 'Комментарий Давний, но живой' }])
  await busy.close(1)
  await until('the other item is ticked, too', async () => (await item()) === 2)

  const left = inDatabase((db) => {
    const tables = db.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[]
    return tables.flatMap(({ name }) => db.prepare(`select * from ${name}`).all()).map((row) => JSON.stringify(row))
  })
  expect(left.filter((row) => row.includes('Клиент Давний"') || row.includes('Комментарий Давний"'))).toEqual([])
  expect(left.filter((row) => row.includes('Комментарий Свежий')).length).toBeGreaterThan(0)

  // Its deals are nobody's business any more, and stay where they are.
  await old.close(0)
  expect((await administrator.site('lead.show', { id: old.id })).deals).toHaveLength(2)
  // Every draw can still be checked, those that were deleted too.
  await until('every secret is told', async () => verifyDraws(await administrator.app('draws.export', {})).sealed === 0)
  expect(verifyDraws(await administrator.app('draws.export', {}))).toEqual({ problems: [], draws: 6, sealed: 0 })
})

it('makes nothing a second time when an old report comes again', async () => {
  const { id, reportId, deals } = await distributed('Повтор')
  age(id)
  await until('it is gone', async () => inDatabase((db) => db.prepare('select count(*) as n from reports where document_id = ?').get(id) as { n: number }).n === 0)
  await administrator.app('visit.submit', { reportId, document: lead(id), directionIds, comment: 'Комментарий Повтор' })
  await until('it is over', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  expect((await administrator.site('lead.show', { id })).deals).toHaveLength(deals.length)
  expect(house.portal.unknownFields).toEqual([])
})
