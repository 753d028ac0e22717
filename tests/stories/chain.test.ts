/** The chain of single robots gives what `distribute-visit` gives with the same chance, and says what is missing when it does not run in a row. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlacedRobot } from '../../scripts/portal/contract/automation.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

const sealKey = randomBytes(32).toString('base64')
const memberId = randomBytes(16).toString('hex')
/** Two houses that differ in nothing but in what stands on the stage. */
const twin = () => openHouse({ portal: { grow: (state) => void (state.memberId = memberId) }, app: { SEAL_KEY: sealKey } })

interface Home {
  readonly house: House
  readonly administrator: Person
  readonly stageId: string
  readonly directionIds: string[]
}
const home = async (house: House): Promise<Home> => {
  const administrator = house.as(1)
  await install(administrator)
  const directions = await acceptSuggestions(administrator)
  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), starter: 'robot' })
  const { stages } = await administrator.site('leads.board', {})
  return {
    house,
    administrator,
    stageId: stages.find(({ name }) => name === 'Отчёт получен')?.id ?? '',
    directionIds: directions.filter(({ name }) => name !== 'Отопление').map(({ id }) => id),
  }
}

const robot = (id: string, code: string, change: Partial<PlacedRobot> = {}): PlacedRobot => ({
  id,
  kind: `app:${code}`,
  values: {},
  afterPrevious: false,
  timeoutSeconds: 0,
  wait: true,
  actAs: null,
  ...change,
})
const pool = { skip_absent: 'Y', skip_clocked_out: 'Y' }

/** Places robots in a row, each with the draw of the first; ids are given by the portal, so one after another. */
async function placeChain({ administrator, stageId }: Home, afterPrevious: boolean, taskValues: Record<string, string> = {}): Promise<void> {
  const { robots } = await administrator.site('stage.save', { stageId, robots: [robot('new', 'pick-managers', { values: pool })] })
  const draw = `{=${robots[0]?.id}:draw}`
  await administrator.site('stage.save', {
    stageId,
    robots: [
      ...robots,
      robot('new2', 'choose-main-manager', { values: { draw }, afterPrevious }),
      robot('new3', 'create-deals', { values: { draw }, afterPrevious }),
      robot('new4', 'assign-main-task', { values: { draw, ...taskValues }, afterPrevious }),
    ],
  })
}

async function visit({ house, administrator, stageId, directionIds }: Home, title: string, reportId: string, steps: number) {
  const { leads } = await administrator.site('leads.board', {})
  const leadId = leads.find((one) => one.title.includes(title))?.id ?? 0
  await house.as(2).app('visit.submit', { reportId: reportId as never, document: lead(leadId), directionIds: directionIds as never, comment: 'Приехать до обеда' })
  await administrator.site('lead.move', { id: leadId, stageId })
  await until('every robot is answered', async () => {
    const { automation } = await administrator.site('lead.show', { id: leadId })
    return automation.length === steps && automation.every(({ state }) => state !== 'waiting' && state !== 'working')
  })
  await until('every run is over', async () => {
    const { rows } = await administrator.app('journal.list', { search: String(leadId) })
    return rows.every(({ state }) => state === 'done' || state === 'failed')
  })
  return { leadId, shown: await administrator.site('lead.show', { id: leadId }) }
}

describe('the chain of single robots', () => {
  let single: Home
  let chain: Home
  beforeAll(async () => {
    single = await home(await twin())
    chain = await home(await twin())
  })
  afterAll(async () => {
    await single.house.close()
    await chain.house.close()
  })

  /** Everything that people see of a distribution, without the numbers that a portal gives out in its own order. */
  const outcome = async ({ administrator }: Home, leadId: number, deals: readonly { id: number }[], tasks: readonly object[]) => {
    const { distributions } = await administrator.app('why.show', { document: { kind: 'lead', id: leadId } })
    const record = distributions[0]
    return {
      seed: record?.seed,
      id: record?.id,
      main: record?.mainManager?.id,
      directions: record?.directions.map(({ name, picked, eligible, excluded, outcome, deal }) => ({
        name,
        picked,
        eligible: eligible.map(({ id }) => id),
        excluded: excluded.map(({ person, reason }) => [person.id, reason]),
        outcome,
        hasDeal: deal !== null,
      })),
      deals: await Promise.all(
        deals.map(async ({ id }) => {
          const { deal, comments, observers, client, timeline } = await administrator.site('deal.show', { id })
          const notes = timeline.filter(({ kind }) => kind === 'comment').length
          return { title: deal.title, pipeline: deal.categoryName, assigned: deal.assigned.id, comments, observers: observers.map((one) => one.id), client: client.contactName, notes }
        }),
      ),
      tasks: tasks.map((task) => {
        const { title, responsible, checklist, bindings } = task as { title: string; responsible: { id: number }; checklist: { title: string }[]; bindings: { kind: string }[] }
        return { title, responsible: responsible.id, checklist: checklist.map((item) => item.title.replace(/\d+$/, '')), bindings: bindings.map(({ kind }) => kind) }
      }),
    }
  }

  it('gives the same as distribute-visit with the same seed and snapshot', async () => {
    const reportId = newReportId()
    await single.administrator.site('stage.save', { stageId: single.stageId, robots: [robot('r1', 'distribute-visit', { values: pool })] })
    await placeChain(chain, true)
    const one = await visit(single, 'Колос', reportId, 1)
    const four = await visit(chain, 'Колос', reportId, 4)
    expect(four.shown.automation.map(({ returned }) => returned['outcome'])).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(four.shown.deals).toHaveLength(4)
    expect(await outcome(chain, four.leadId, four.shown.deals, four.shown.tasks)).toEqual(await outcome(single, one.leadId, one.shown.deals, one.shown.tasks))

    const [whole = {}] = one.shown.automation.map(({ returned }) => returned)
    const [pick = {}, main = {}, deals = {}, task = {}] = four.shown.automation.map(({ returned }) => returned)
    for (const name of ['draw', 'managers', 'unserved']) expect(pick[name]).toBe(whole[name])
    expect(main['main_manager']).toBe(whole['main_manager'])
    expect(deals['deal_count']).toBe(whole['deal_count'])
    expect(deals['deals']?.split(/[,\s]+/).map(Number)).toEqual(four.shown.deals.map(({ id }) => id).sort((a, b) => a - b))
    expect(four.shown.tasks.filter(({ checklist }) => checklist.length === 4).map(({ id }) => id)).toEqual([Number(task['task'])])
    expect(pick['record']).toContain(`/crm/lead/details/${four.leadId}/`)
  })

  it('returns the first values when the lead comes to the stage again', async () => {
    const { administrator, stageId } = chain
    const leadId = (await administrator.site('leads.board', {})).leads.find(({ title }) => title.includes('Колос'))?.id ?? 0
    const first = await administrator.site('lead.show', { id: leadId })
    const before = first.automation.map(({ returned }) => returned)
    const { stages } = await administrator.site('leads.board', {})
    await administrator.site('lead.move', { id: leadId, stageId: stages.find(({ name }) => name === 'Новый')?.id ?? '' })
    await administrator.site('lead.move', { id: leadId, stageId })
    const again = async () => (await administrator.site('lead.show', { id: leadId })).automation.slice(0, 4)
    await until('the second round is answered', async () => (await again()).every(({ state, returned }) => state === 'done' && returned['outcome'] === 'already_done'))
    for (const [index, { returned }] of (await again()).entries()) expect(returned).toEqual({ ...before[index], outcome: 'already_done' })
    const { deals, tasks } = await administrator.site('lead.show', { id: leadId })
    expect(deals.map(({ id }) => id)).toEqual(first.deals.map(({ id }) => id))
    expect(tasks.map(({ id }) => id)).toEqual(first.tasks.map(({ id }) => id))
  })

  it('without "after previous" picks, and refuses the rest with the sentence that names the setting', async () => {
    await placeChain(chain, false)
    const { leadId, shown } = await visit(chain, 'Причал', newReportId(), 4)
    expect(shown.automation.map(({ returned }) => returned['outcome'])).toEqual(['ok', 'refused', 'refused', 'refused'])
    expect(shown.deals.filter(({ fromApp }) => fromApp)).toEqual([])
    const { rows } = await chain.administrator.app('journal.list', { search: String(leadId), outcome: 'refused' })
    expect(rows.map(({ robot: code }) => code).sort()).toEqual(['assign-main-task', 'choose-main-manager', 'create-deals'])
    for (const { runId } of rows) {
      expect((await chain.administrator.app('journal.show', { runId })).reason).toContain('после предыдущего')
    }
    expect(shown.timeline.filter(({ text }) => text.includes('после предыдущего'))).toHaveLength(3)
  })

  it('refuses a draw that is none of the lead, and steps out of their order', async () => {
    const { administrator, stageId } = chain
    const { robots } = await administrator.site('stage.save', { stageId, robots: [robot('new', 'pick-managers', { values: pool })] })
    const draw = `{=${robots[0]?.id}:draw}`
    await administrator.site('stage.save', {
      stageId,
      robots: [
        ...robots,
        robot('new2', 'assign-main-task', { values: { draw }, afterPrevious: true }),
        robot('new3', 'create-deals', { values: { draw: 'a'.repeat(26) }, afterPrevious: true }),
        robot('new4', 'create-deals', { values: { draw }, afterPrevious: true }),
        robot('new5', 'assign-main-task', { values: { draw }, afterPrevious: true }),
      ],
    })
    const { leadId, shown } = await visit(chain, 'Аптека', newReportId(), 5)
    expect(shown.automation.map(({ returned }) => returned['outcome'])).toEqual(['ok', 'refused', 'refused', 'ok', 'refused'])
    const { rows } = await chain.administrator.app('journal.list', { search: String(leadId), outcome: 'refused' })
    const reasons = await Promise.all(rows.map(async ({ runId }) => (await chain.administrator.app('journal.show', { runId })).reason))
    expect(reasons.join()).toContain('Создать сделки')
    expect(reasons.join()).toContain('Такого выбора у этой карточки нет')
    expect(reasons.join()).toContain('Выбрать главного менеджера')
  })

  it('moves the stage at its end', async () => {
    const to = (await chain.administrator.site('leads.board', {})).stages.find(({ name }) => name === 'Распределён')?.id ?? ''
    await placeChain(chain, true, { move_to_stage: to })
    const { shown } = await visit(chain, 'Столярная', newReportId(), 4)
    await until('the lead has moved', async () => (await chain.administrator.site('lead.show', { id: shown.id })).stageId === to)
  })

  it('used no field or parameter that the portal does not know', () => {
    expect(chain.house.portal.unknownFields).toEqual([])
  })
})
