/** A robot's call that says all of its lead: about 1.1 requests a distribution, two wherever the lead must be read, and nothing doubled or linked wrongly. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { callTemplate } from '../../domain/call-data.ts'
import type { Rule } from '../../domain/rule.ts'
import { addLinkedLead, growPools, makeDirections, moveToStage } from '../../scripts/bench/distributing.ts'
import { install, lead, newReportId, openHouse, patient, quick, until, type House, type Person } from '../house.ts'

// The app is started four times.
vi.setConfig({ testTimeout: 60_000 })

let house: House
let administrator: Person
let directions: string[]
/** Requests of a lead that is taken from the call, and of one that is read. */
let one: number
let two: number
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false, grow: growPools }, app: { ...patient, CALLS_TRUSTED_AFTER_MS: '0' } })
  administrator = house.as(1)
  await install(administrator)
  // The company structure is in store from here on.
  await administrator.app('directions.suggest', {})
  directions = await makeDirections(administrator, 10, 3)
  ;[one, two] = [1 + house.moreRequests, 2 + house.moreRequests]
  await stage({})
})
afterAll(() => house.close())

const rowsOf = async (id: number) => (await administrator.app('journal.list', { search: String(id) })).rows.filter(({ kind, document }) => kind === 'robot' && document?.id === id)
const over = (id: number) => until('the run is over', async () => (await rowsOf(id)).some(({ state }) => state === 'done'))
/** What reads and what writes a distribution; events of its deals, sweeps and pages ask at moments of their own. */
const ofDistribution = ['crm.lead.get', 'crm.item.add', 'crm.item.update', 'tasks.task.add', 'bizproc.event.send']
const batches = (from: number) => house.portal.requests.slice(from).filter(({ commands }) => commands.some((one) => ofDistribution.includes(one))).length

async function distributed(id = addLinkedLead(house.portal, administrator)) {
  const leadId = await id
  const from = house.portal.requests.length
  await moveToStage(administrator, leadId)
  await over(leadId)
  const requests = batches(from)
  const { deals, tasks } = await administrator.site('lead.show', { id: leadId })
  expect([deals.length, tasks.length]).toEqual([3, 1])
  return { leadId, requests, deals }
}
const requests = async () => (await distributed()).requests
async function thrice(): Promise<void> {
  for (let time = 0; time < 3; time++) expect(await requests()).toBe(two)
}
/** The next one that is not read: every tenth is, and three after one whose request was cut off. */
async function unread() {
  for (let time = 0; time < 4; time++) {
    const next = await distributed()
    if (next.requests === one) return next
  }
  throw new Error('every lead is read')
}
/** A call says its moment in whole seconds: only one of the second after a start is later beyond doubt. */
async function secondOver(): Promise<void> {
  const next = Math.floor(Date.now() / 1000) * 1000 + 1000
  await until('the second is over', () => Date.now() >= next)
}
const stage = (values: object) =>
  administrator.site('stage.save', {
    stageId: 'REPORT',
    robots: [
      {
        ...{ id: 'r1', kind: 'app:distribute-visit', afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null },
        values: { directions, skip_absent: 'N', skip_clocked_out: 'N', lead_data: callTemplate, ...values },
      },
    ],
  })
const rules = async (...wanted: Rule[]) => administrator.app('rules.save', { version: (await administrator.app('rules.show', {})).version, rules: wanted })
const asInSettings = { policy: null, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null }
const web: Rule = { id: 'rul_web0000000', name: 'Web', on: true, conditions: [{ field: 'SOURCE_ID', label: 'Source', test: 'is', values: ['WEB'], names: [] }], choice: asInSettings }

it('takes 1.1 requests on the average, a refresh and a dismissal 1.2, and the record knows the client as if it had been read', async () => {
  await thrice()
  const exact = [...Array<number>(17).fill(one), ...Array<number>(3).fill(two)]
  let taken: number[] = []
  // A machine that stands still for a second has cut a request off, which is looked for and read again: then another twenty.
  for (let round = 0; round < 3 && taken.join() !== exact.join(); round++) {
    taken = []
    for (let time = 0; time < 20; time++) {
      // A token that the portal has ended is exchanged, and the request sent again; people's sessions go on.
      const ended = time === 5 ? house.portal.state.tokens.map((token) => ({ token, expiresAt: token.expiresAt })) : []
      for (const { token } of ended) token.expiresAt = 0
      taken.push(await requests())
      for (const { token, expiresAt } of ended) token.expiresAt = expiresAt
    }
    taken.sort((a, b) => a - b)
  }
  expect(taken).toEqual(exact)
  expect(taken.reduce((sum, count) => sum + count, 0) / taken.length - house.moreRequests).toBeCloseTo(1.15)

  const known = await unread()
  const [row] = await rowsOf(known.leadId)
  const shown = await administrator.app('journal.show', { runId: row?.runId as never })
  expect(shown.steps.map(({ step }) => step)).not.toContain('read')
  const record = house.portal.state.records.find(({ type, id }) => type === 1 && id === known.leadId)
  expect(shown.row.document?.title).toBe(record?.title)
  const name = `Client ${record?.lastName}`
  expect((await administrator.app('journal.list', { search: name })).rows.some(({ document }) => document?.id === known.leadId)).toBe(true)
  for (const { id } of known.deals) {
    const { client, comments } = await administrator.site('deal.show', { id })
    expect(client.contactId).toBe(record?.contactIds[0])
    for (const text of [name, record?.fm[0]?.value, record?.fm[1]?.value, `Tver, ${record?.address}`]) expect(comments).toContain(text)
  }
  expect((await administrator.app('why.show', { document: lead(known.leadId) })).distributions[0]?.document.title).toBe(record?.title)

  // All but one are dismissed, which only the portal knows: what was written to them is moved on by one request more, once.
  const gone = house.portal.state.people.filter(({ id }) => id > 10_000 && id < 10_010)
  for (const person of gone) person.active = false
  const mended = await distributed()
  expect(mended.requests).toBeLessThanOrEqual(two)
  expect(new Set(mended.deals.map(({ assigned }) => assigned.id))).toEqual(new Set([10_000]))
  await unread()
})

it('reads the lead for a stage to move to, for a client that is not said as one, for a rule that looks at it, and where there is a report', async () => {
  await stage({ move_to_stage: 'CONVERTED' })
  expect(await requests()).toBe(two)
  await stage({ lead_data: callTemplate.replace('{=Document:CONTACT_ID}', '{=Document:TITLE}') })
  const unclear = await distributed()
  expect(unclear.requests).toBe(two)
  const record = house.portal.state.records.find(({ type, id }) => type === 1 && id === unclear.leadId)
  expect((await administrator.site('deal.show', { id: unclear.deals[0]?.id ?? 0 })).client.contactId).toBe(record?.contactIds[0])
  await stage({})
  await rules(web)
  expect(await requests()).toBe(two)
  await rules()

  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), starter: 'robot' })
  const id = await addLinkedLead(house.portal, administrator)
  await administrator.app('visit.submit', { reportId: newReportId() as never, document: lead(id), directionIds: directions as never, comment: '' })
  await until('the report is told', async () => (await administrator.app('journal.list', { search: String(id) })).rows.some(({ kind, state }) => kind === 'report' && state === 'done'))
  expect((await distributed(Promise.resolve(id))).requests).toBe(two)
  await unread()
})

// Shows: process killed × write
it('doubles nothing: neither killed in the middle, nor where a copy that knows nothing of a call gets it again', async () => {
  await house.stopApp()
  const copy = mkdtempSync(join(tmpdir(), 'fairlead-copy-'))
  cpSync(house.dataDir, copy, { recursive: true })
  // A process that has just started reads whatever calls say.
  await house.startApp({ ...quick, CRASH_AT: `after_send:${3 * one + 1}` })
  await thrice()
  await secondOver()
  const id = await addLinkedLead(house.portal, administrator)
  await moveToStage(administrator, id)
  await house.appGone()
  await house.startApp(quick)
  await over(id)
  const made = await administrator.site('lead.show', { id })
  expect([made.deals.length, made.tasks.length, made.timeline.filter(({ kind, app }) => kind === 'comment' && app !== null).length]).toEqual([3, 1, 1])
  expect(made.automation[0]?.returned).toMatchObject({ outcome: 'ok', deal_count: '3' })
  const [row] = await rowsOf(id)
  expect((await administrator.app('journal.show', { runId: row?.runId as never })).steps.map(({ step }) => step)).not.toContain('read')
  const call = house.portal.deliveries.findLast(({ kind, document }) => kind === 'robot' && document === `lead ${id}`)

  await house.stopApp()
  rmSync(house.dataDir, { recursive: true })
  cpSync(copy, house.dataDir, { recursive: true })
  rmSync(copy, { recursive: true })
  await house.startApp()
  expect(await rowsOf(id)).toEqual([])
  await thrice()
  await secondOver()
  await unread()
  await administrator.site('delivery.replay', { id: call?.id ?? 0 })
  await over(id)
  expect((await rowsOf(id))[0]?.outcome).toBe('already_done')
  const still = await administrator.site('lead.show', { id })
  expect([still.deals.map((deal) => deal.id), still.tasks.length]).toEqual([made.deals.map((deal) => deal.id), 1])
  expect(house.portal.unknownFields).toEqual([])
})
