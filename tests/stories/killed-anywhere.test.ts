/** The process is killed between any two steps of a distribution: after a restart everything is there once. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'
import { crashPoints } from '../../server/runs/crash-point.ts'
import { distributeOnStage, leadOnStage, tally } from './lead-on-stage.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id)
})
afterAll(() => house.close())

describe('kill -9 in the middle of a distribution', () => {
  // Shows: process killed × read, process killed × commit, process killed × write, process killed × reply
  it.each(crashPoints)('at %s: the same deals once, one task, one comment each, and the workflow answered', async (point) => {
    const { id: leadId } = await administrator.site('lead.add', {
      title: `Клиент ${point}`,
      contactName: 'Пётр Новый',
      companyTitle: '',
      phone: `+7900${String(1_000_000 + crashPoints.indexOf(point))}`,
      email: '',
      address: 'Садовая, 1',
    })
    const { stages } = await administrator.site('leads.board', {})
    const stageId = stages.find(({ name }) => name === 'Отчёт получен')?.id ?? ''
    await administrator.site('stage.save', {
      stageId,
      robots: [
        { id: 'r1', kind: 'app:distribute-visit', values: { directions: directionIds, skip_absent: 'Y', skip_clocked_out: 'Y' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null },
      ],
    })
    await house.stopApp()
    await house.startApp({ CRASH_AT: point })
    await administrator.site('lead.move', { id: leadId, stageId })
    await house.appGone()
    await house.startApp()
    await until(
      'the workflow is answered',
      async () => (await administrator.site('lead.show', { id: leadId })).automation.some(({ state }) => state === 'done'),
      30_000,
    )
    await until('the run is done', async () => {
      const { rows } = await administrator.app('journal.list', { search: String(leadId) })
      return rows.some(({ document, state }) => document?.id === leadId && state === 'done')
    })
    const { deals, tasks, timeline, automation } = await administrator.site('lead.show', { id: leadId })
    expect(automation[0]?.returned).toMatchObject({ outcome: 'ok', deal_count: '3' })
    expect(deals).toHaveLength(3)
    expect(new Set(deals.map(({ categoryId }) => categoryId)).size).toBe(3)
    expect(tasks).toHaveLength(1)
    expect(tasks[0]?.checklist).toHaveLength(3)
    expect(timeline.filter(({ kind, app }) => kind === 'comment' && app !== null)).toHaveLength(1)
    for (const { id } of deals) {
      const shown = await administrator.site('deal.show', { id })
      expect(shown.timeline.filter(({ kind, app }) => kind === 'comment' && app !== null)).toHaveLength(1)
    }
    expect(new Set(await Promise.all(deals.map(async ({ id }) => (await administrator.site('deal.show', { id })).client.contactId))).size).toBe(1)
  })

  // Shows: process killed × refresh
  it('at after_refresh: the portal gave a new pair that was never saved, and the call that comes next heals it', async () => {
    house.portal.advance(2 * 3_600_000)
    await house.stopApp()
    await house.startApp({ CRASH_AT: 'after_refresh' })
    const { stages } = await administrator.site('leads.board', {})
    const stageId = stages.find(({ name }) => name === 'Отчёт получен')?.id ?? ''
    const add = (phone: string) => administrator.site('lead.add', { title: phone, contactName: 'Пётр Новый', companyTitle: '', phone, email: '', address: '' })
    const { id: first } = await add('+79000000001')
    await administrator.site('lead.move', { id: first, stageId })
    await house.appGone()
    await house.startApp()
    const { id: second } = await add('+79000000002')
    await administrator.site('lead.move', { id: second, stageId })
    for (const id of [first, second]) {
      await until('the workflow is answered', async () => (await administrator.site('lead.show', { id })).automation.some(({ state }) => state === 'done'))
      expect((await administrator.site('lead.show', { id })).deals).toHaveLength(3)
    }
  })

  // Shows: process killed × page
  it('keeps a report that was acknowledged just before', async () => {
    const { leads } = await administrator.site('leads.board', {})
    const leadId = leads.find(({ title }) => title.includes('Колос'))?.id ?? 0
    const representative = house.as(2)
    await representative.app('visit.show', { document: lead(leadId) })
    await house.stopApp()
    await house.startApp({ CRASH_AT: 'before_commit' })
    const reportId = newReportId() as never
    await representative.app('visit.submit', { reportId, document: lead(leadId), directionIds: directionIds as never, comment: 'до сбоя' })
    await house.appGone()
    await house.startApp()
    await until('the report is distributed', async () => (await representative.app('visit.result', { reportId })).state === 'done')
    expect((await administrator.site('lead.show', { id: leadId })).deals.filter(({ fromApp }) => fromApp)).toHaveLength(3)
  })
})

describe('an end by SIGTERM while a batch is at the portal', () => {
  it.each([
    // Shows: process ended × write
    ['carried out and answered a little later', 500],
    // Shows: process ended × write
    ['on its way, and carried out when we have stopped listening', 1200],
  ] as const)('%s: comes by itself, and everything is there once after the next start', async (name, milliseconds) => {
    await distributeOnStage(administrator, directionIds)
    let reached = false
    const heard = house.portal.intercept(({ commands }) => {
      if (reached || !commands.includes('crm.item.add')) return undefined
      reached = true
      return { kind: 'late', milliseconds }
    })
    const leadId = await leadOnStage(administrator, name)
    await until('the batch is at the portal', () => Promise.resolve(reached))
    const said = house.appLog().length
    await house.stopApp('SIGTERM')
    heard()
    // Not cut off: what it had begun was written down before it left.
    expect(house.appLog().slice(said)).not.toMatch(/"level":(50|60)/)
    await house.startApp()
    await until('the workflow is answered', async () => (await tally(administrator, leadId)).answered === 1)
    expect(await tally(administrator, leadId)).toEqual({ answered: 1, deals: 3, directions: 3, tasks: 1, checklist: 3, comments: 1 })
    expect(house.appLog().slice(said)).not.toContain('found sent without an answer')
  })
})

describe('kill -9 in the middle of an installation', () => {
  it.each(['after_proof', ...crashPoints.filter((point) => point !== 'after_reply')] as const)(
    'at %s: the portal ends up with everything registered once',
    async (point) => {
      const fresh = await openHouse({ portal: { limits: false }, app: {} })
      try {
        const anna = fresh.as(1)
        await fresh.stopApp()
        await fresh.startApp({ CRASH_AT: point })
        const installing = install(anna).catch(() => undefined)
        await fresh.appGone()
        await installing
        await fresh.startApp()
        const { context, frame } = await anna.open()
        await until('the installation is registered', async () => {
          const { state, problem } = await anna.app('install.progress', { ticket: context.ticket ?? '' })
          if (state === 'failed') throw new Error(`installation failed: ${problem}`)
          return state === 'done'
        })
        await anna.site('frame.installFinish', { appSid: frame.appSid, finished: true })
        const state = await anna.app('installation.show', {})
        expect([...state.robots, ...state.placements, ...state.events].every(({ registered }) => registered)).toBe(true)
        expect(fresh.portal.state.installation?.bindings).toHaveLength(state.placements.length)
        expect(fresh.portal.state.installation?.handlers).toHaveLength(3)
      } finally {
        await fresh.close()
      }
    },
  )
})
