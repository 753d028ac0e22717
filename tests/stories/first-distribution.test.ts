/** The main story from an empty portal: install, directions, report, deals, task, reasons. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let representative: Person
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  representative = house.as(2)
})
afterAll(() => house.close())

const comment = 'Вторая печь встанет у окна, "монтаж" только <b>ночью</b>'

describe('the first distribution', () => {
  let leadId: number
  let directionIds: string[]

  it('begins with an installation that registers itself and asks nothing', async () => {
    await install(administrator)
    const state = await administrator.app('installation.show', {})
    expect(state.scopes.missing).toEqual([])
    expect(state.robots.map(({ code }) => code)).toContain('distribute-visit')
    expect(state.robots.every((one) => one.registered)).toBe(true)
    expect(state.placements.every((one) => one.registered)).toBe(true)
    expect(state.events.every((one) => one.registered)).toBe(true)
  })

  it('suggests directions from the company structure', async () => {
    const directions = await acceptSuggestions(administrator)
    expect(directions.map(({ name }) => name)).toEqual(['Сантехника', 'Электрика', 'Вентиляция', 'Кровля', 'Отопление'])
    expect(directions.every(({ problem }) => problem === null)).toBe(true)
    directionIds = directions.slice(0, 3).map(({ id }) => id)
  })

  it('takes the report of a representative and gives back who was picked', async () => {
    const board = await representative.site('leads.board', {})
    leadId = board.leads.find(({ title }) => title.includes('Колос'))?.id ?? 0
    const tab = await representative.open({ placement: 'CRM_LEAD_DETAIL_TAB', title: 'Отчёт о визите', id: leadId })
    expect(tab.context).toMatchObject({ page: 'visit', document: { kind: 'lead', id: leadId } })

    const reportId = newReportId()
    await representative.app('visit.submit', { reportId: reportId as never, document: lead(leadId), directionIds: directionIds as never, comment })
    await until('the distribution is done', async () => {
      const { state } = await representative.app('visit.result', { reportId: reportId as never })
      return state === 'done'
    })
    const { distribution, outcome } = await representative.app('visit.result', { reportId: reportId as never })
    expect(outcome).toBe('ok')
    expect(distribution?.directions.map(({ id }) => id)).toEqual(directionIds)
    for (const direction of distribution?.directions ?? []) {
      expect(direction.eligible.map(({ id }) => id)).toContain(direction.picked)
      expect(direction.deal).not.toBeNull()
    }
    expect(distribution?.seed).toBeNull()
  })

  it('has made one deal a direction, each naming everybody, with its picked manager responsible', async () => {
    const { distributions } = await administrator.app('why.show', { document: { kind: 'lead', id: leadId } })
    const [distribution] = distributions
    const { deals, tasks, timeline } = await administrator.site('lead.show', { id: leadId })
    expect(deals).toHaveLength(3)
    for (const direction of distribution?.directions ?? []) {
      const deal = deals.find(({ id }) => id === direction.deal?.id)
      expect(deal?.assigned.id).toBe(direction.picked)
      expect(deal?.categoryName).toBe(direction.name)
      const shown = await administrator.site('deal.show', { id: direction.deal?.id ?? 0 })
      for (const { picked, eligible } of distribution?.directions ?? []) {
        expect(shown.comments).toContain(eligible.find(({ id }) => id === picked)?.name)
      }
      expect(shown.comments).toContain(distribution?.mainManager?.name)
      expect(shown.comments).toContain('Ольга Ким')
      expect(shown.comments).toContain(comment)
      expect(shown.client.phones.length).toBeGreaterThan(0)
      const colleagues = new Set(distribution?.directions.map(({ picked }) => picked).filter((id) => id !== direction.picked))
      expect(shown.observers.map(({ id }) => id).sort()).toEqual([...colleagues].sort())
    }
    const made = tasks.filter(({ bindings }) => bindings.some(({ kind }) => kind === 'deal'))
    expect(made).toHaveLength(1)
    expect(made[0]?.responsible.id).toBe(distribution?.mainManager?.id)
    expect(made[0]?.checklist).toHaveLength(3)
    expect(made[0]?.bindings.map(({ kind }) => kind).sort()).toEqual(['deal', 'deal', 'deal', 'lead'])
    expect(timeline.filter(({ kind, app }) => kind === 'comment' && app !== null)).toHaveLength(2)
  })

  it('tells each manager why, and keeps dates and seed for administrators', async () => {
    const { distributions } = await administrator.app('why.show', { document: { kind: 'lead', id: leadId } })
    const [full] = distributions
    expect(full?.seed).toMatch(/^[0-9a-f]{64}$/)
    const absent = full?.directions.flatMap(({ excluded }) => excluded).find(({ reason }) => reason === 'absent')
    expect(absent?.until).toBeGreaterThan(Date.now())

    const direction = full?.directions[0]
    const manager = house.as(direction?.picked ?? 0)
    const seen = await manager.app('why.show', { document: { kind: 'deal', id: direction?.deal?.id ?? 0 } })
    expect(seen.viewer.id).toBe(direction?.picked)
    expect(seen.distributions).toHaveLength(1)
    expect(seen.distributions[0]?.seed).toBeNull()
    for (const { excluded } of seen.distributions[0]?.directions ?? []) for (const one of excluded) expect(one.until).toBeNull()
  })

  it('stands in the journal with its draw record', async () => {
    const { rows } = await administrator.app('journal.list', {})
    const row = rows.find(({ kind }) => kind === 'report')
    expect(row).toMatchObject({ state: 'done', outcome: 'ok', document: { kind: 'lead', id: leadId } })
    const shown = await administrator.app('journal.show', { runId: row?.runId as never })
    expect(shown.distribution?.directions).toHaveLength(3)
    expect(shown.effects.every(({ state }) => state === 'done')).toBe(true)
  })

  it('wrote no field that the portal does not know', () => {
    expect(house.portal.unknownFields).toEqual([])
  })

  it('left no token, name, phone or comment in the log', async () => {
    const log = house.appLog()
    expect(log).toContain('run_')
    for (const secret of ['Ольга', 'Лебедева', 'Колос', 'печь', '+7']) expect(log).not.toContain(secret)
    for (const { access, refresh } of house.portal.state.tokens) expect(log.includes(access) || log.includes(refresh)).toBe(false)
  })
})
