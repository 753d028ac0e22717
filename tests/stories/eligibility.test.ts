/** What was decided for people reaches the draw: limits, hours, competences, clients, pauses, deputies; the client's own manager and the head; and it costs no request. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Input } from '../../domain/contract/contract.ts'
import type { PersonRules } from '../../domain/person-rules.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, patient, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let directions: Answer<'directions.list'>['directions']
beforeAll(async () => {
  house = await openHouse({ app: patient })
  administrator = house.as(1)
  await install(administrator)
  directions = await acceptSuggestions(administrator)
})
afterAll(async () => {
  expect(house.portal.unknownFields).toEqual([])
  await house.close()
})

const day = 86_400_000
const settings = async (part: Partial<Input<'settings.save'>>) => administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), ...part })
const decide = async (userId: number, part: Partial<PersonRules>) => {
  const known = (await administrator.app('people.list', {})).people.find(({ person }) => person.id === userId)?.rules
  if (!known) throw new Error('not in the pool')
  return administrator.app('people.save', { ...known, ...part })
}

let number = 0
let usual = 0
/** A visit to a client for plumbing, where 9 and 10 work. */
async function visit(phone = `+7 903 000-00-${String(++number).padStart(2, '0')}`) {
  const { id } = await administrator.site('lead.add', { title: `Клиент ${phone}`, contactName: 'Пётр Новый', companyTitle: '', phone, email: '', address: '' })
  const reportId = newReportId() as never
  const directionIds = directions.filter(({ name }) => name === 'Сантехника').map((one) => one.id)
  const before = house.portal.requests.length
  await administrator.app('visit.submit', { reportId, document: lead(id), directionIds, comment: '' })
  await until('the distribution is over', async () => ['done', 'failed'].includes((await administrator.app('visit.result', { reportId })).state))
  const { distribution } = await administrator.app('visit.result', { reportId })
  const one = distribution?.directions[0]
  return {
    one,
    distribution,
    batches: house.portal.requests.slice(before).filter(({ method }) => method === 'batch').length,
    reasons: Object.fromEntries(one?.excluded.map(({ person, reason }) => [person.id, reason]) ?? []),
  }
}

describe('what was decided for people', () => {
  it('leaves them out by limits, hours, competences and their own pause, each with its reason and without a request more', async () => {
    const first = await visit()
    usual = first.batches
    const other = (id: number | null | undefined) => (id === 9 ? 10 : 9)
    const picked = first.one?.picked ?? 0
    await decide(picked, { dayLimit: 1 })
    const limited = await visit()
    expect(limited.reasons).toMatchObject({ [picked]: 'day_limit' })
    expect(limited.one?.picked).toBe(other(picked))
    // The figure behind it is for administrators and heads.
    const limitIn = ({ directions: [first] }: NonNullable<typeof limited.distribution>) => first?.excluded.find(({ person }) => person.id === picked)?.limit
    expect(limited.distribution && limitIn(limited.distribution)).toBe(1)
    const colleague = await house.as(other(picked)).app('why.show', { document: { kind: 'deal', id: limited.one?.deal?.id ?? 0 } })
    expect(colleague.distributions[0] && limitIn(colleague.distributions[0])).toBeNull()

    // A rule's settings show who is left, to administrators alone.
    const previewBy = async (person: Person) => (await person.app('robot.preview', { skipAbsent: true, skipClockedOut: true })).directions.find(({ id }) => id === limited.one?.id)?.eligible.map(({ id }) => id)
    expect(await previewBy(administrator)).toEqual([other(picked)])
    expect(await previewBy(house.as(2))).toBeUndefined()

    // So does a direction's editor, of departments and competences that nobody has stored yet.
    const plumbing = directions.find(({ name }) => name === 'Сантехника')
    const another = directions.find(({ name }) => name !== 'Сантехника')
    if (!plumbing || !another) throw new Error('no directions')
    const candidates = async (departmentIds: typeof plumbing.departmentIds, tags: string[] = []) => {
      const { eligible, excluded, ...rest } = await administrator.app('directions.candidates', { departmentIds, tags })
      return { eligible: eligible.map(({ id }) => Number(id)), excluded: excluded.map(({ person, reason, limit }) => [Number(person.id), reason, limit]), ...rest }
    }
    const alone = await candidates(plumbing.departmentIds)
    expect(alone).toMatchObject({ eligible: [other(picked)], headStepsIn: false, otherwise: [] })
    expect(alone.excluded).toEqual(expect.arrayContaining([[picked, 'day_limit', 1], [8, 'head', null]]))
    const both = await candidates([...plumbing.departmentIds, ...another.departmentIds])
    expect(both.eligible).toEqual([...new Set([other(picked), ...(await candidates(another.departmentIds)).eligible])].sort((one, two) => one - two))
    expect(both.eligible.length).toBeGreaterThan(1)
    expect((await candidates(plumbing.departmentIds, ['котлы'])).excluded.map(([id, reason]) => [id, reason])).toContainEqual([other(picked), 'missing_tag'])
    await expect(candidates([])).rejects.toThrow('invalid_input departmentIds')
    await settings({ headAsLastResort: true, starter: 'robot' })
    expect(await candidates(plumbing.departmentIds)).toMatchObject({ headStepsIn: true, otherwise: ['robot'] })
    await settings({ headAsLastResort: false, starter: 'report' })
    await expect(house.as(2).app('directions.candidates', { departmentIds: plumbing.departmentIds, tags: [] })).rejects.toThrow('forbidden')

    // A day that is today nowhere on earth.
    const inThreeDays = ((new Date().getUTCDay() + 2) % 7) + 1
    await decide(other(picked), { hours: { days: [inThreeDays], from: 0, until: 1440 } })
    const late = await visit()
    expect(late.reasons).toMatchObject({ [picked]: 'day_limit', [other(picked)]: 'outside_hours' })
    expect(late.one).toMatchObject({ picked: null, outcome: 'no_eligible' })

    await decide(picked, { dayLimit: null, tags: ['Котлы'] })
    await decide(other(picked), { hours: null })
    const { direction } = await administrator.app('directions.save', { ...plumbing, tags: ['котлы'] })
    const skilled = await visit()
    expect(skilled.reasons).toMatchObject({ [other(picked)]: 'missing_tag' })
    expect(skilled.one?.picked).toBe(picked)
    await administrator.app('directions.save', { ...direction, tags: [] })

    expect(await house.as(picked).app('me.show', {})).toEqual({ inPool: true, pausedUntil: null })
    await house.as(picked).app('me.pause', { until: Date.now() + day })
    const paused = await visit()
    expect(paused.reasons).toMatchObject({ [picked]: 'paused' })
    await house.as(picked).app('me.pause', { until: null })
    await expect(house.as(2).app('me.pause', { until: Date.now() + day })).rejects.toThrow('not_found')
    for (const { batches } of [limited, late, skilled, paused]) expect(batches).toBeLessThanOrEqual(usual)
  })

  it('counts the open deals of whoever has a limit of them, in the same batch', async () => {
    await decide(9, { dealLimit: 1 })
    await decide(10, { dealLimit: 1 })
    const full = await visit()
    expect(full.reasons).toMatchObject({ 9: 'deal_limit', 10: 'deal_limit' })
    expect(full.one?.picked).toBeNull()
    expect(full.batches).toBeLessThanOrEqual(usual)
    await decide(9, { dealLimit: null })
    await decide(10, { dealLimit: null })
  })

  it('keeps a client with their manager, gives them to the deputy of whoever is paused, and to the head when nobody is left', async () => {
    const phone = '+7 904 555-44-33'
    await settings({ keepManagerMonths: 6, headAsLastResort: true })
    const own = (await visit(phone)).one?.picked ?? 0
    for (let again = 0; again < 3; again++) expect((await visit(phone)).one).toMatchObject({ picked: own, by: 'client_manager' })

    await decide(own, { pausedUntil: Date.now() + day, deputies: [{ userId: 11 as never, from: Date.now() - day, until: Date.now() + day }] })
    expect((await visit(phone)).one).toMatchObject({ picked: 11, by: 'client_manager', standsFor: { id: own } })
    const back = { deputies: [{ userId: own as never, from: Date.now(), until: Date.now() + day }] }
    await expect(decide(11, back)).rejects.toThrow(`invalid_input deputy_circle:${own},11`)
    await decide(own, { pausedUntil: null, deputies: [] })
    await decide(11, back)
    // Nor is it put back from the history of changes.
    const [, ended] = (await administrator.app('changes.list', {})).rows
    await expect(administrator.app('changes.undo', { number: ended?.number ?? 0 })).rejects.toMatchObject({ code: 'invalid_input' })
    await decide(11, { deputies: [] })
    expect((await visit(phone)).one).toMatchObject({ picked: own, by: 'client_manager' })

    await decide(9, { pausedUntil: Date.now() + day })
    await decide(10, { pausedUntil: Date.now() + day })
    const headed = await visit()
    expect(headed.one).toMatchObject({ by: 'head', outcome: 'fallback_used' })
    expect(headed.one?.reserve?.id).toBe(headed.one?.picked)
    expect(headed.batches).toBeLessThanOrEqual(usual)
    await decide(9, { pausedUntil: null })
    await decide(10, { pausedUntil: null })
  })
})
