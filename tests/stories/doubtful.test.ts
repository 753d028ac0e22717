/** Effects that nobody can find out about: they wait for an administrator, who looks again, sends again or gives up. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { Interception } from '../../scripts/portal/weather/faults.ts'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'

// A portal that does not answer is asked at growing intervals.
vi.setConfig({ testTimeout: 60_000 })

let house: House
let administrator: Person
let stageId: string
let clearUp: (() => void) | null = null
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  const [first] = await acceptSuggestions(administrator)
  stageId = (await administrator.site('leads.board', {})).stages.find(({ name }) => name === 'Отчёт получен')?.id ?? ''
  const values = { directions: [first?.id ?? ''], skip_absent: 'Y', skip_clocked_out: 'Y' }
  await administrator.site('stage.save', { stageId, robots: [{ id: 'r1', kind: 'app:distribute-visit', values, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }] })
})
afterEach(() => clearUp?.())
afterAll(() => house.close())

/** A lead whose deal is written while the answer is lost, at a portal that answers no question about it afterwards. */
async function doubtful(title: string, after: 'apply' | 'drop', lookUp: Interception = { kind: 'drop' }) {
  let lost = false
  let looked = 0
  clearUp = house.portal.intercept(({ commands }) => {
    const writes = commands.includes('crm.item.add')
    if (writes && lost) return undefined
    if (writes) lost = true
    if (writes) return after === 'apply' ? { kind: 'lose_answer' } : { kind: 'drop' }
    if (!lost || !commands.includes('crm.item.list')) return undefined
    looked += 1
    return lookUp
  })
  const { id } = await administrator.site('lead.add', { title, contactName: '', companyTitle: '', phone: '', email: '', address: '' })
  await administrator.site('lead.move', { id, stageId })
  const row = async () => (await administrator.app('journal.list', { search: String(id) })).rows[0]
  await until('the run is doubtful', async () => (await row())?.state === 'doubtful')
  const runId = (await row())?.runId as never
  const shown = () => administrator.app('journal.show', { runId })
  const lead = () => administrator.site('lead.show', { id })
  const judge = (choice: 'look' | 'send' | 'give_up') => administrator.app('run.judge', { runId, choice })
  /** The portal answers again, and the run comes to its end. */
  const over = async () => {
    clearUp?.()
    await until('the run is over', async () => ['done', 'failed'].includes((await shown()).row.state))
    expect((await lead()).automation[0]?.state).toBe('done')
  }
  return { shown, lead, judge, over, looked: () => looked, mayJudge: async () => until('the grace time is over', async () => Date.now() > ((await shown()).doubt?.from ?? Infinity)) }
}

// Shows: answer lost × look-up
it('looked at again, they are found, and nothing is doubled', async () => {
  const { shown, lead, judge, over } = await doubtful('Снова проверить', 'apply')
  expect((await shown()).doubt?.effects).toBeGreaterThan(0)
  await judge('look')
  await over()
  expect((await lead()).deals).toHaveLength(1)
  expect((await lead()).automation[0]?.returned['outcome']).toBe('ok')
})

// Shows: answer late × look-up
it('cannot be decided of while the portal may still work on them, and nobody else may decide', async () => {
  const { judge, shown, over } = await doubtful('Рано', 'apply')
  await expect(judge('send')).rejects.toMatchObject({ code: 'conflict' })
  await expect(house.as(2).app('run.judge', { runId: (await shown()).row.runId, choice: 'give_up' })).rejects.toMatchObject({ code: 'forbidden' })
  await over()
})

it('sent again, they are made, and the workflow is answered', async () => {
  const { lead, judge, over, mayJudge } = await doubtful('Отправить снова', 'drop')
  await mayJudge()
  await judge('send')
  // Look-ups are still not answered: it is the decision that brings it on.
  await until('the deal is made', async () => (await lead()).deals.length === 1)
  await over()
  expect((await lead()).deals).toHaveLength(1)
  await expect(judge('look')).rejects.toMatchObject({ code: 'conflict' })
})

it('given up, the workflow hears that not everything was made', async () => {
  const { lead, shown, judge, over, mayJudge } = await doubtful('Прекратить', 'drop')
  await mayJudge()
  await judge('give_up')
  await over()
  expect((await lead()).deals).toHaveLength(0)
  expect((await lead()).automation[0]?.returned['outcome']).toBe('failed')
  expect((await shown()).effects.some(({ state, error }) => state === 'refused' && error === 'GIVEN_UP')).toBe(true)
})

it('given up while the portal is looking for them, they are not made either', async () => {
  const { lead, judge, over, looked } = await doubtful('Прекратить при поиске', 'drop', { kind: 'delay', milliseconds: 600 })
  await until('the portal is looking', () => looked() > 0)
  await judge('give_up')
  await over()
  expect((await lead()).deals).toHaveLength(0)
  expect((await lead()).automation[0]?.returned['outcome']).toBe('failed')
})
