/** The self-test: every step of the path on a demo record, told with its result, and nothing left at the portal, also after a refusal, a lost answer and a kill. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SelfTest } from '../../domain/contract/setup.ts'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  await acceptSuggestions(administrator)
})
afterAll(() => house.close())

const test = async (): Promise<SelfTest | null> => (await administrator.app('selftest.show', {})).test
async function ended(): Promise<Record<SelfTest['steps'][number]['step'], SelfTest['steps'][number]>> {
  await until('the self-test is over', async () => ((await test())?.finishedAt ?? null) !== null)
  return Object.fromEntries((await test())?.steps.map((one) => [one.step, one]) ?? []) as never
}
/** Numbers of everything there is, and how often people were told something. */
async function everything() {
  return {
    leads: (await administrator.site('leads.board', {})).leads.map(({ id }) => id),
    deals: (await administrator.site('deals.list', {})).deals.map(({ id }) => id),
    tasks: (await administrator.site('tasks.list', { everybody: true })).tasks.map(({ id }) => id),
    told: (await Promise.all([4, 5, 6, 7, 8].map(async (id) => (await house.as(id).site('notifications.list', {})).notifications.length))).join(),
  }
}
it('finds the pipeline whose required field has no default, makes everything else, and takes it all away again', async () => {
  const before = await everything()
  const draws = await administrator.app('draws.show', {})
  await administrator.app('selftest.start', {})
  await expect(administrator.app('selftest.start', {})).rejects.toMatchObject({ code: 'conflict' })
  const steps = await ended()
  expect(steps.record).toMatchObject({ state: 'fine', made: 1 })
  expect(steps.draw).toMatchObject({ state: 'fine', detail: expect.stringContaining('Сантехника') as string })
  expect(steps.deals).toMatchObject({ state: 'bad', detail: expect.stringContaining('Площадь помещения') as string })
  expect(steps.deals.made).toBeGreaterThan(1)
  // The task and an item for each deal that was made.
  expect(steps.task).toMatchObject({ state: 'fine', made: steps.deals.made + 1 })
  expect(steps.event).toMatchObject({ state: 'fine' })
  expect(steps.clean).toMatchObject({ state: 'fine', made: steps.deals.made + 2, detail: '{"found":"clean"}' })
  expect(await everything()).toEqual(before)
  // No turn was taken, and the journal has one line of it, not a failed one.
  expect(await administrator.app('draws.show', {})).toEqual(draws)
  const { rows } = await administrator.app('journal.list', {})
  expect(rows.filter(({ press }) => press === 'test').map(({ outcome }) => outcome)).toEqual(['ok'])
  expect((await administrator.app('installation.show', {})).runs.failed).toBe(0)
})

it('cleans up when answers get lost and the app is killed in the middle', async () => {
  const before = await everything()
  let lost = 0
  const stop = house.portal.intercept(({ commands }) => (commands.includes('tasks.task.delete') && lost++ === 0 ? { kind: 'lose_answer' } : undefined))
  await administrator.app('selftest.start', {})
  await until('deals are there', async () => (await everything()).deals.length > before.deals.length)
  await house.stopApp('SIGKILL')
  await house.startApp()
  const steps = await ended()
  stop()
  expect(lost).toBeGreaterThan(0)
  expect(steps.clean.state).toBe('fine')
  expect(await everything()).toEqual(before)
  expect(house.portal.unknownFields).toEqual([])
})
