/** Every change is kept and taken back with one press; a case that has begun keeps what it began with. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  await acceptSuggestions(administrator)
})
afterAll(() => house.close())

const directions = async () => (await administrator.app('directions.list', {})).directions
const settings = () => administrator.app('settings.show', {})
const changes = async () => (await administrator.app('changes.list', {})).rows
const newest = async () => {
  const [row] = await changes()
  if (!row) throw new Error('no change')
  return row
}
const undo = (number: number) => administrator.app('changes.undo', { number })

it('tells who changed what of settings, directions, their order, questions and people', async () => {
  const made = (await changes()).filter(({ kind }) => kind === 'direction')
  expect(made).toHaveLength((await directions()).length)
  expect(made.every(({ before, by }) => before === null && by.id === 1)).toBe(true)

  await administrator.app('settings.save', { ...(await settings()), policy: 'in_turn', skipAbsent: false })
  expect(await newest()).toMatchObject({ kind: 'settings', by: { id: 1 }, before: { policy: 'random', skipAbsent: true }, after: { policy: 'in_turn', skipAbsent: false }, standing: 'possible' })
  const before = (await changes()).length
  // Stored again as it is, and a step of the setting up: neither is a decision.
  await administrator.app('settings.save', { ...(await settings()), setup: 'done' })
  expect(await changes()).toHaveLength(before)

  // What is not named stays, also where two are stored in the same moment.
  await Promise.all([administrator.app('settings.save', { headsTakePart: true }), administrator.app('settings.save', { loadDays: 7 }), administrator.app('settings.save', { remindAfter: null })])
  expect(await settings()).toMatchObject({ policy: 'in_turn', skipAbsent: false, headsTakePart: true, loadDays: 7, remindAfter: null, setup: 'done' })
  for (const row of (await changes()).slice(0, 3)) expect(Object.keys(row.after)).toHaveLength(1)

  const [first, second] = await directions()
  if (!first || !second) throw new Error('two directions')
  await administrator.app('directions.order', { ids: [second.id, first.id] })
  expect((await newest()).kind).toBe('order')
  await undo((await newest()).number)
  expect((await directions())[0]?.id).toBe(first.id)

  await administrator.app('form.save', { directionId: first.id, version: 0, questions: [{ id: 'q_aaaaaaaaaa', type: 'text', label: 'Кто?', required: false, options: [], shownWhen: null }] })
  expect(await newest()).toMatchObject({ kind: 'questions', subject: first.id, before: { questions: [] } })
  await undo((await newest()).number)
  // A report that was begun names its version, so that taking back is a version more.
  expect(await administrator.app('form.show', { directionId: first.id })).toEqual({ version: 2, questions: [] })

  const person = (await administrator.app('people.list', {})).people[0]
  if (!person) throw new Error('nobody')
  await administrator.app('people.save', { ...person.rules, dayLimit: 3 })
  await house.as(person.person.id).app('me.pause', { until: Date.now() + 86_400_000 })
  const [paused, limited] = await changes()
  expect(paused).toMatchObject({ kind: 'person', subject: String(person.person.id), by: { id: person.person.id }, before: { pausedUntil: null } })
  // Of the same person, but of something else: both can be taken back.
  await undo(limited?.number ?? 0)
  const now = (await administrator.app('people.list', {})).people.find((one) => one.person.id === person.person.id)
  expect(now?.rules).toMatchObject({ dayLimit: null, pausedUntil: paused?.after['pausedUntil'], version: 3 })
  expect(await newest()).toMatchObject({ undoes: limited?.number, before: { dayLimit: 3 }, after: { dayLimit: null } })
})

it('refuses to take back what was changed again since, or is so already', async () => {
  const [direction] = await directions()
  if (!direction) throw new Error('no direction')
  const save = async (name: string) => {
    const now = (await directions()).find(({ id }) => id === direction.id) ?? direction
    await administrator.app('directions.save', { ...now, name })
    return (await newest()).number
  }
  const first = await save('Первое')
  const second = await save('Второе')
  const row = (await changes()).find(({ number }) => number === first)
  expect(row).toMatchObject({ standing: 'overtaken', later: second })
  await expect(undo(first)).rejects.toMatchObject({ code: 'conflict' })
  await undo(second)
  await undo(first)
  expect((await directions()).find(({ id }) => id === direction.id)?.name).toBe(direction.name)
  await expect(undo(first)).rejects.toMatchObject({ code: 'conflict' })
  await expect(undo(9999)).rejects.toMatchObject({ code: 'not_found' })
  await expect(house.as(2).app('changes.list', {})).rejects.toMatchObject({ code: 'forbidden' })
})

it('lets a case that has begun go on by what it began with', async () => {
  const [direction] = await directions()
  if (!direction) throw new Error('no direction')
  await administrator.app('settings.save', { ...(await settings()), starter: 'robot', main: 'random' })
  const { stages } = await administrator.site('leads.board', {})
  const onStage = (name: string) => stages.find((one) => one.name === name)?.id ?? ''
  const robot = { id: 'new', afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }
  const { id: leadId } = await administrator.site('lead.add', { title: 'Цех', contactName: 'Пётр Новый', companyTitle: '', phone: '+7 903 000-00-09', email: '', address: '' })
  const run = async (stage: string, code: string, values: Record<string, string>) => {
    await administrator.site('stage.save', { stageId: onStage(stage), robots: [{ ...robot, kind: `app:${code}`, values }] })
    await administrator.site('lead.move', { id: leadId, stageId: onStage(stage) })
    await until(`${code} is done`, async () => (await administrator.app('journal.list', { search: String(leadId) })).rows.some((row) => row.robot === code && row.state === 'done'))
  }
  await administrator.app('visit.submit', { reportId: newReportId() as never, document: lead(leadId), directionIds: [direction.id], comment: '' })
  await run('Отчёт получен', 'pick-managers', {})
  const record = (await administrator.app('why.show', { document: lead(leadId) })).distributions[0]
  const draw = record?.id ?? ''

  // Half-way everything is changed: where deals go, how the main manager is chosen, what happens at the end.
  const { pipelines } = await administrator.app('portal.choices', {})
  const other = pipelines.find(({ id }) => id !== direction.categoryId)
  await administrator.app('directions.save', { ...direction, name: 'Другое', categoryId: other?.id ?? 0, stageId: other?.stages[0]?.id ?? '' })
  await administrator.app('settings.save', { ...(await settings()), policy: 'weighted', completeTask: false })

  const [, second, third] = stages.filter(({ name }) => name !== 'Отчёт получен')
  await run(second?.name ?? '', 'choose-main-manager', { draw })
  await run(third?.name ?? '', 'create-deals', { draw })
  const { deals } = await administrator.site('lead.show', { id: leadId })
  expect(deals.map(({ categoryId }) => categoryId)).toEqual([direction.categoryId])
  const after = (await administrator.app('why.show', { document: lead(leadId) })).distributions[0]
  expect(after).toMatchObject({ id: draw, policy: record?.policy, directions: [{ name: direction.name, picked: record?.directions[0]?.picked }] })
  expect(house.portal.unknownFields).toEqual([])
})
