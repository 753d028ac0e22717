/** A direction's own questions: saved in versions, answered with the report, held against the version named, and read in timeline, deal and process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Input } from '../../domain/contract/contract.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id)
})
afterAll(() => house.close())

const questions = [
  { id: 'q_points2222', type: 'number' as const, label: 'Точек воды', required: true, options: [], shownWhen: null },
  { id: 'q_work222222', type: 'choice' as const, label: 'Что делаем', required: true, options: ['Монтаж', 'Ремонт'], shownWhen: null },
  { id: 'q_since22222', type: 'date' as const, label: 'Не работает с', required: true, options: [], shownWhen: { question: 'q_work222222', is: 'Ремонт' } },
  { id: 'q_access2222', type: 'yes_no' as const, label: 'Доступ [b]ночью', required: false, options: [], shownWhen: null },
]
const refusalOf = async (asked: Promise<unknown>): Promise<string> => asked.then(() => 'taken', (error: Error) => error.message)
const save = (version: number, changed: Input<'form.save'>['questions'] = questions) =>
  administrator.app('form.save', { directionId: directionIds[0] as never, version, questions: changed })
const submit = (leadId: number, answers: Input<'visit.submit'>['answers'], reportId = newReportId()) =>
  administrator.app('visit.submit', { reportId: reportId as never, document: lead(leadId), directionIds: directionIds as never, comment: 'Из отчёта', answers })

describe('questions of a direction', () => {
  it('are saved as versions, by administrators, never over somebody else’s', async () => {
    expect(await administrator.app('form.show', { directionId: directionIds[0] as never })).toEqual({ version: 0, questions: [] })
    expect(await save(0)).toMatchObject({ version: 1 })
    expect(await refusalOf(save(0))).toContain('conflict')
    expect(await refusalOf(save(1, [questions[2] as (typeof questions)[number]]))).toContain('invalid_input')
    expect(await refusalOf(house.as(2).app('form.save', { directionId: directionIds[0] as never, version: 1, questions }))).toContain('forbidden')
    expect(await refusalOf(administrator.app('form.show', { directionId: 'dir_unknown222' as never }))).toContain('not_found')
  })

  it('are held against the version that the report names', async () => {
    const leadId = 1024
    const directionId = directionIds[0] as never
    const right = { q_points2222: 4, q_work222222: 'Монтаж' }
    for (const [values, gap] of [
      [{}, 'q_points2222'],
      [{ ...right, q_work222222: 'Ремонт' }, 'q_since22222'],
      [{ ...right, q_points2222: 'четыре' }, 'q_points2222'],
      [{ ...right, q_work222222: 'Замена' }, 'q_work222222'],
      [{ ...right, q_strange222: 'x' }, 'q_strange222'],
    ] as const) {
      expect(await refusalOf(submit(leadId, [{ directionId, version: 1, values }]))).toContain(gap)
    }
    expect(await refusalOf(submit(leadId, [{ directionId, version: 9, values: right }]))).toContain('version')
  })

  it('come to the timeline, to their own deal and to the process', async () => {
    const { stages } = await administrator.site('leads.board', {})
    const stageId = stages.find(({ name }) => name === 'Визит назначен')?.id ?? ''
    await administrator.site('stage.save', {
      stageId,
      robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
    })
    const { id: leadId } = await administrator.site('lead.add', { title: 'Автомойка', contactName: 'Анна', companyTitle: '', phone: '+79031110000', email: '', address: '' })
    await administrator.site('lead.move', { id: leadId, stageId })
    await until('the visit is assigned', async () => (await administrator.site('lead.show', { id: leadId })).tasks.length > 0)
    // A draft that began before the questions were changed.
    await save(1, [{ ...(questions[0] as (typeof questions)[number]), label: 'Сколько точек' }])
    const values = { q_points2222: 4, q_work222222: 'Ремонт', q_since22222: '2026-11-20', q_access2222: false }
    await submit(leadId, [{ directionId: directionIds[0] as never, version: 1, values }])
    await until('deals are made', async () => (await administrator.site('lead.show', { id: leadId })).deals.length === 2)
    await until('the workflow goes on', async () => (await administrator.site('lead.show', { id: leadId })).automation[0]?.returned['comment'] === 'Из отчёта')
    const shown = await administrator.site('lead.show', { id: leadId })
    const lines = ['Точек воды: 4', 'Что делаем: Ремонт', 'Не работает с: 20.11.2026']
    for (const line of lines) expect(String(shown.automation[0]?.returned['answers'])).toContain(line)
    await until('the comment is there', async () => (await administrator.site('lead.show', { id: leadId })).timeline.some(({ text }) => lines.every((line) => text.includes(line))))
    // What people typed formats nothing.
    expect((await administrator.site('lead.show', { id: leadId })).timeline.some(({ text }) => text.includes('Доступ [\u2060b]ночью: нет'))).toBe(true)
    const comments = await Promise.all(shown.deals.map(async ({ id }) => JSON.stringify(await administrator.site('deal.show', { id }))))
    expect(comments.filter((text) => lines.every((line) => text.includes(line)))).toHaveLength(1)
    expect(house.portal.unknownFields).toEqual([])
  })
})
