/** Calls of a portal of ours that cannot be carried out: the workflow is told, the journal says why, nothing is made. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let stageId: string
beforeAll(async () => {
  house = await openHouse()
  administrator = house.as(1)
  await install(administrator)
  await acceptSuggestions(administrator)
  stageId = (await administrator.site('leads.board', {})).stages.find(({ name }) => name === 'Отчёт получен')?.id ?? ''
})
afterAll(() => house.close())

/** Moves a new lead onto the stage with that robot. @returns what the workflow was told, and the journal's reason */
async function refusedBy(kind: string, values: Record<string, string | string[]>) {
  await administrator.site('stage.save', { stageId, robots: [{ id: 'r1', kind, values, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }] })
  const { id } = await administrator.site('lead.add', { title: 'Мастерская', contactName: '', companyTitle: '', phone: '', email: '', address: '' })
  await administrator.site('lead.move', { id, stageId })
  await until('the workflow is answered', async () => (await administrator.site('lead.show', { id })).automation[0]?.state === 'done')
  const { automation, deals } = await administrator.site('lead.show', { id })
  expect(deals).toEqual([])
  // The workflow hears before the run is put away.
  await until('the run is over', async () => (await administrator.app('journal.list', { search: String(id) })).rows[0]?.state === 'done')
  const { rows } = await administrator.app('journal.list', { search: String(id) })
  const { reason } = await administrator.app('journal.show', { runId: rows[0]?.runId as never })
  return { outcome: automation[0]?.returned['outcome'], row: rows[0], reason }
}

it('a rule that only an older version had is answered, so that no workflow waits for it', async () => {
  const { frame } = await administrator.open()
  const register = await fetch(`${house.portal.url}/rest/bizproc.robot.add`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      auth: frame.initData['AUTH_ID'],
      CODE: 'old-rule',
      HANDLER: `${house.appUrl}/hook/robot/old-rule`,
      NAME: 'Старый робот',
      USE_SUBSCRIPTION: 'Y',
      RETURN_PROPERTIES: { outcome: { Name: 'Итог', Type: 'string' } },
    }),
  })
  expect(register.status).toBe(200)
  const { outcome, row, reason } = await refusedBy('app:old-rule', {})
  expect(outcome).toBe('refused')
  expect(row).toMatchObject({ robot: 'old-rule', state: 'done', outcome: 'refused' })
  expect(reason).toContain('old-rule')
})

it('an archived direction and one that never was are refused by name', async () => {
  const [first] = (await administrator.app('directions.list', {})).directions
  if (!first) throw new Error('no direction')
  await administrator.app('directions.archive', { id: first.id, archived: true, version: first.version })
  for (const id of [first.id, 'dir_neverwas']) {
    const { outcome, reason } = await refusedBy('app:distribute-visit', { directions: [id], skip_absent: 'Y', skip_clocked_out: 'Y' })
    expect(outcome).toBe('refused')
    expect(reason).toContain(id)
  }
})

it('a field that cannot be read is named', async () => {
  const unread = await refusedBy('app:assign-visit', { deadline_hours: 'завтра', representative: 'user_2' })
  expect([unread.outcome, unread.reason]).toEqual(['refused', expect.stringContaining('Срок визита')])
  expect(house.portal.unknownFields).toEqual([])
})
