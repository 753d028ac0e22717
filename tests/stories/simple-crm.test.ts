/** A portal without leads: the same story begins with a deal of the general pipeline, and never with a deal of ours. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../domain/contract/contract.ts'
import { acceptSuggestions, deal, install, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directions: Answer<'directions.list'>['directions']
let stageId: string
beforeAll(async () => {
  house = await openHouse({ portal: { crmMode: 'simple' } })
  administrator = house.as(1)
  await install(administrator)
  directions = await acceptSuggestions(administrator)
  const { categories } = await administrator.site('deals.list', {})
  stageId = categories[0]?.stages.find(({ name }) => name === 'Отчёт получен')?.id ?? ''
})
afterAll(() => house.close())

const shown = (id: number) => administrator.site('deal.show', { id })
const named = (...names: string[]) => names.map((name) => directions.find((one) => one.name === name)?.id ?? '')
const placed = (kind: string, values: Record<string, string | string[]>) => ({ id: kind, kind: `app:${kind}`, values, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null })
const newDeal = async (title: string, contactName = 'Анна Белова') =>
  (await administrator.site('deal.add', { title, contactName, companyTitle: '', phone: contactName === '' ? '' : '+7 485 200-99-99', email: '', address: 'Мира, 1' })).id
const made = async (from: number) => (await administrator.site('deals.list', {})).deals.filter(({ id, fromApp }) => fromApp && id > from)

describe('a portal without leads', () => {
  it('has the report as a tab of the deal and both tabs in order', async () => {
    const id = await newDeal('Кафе на Мира')
    expect((await shown(id)).tabs.map(({ title }) => title)).toEqual(['Отчёт о визите', 'Почему этот менеджер'])
    const { placements } = await administrator.app('installation.show', {})
    expect(placements).toEqual([
      { code: 'CRM_DEAL_DETAIL_TAB:/app/visit', registered: true },
      { code: 'CRM_DEAL_DETAIL_TAB:/app/why', registered: true },
      { code: 'REST_APP_URI:/app/panel', registered: true },
    ])
  })

  it('distributes a report on a deal: client linked, task and comments on the deal, the record for its readers', async () => {
    const id = await newDeal('Столовая', 'Иван Столов')
    const before = (await shown(id)).client
    const tab = await administrator.open({ placement: 'CRM_DEAL_DETAIL_TAB', title: 'Отчёт о визите', id })
    expect(tab.context).toMatchObject({ page: 'visit', document: deal(id) })
    const reportId = newReportId() as never
    await administrator.app('visit.submit', { reportId, document: deal(id), directionIds: named('Сантехника', 'Электрика') as never, comment: 'без лидов' })
    await until('the distribution is over', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
    const { outcome, distribution } = await administrator.app('visit.result', { reportId })
    expect(outcome).toBe('ok')
    expect(distribution).toMatchObject({ document: { kind: 'deal', id, title: 'Столовая', url: `/crm/deal/details/${id}/` }, comment: 'без лидов' })

    const deals = await made(id)
    expect(deals.map(({ categoryName }) => categoryName).sort()).toEqual(['Сантехника', 'Электрика'])
    for (const one of deals) {
      const card = await shown(one.id)
      expect(card.client).toMatchObject({ contactName: 'Иван Столов', phones: before.phones })
      expect(card.comments).toContain('Телефон: +7 485 200-99-99')
      expect(card.comments).toContain('без лидов')
      const { distributions } = await administrator.app('why.show', { document: deal(one.id) })
      expect(distributions.map((found) => found.id)).toEqual([distribution?.id])
    }
    const source = await shown(id)
    const task = source.tasks.find(({ checklist }) => checklist.length === 2)
    expect(task?.bindings).toEqual(expect.arrayContaining([id, ...deals.map((one) => one.id)].map((number) => expect.objectContaining({ kind: 'deal', id: number }) as unknown)))
    expect(source.timeline.filter(({ app, kind }) => app !== null && kind === 'comment')).toHaveLength(2)
    expect((await administrator.app('why.show', { document: deal(id) })).distributions).toHaveLength(1)
    // The contact was linked, none was made.
    expect(house.portal.state.records.filter(({ type, originatorId }) => type === 3 && originatorId === 'fairlead')).toEqual([])
  })

  it('lets the robot on a stage move the deal on afterwards, and moves it once', async () => {
    const target = (await administrator.site('deals.list', {})).categories[0]?.stages.find(({ name }) => name === 'Распределена')?.id ?? ''
    expect(target).not.toBe('')
    await administrator.site('stage.save', { stageId, document: 'deal', robots: [placed('distribute-visit', { directions: named('Вентиляция'), move_to_stage: target })] })
    const id = await newDeal('Пекарня', '')
    await administrator.site('deal.move', { id, stageId })
    await until('the deal has moved on', async () => (await shown(id)).deal.stage.id === target)
    expect((await made(id)).map(({ categoryName }) => categoryName)).toEqual(['Вентиляция'])
    const { rows } = await administrator.app('journal.list', { search: String(id) })
    expect(rows[0]).toMatchObject({ kind: 'robot', robot: 'distribute-visit', outcome: 'ok', document: { kind: 'deal', id } })
  })

  it('sends a representative to a deal, waits, and takes the report through the personal link', async () => {
    await administrator.site('stage.save', { stageId, document: 'deal', robots: [placed('assign-visit', { representative: 'user_2' })] })
    const id = await newDeal('Ателье')
    await administrator.site('deal.move', { id, stageId })
    await until('the workflow waits', async () => (await shown(id)).automation[0]?.state === 'waiting' && (await shown(id)).tasks.length === 1)
    const [task] = (await shown(id)).tasks
    expect(task?.bindings).toEqual([expect.objectContaining({ kind: 'deal', id })])
    const link = /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec(task?.description ?? '')?.[1] ?? ''
    const page = await (await fetch(link)).text()
    const { visit } = JSON.parse(/<script type="application\/json" id="context">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '{}') as { visit: { document: object; session: string } }
    expect(visit.document).toEqual(deal(id))
    const answer = await fetch(`${house.appUrl}/api/visit.submit`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${visit.session}` },
      body: JSON.stringify({ reportId: newReportId(), document: deal(id), directionIds: named('Кровля'), comment: 'по ссылке' }),
    })
    expect(answer.status).toBe(200)
    await until('the workflow is answered', async () => (await shown(id)).automation[0]?.state === 'done')
    expect((await shown(id)).automation[0]?.returned).toMatchObject({ outcome: 'ok', comment: 'по ссылке' })
    await until('the deal is made', async () => (await made(id)).some(({ categoryName }) => categoryName === 'Кровля'))
  })

  it('never begins with a deal of its own: robot, report and assignment are refused with the reason', async () => {
    const [own] = await made(0)
    const id = own?.id ?? 0
    const shownToReport = await administrator.app('visit.show', { document: deal(id) })
    expect(shownToReport.made).toBe(true)
    await expect(administrator.app('visit.submit', { reportId: newReportId() as never, document: deal(id), directionIds: named('Кровля') as never, comment: '' })).rejects.toMatchObject({ code: 'invalid_input' })

    const [plumbing] = named('Сантехника')
    const before = directions.find((one) => one.id === plumbing)
    if (!before) throw new Error('no direction')
    // Deals of this direction begin on the very stage that carries our starter.
    await administrator.app('directions.save', { ...before, categoryId: 0, stageId })
    await administrator.site('stage.save', {
      stageId,
      document: 'deal',
      robots: [placed('distribute-visit', { directions: named('Сантехника') }), placed('assign-visit', { representative: 'user_2' })],
    })
    const source = await newDeal('Кольцо')
    await administrator.site('deal.move', { id: source, stageId })
    await until('the deal of ours was refused', async () => {
      const { rows } = await administrator.app('journal.list', { outcome: 'refused' })
      return rows.filter(({ document }) => document !== null && document.id > source).length === 2
    })
    const ours = await made(source)
    expect(ours).toHaveLength(1)
    const { rows } = await administrator.app('journal.list', { outcome: 'refused' })
    for (const { runId } of rows.slice(0, 2)) expect((await administrator.app('journal.show', { runId })).reason).toContain('создал Fairlead')
    expect((await shown(ours[0]?.id ?? 0)).automation.map(({ returned }) => returned['outcome'])).toEqual(['refused', 'refused'])
  })

  it('used no field that the portal does not know', () => {
    expect(house.portal.unknownFields).toEqual([])
  })
})
