/** A draft beside the live rule: it takes no request, writes nothing, and the live draw is what it was without it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { shadowOf, underDraft } from '../../client/state/replay.ts'
import type { RunId } from '../../domain/ids.ts'
import { shadowHandlers } from '../../server/api/shadow.ts'
import { createSeal } from '../../server/seal.ts'
import { openDatabase } from '../../server/store/open.ts'
import { createStore } from '../../server/store/store.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, patient, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directionIds: never[]
beforeAll(async () => {
  house = await openHouse({ app: patient })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id as never)
  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), policy: 'in_turn', mainNotTwice: true })
})
afterAll(() => house.close())

const asked = () => house.portal.requests.length
async function visit(id: number) {
  const reportId = newReportId() as never
  const before = asked()
  await administrator.app('visit.submit', { reportId, document: lead(id), directionIds, comment: '' })
  await until('it is distributed', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
  const requests = asked() - before
  const { distribution } = await administrator.app('visit.result', { reportId })
  return { requests, directions: distribution?.directions ?? [], id: distribution?.id, runId: distribution?.runId as RunId }
}
const next = (pool: readonly { id: number }[], last: number | null | undefined) => (pool.find(({ id }) => id > (last ?? 0)) ?? pool[0])?.id

it('sees what the live draw saw and has turns of its own; the live rule goes on as if there were none', async () => {
  expect(await administrator.app('shadow.show', {})).toEqual({ shadow: null })
  await expect(house.as(9).app('shadow.show', {})).rejects.toMatchObject({ code: 'forbidden' })
  const without = await visit(1021)
  const before = asked()
  const { policy, skipAbsent, skipClockedOut, headsTakePart, onePersonManyDirections } = await administrator.app('settings.show', {})
  const draft = { policy, skipAbsent, skipClockedOut, headsTakePart, onePersonManyDirections }
  await administrator.app('shadow.start', { draft, weeks: 2 })
  await expect(administrator.app('shadow.start', { draft, weeks: 1 })).rejects.toMatchObject({ code: 'conflict' })
  const fresh = (await administrator.app('shadow.show', {})).shadow
  expect(fresh).toMatchObject({ on: true, changes: 0, startedBy: { id: 1 }, data: { cases: [] } })
  expect(asked()).toBe(before)

  let last = without
  const ids = []
  for (const id of [1022, 1023, 1024]) {
    const one = await visit(id)
    expect(one.requests).toBe(without.requests)
    for (const [index, { eligible, picked }] of one.directions.entries()) expect(picked).toBe(next(eligible, last.directions[index]?.picked))
    last = one
    ids.push(one.id)
  }
  const between = asked()
  const { shadow } = await administrator.app('shadow.show', {})
  expect(asked()).toBe(between)
  if (!shadow) throw new Error('no shadow')
  expect(shadow.data.cases.map((one) => one.id)).toEqual(ids)
  // The same rule from the same turns on gives the same people.
  const result = await shadowOf(shadow, () => false)
  expect(result).toMatchObject({ cases: 3, compared: 6, differs: [], unserved: [], mains: { compared: 3 } })
  expect(await shadowOf(shadow, () => false)).toEqual(result)
  // The entry of the journal knows that there is something to compare, for whatever was decided meanwhile.
  for (const [one, beside] of [[without, false], [last, true]] as const) expect((await administrator.app('journal.show', { runId: one.runId })).beside).toBe(beside)
  const picked = result && underDraft(shadow.data, result, last.id ?? '')
  expect(picked).toMatchObject({ picks: [{ same: true }, { same: true }], main: {} })
  expect(picked?.picks[0]?.name).toBe(last.directions[0]?.eligible.find(({ id }) => id === last.directions[0]?.picked)?.name)
  expect(result && underDraft(shadow.data, result, without.id ?? '')).toBeNull()
})

it('compares the newest alone where there are more than a page takes, and says so', async () => {
  const opened = await openDatabase({ dataDir: house.dataDir, databaseUrl: null, leaseMs: 6000 })
  const store = createStore(opened, createSeal(Buffer.alloc(32, 7)))
  const memberId = house.portal.memberId
  const showing = async (most: number) => (await shadowHandlers({ store, now: Date.now } as never, most)['shadow.show']({}, { memberId } as never)).shadow
  const all = await showing(3)
  expect(all).toMatchObject({ newest: null, data: { cases: [{}, {}, {}] } })
  const newest = await showing(2)
  expect(newest).toMatchObject({ newest: 2 })
  expect(newest?.data.cases).toEqual(all?.data.cases.slice(1))
  await store.close()
})

it('keeps to the draft that it began with, ends when told to, and becomes the rule as a change that can be taken back', async () => {
  await administrator.app('shadow.stop', {})
  await expect(administrator.app('shadow.stop', {})).rejects.toMatchObject({ code: 'not_found' })
  const over = (await administrator.app('shadow.show', {})).shadow
  expect(over).toMatchObject({ on: false, data: { cases: [{}, {}, {}] } })
  const live = await administrator.app('settings.show', {})
  await administrator.app('shadow.start', { draft: { policy: 'even_random', skipAbsent: false, skipClockedOut: true, headsTakePart: true, onePersonManyDirections: true }, weeks: 1 })
  await administrator.app('settings.save', { ...live, policy: 'random', journalDays: 90 })
  await visit(1022)
  const { shadow } = await administrator.app('shadow.show', {})
  expect(shadow).toMatchObject({ on: true, changes: 1, data: { cases: [{}], settings: { policy: 'even_random', journalDays: null } } })

  await administrator.app('shadow.activate', {})
  expect(await administrator.app('settings.show', {})).toEqual({ ...live, policy: 'even_random', skipAbsent: false, headsTakePart: true, journalDays: 90 })
  expect((await administrator.app('shadow.show', {})).shadow?.on).toBe(false)
  const [change] = (await administrator.app('changes.list', {})).rows
  expect(change).toMatchObject({ kind: 'settings', before: { policy: 'random' }, after: { policy: 'even_random' }, standing: 'possible' })
  await administrator.app('changes.undo', { number: change?.number ?? 0 })
  expect((await administrator.app('settings.show', {})).policy).toBe('random')
  expect(house.portal.unknownFields).toEqual([])
})
