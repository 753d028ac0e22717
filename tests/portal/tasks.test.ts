/** Single tasks and items of checklists: changed, completed, opened again, and who hears of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, quiet, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
  const frame = await house.install()
  const handler = `${new URL(frame.action).origin}/hook/event`
  for (const event of ['ONTASKADD', 'ONTASKUPDATE']) await house.result('event.bind', { event, handler })
})
afterEach(() => house.close())

const events = (name: string) => house.received.filter((one) => one.body['event'] === name).map((one) => one.body)
const give = async (fields: Json = {}) => {
  const { task } = await house.result<{ task: Json }>('tasks.task.add', { fields: { TITLE: 'Держать связь', RESPONSIBLE_ID: 4, ...fields } })
  return Number(task['id'])
}
const get = async (taskId: number, select?: string[]) =>
  (await house.result<{ task: Json }>('tasks.task.get', { taskId, ...(select ? { select } : {}) })).task
const tokenOf = async (userId: number) => (await house.site('frame.open', { bindingId: null, options: {} }, userId)).form['AUTH_ID'] ?? ''

describe('a task', () => {
  it('tells its bindings only where they are asked for', async () => {
    const id = await give({ UF_CRM_TASK: ['L_1024'], DESCRIPTION: 'mark' })
    expect(await get(id)).toMatchObject({ id: String(id), description: 'mark', status: '2', closedDate: null })
    expect(await get(id)).not.toHaveProperty('ufCrmTask')
    expect(await get(id, ['ID', 'RESPONSIBLE_ID', 'UF_CRM_TASK'])).toEqual({
      id: String(id),
      responsibleId: '4',
      responsible: expect.objectContaining({ id: '4' }) as unknown,
      ufCrmTask: ['L_1024'],
    })
    expect(await house.call('tasks.task.get', { taskId: 9_999 })).toMatchObject({ status: 400, body: { error: '0' } })
    expect(await house.call('tasks.task.get', {})).toMatchObject({ status: 400, body: { error: '100' } })
  })

  it('is completed and opened again once each, and every binder hears of it once', async () => {
    const id = await give({ UF_CRM_TASK: ['L_1024'] })
    await until('the first event', () => events('ONTASKADD').length === 1)
    const { task } = await house.result<{ task: Json }>('tasks.task.complete', { taskId: id })
    expect(task).toMatchObject({ status: '5', closedDate: expect.any(String) as unknown })
    await until('the event of completion', () => events('ONTASKUPDATE').length === 1)
    expect(events('ONTASKUPDATE')[0]).toMatchObject({ data: { FIELDS_BEFORE: { ID: String(id) }, FIELDS_AFTER: { ID: String(id) } } })
    expect(await house.call('tasks.task.complete', { taskId: id })).toMatchObject({ status: 400, body: { error: '0' } })
    expect(await house.result('tasks.task.renew', { taskId: id })).toMatchObject({ task: { status: '2', closedDate: null } })
    expect(await house.call('tasks.task.renew', { taskId: id })).toMatchObject({ status: 400, body: { error: '1048582' } })
    await quiet()
    expect(events('ONTASKUPDATE')).toHaveLength(2)
    const { timeline } = await house.site('lead.show', { id: 1024 })
    expect(timeline.filter((row) => row.kind === 'task').map((row) => row.text)).toEqual([
      'Задача «Держать связь» снова открыта',
      'Задача «Держать связь» завершена',
      'Держать связь',
    ])
  })

  it('is changed by those who may, whole or not at all', async () => {
    const id = await give()
    await house.result('tasks.task.update', { taskId: id, fields: { TITLE: 'Другое', RESPONSIBLE_ID: 13, UF_CRM_TASK: ['D_303'] } })
    const changed = await get(id, ['TITLE', 'RESPONSIBLE_ID', 'UF_CRM_TASK'])
    expect(changed).toMatchObject({ title: 'Другое', responsibleId: '13', ufCrmTask: ['D_303'] })
    expect((await house.site('notifications.list', {}, 13)).notifications.map((one) => one.text)).toEqual(['Вам поставлена задача «Другое»'])
    const wrong = await house.call('tasks.task.update', { taskId: id, fields: { TITLE: 'half', RESPONSIBLE_ID: 999 } })
    expect(wrong).toMatchObject({ status: 400, body: { error: 'ERROR_CORE' } })
    expect(await get(id)).toMatchObject({ title: 'Другое' })
    for (const fields of [{ PARENT_ID: id }, { STATUS: 77 }])
      expect(await house.call('tasks.task.update', { taskId: id, fields })).toMatchObject({ status: 400, body: { error: 'ERROR_CORE' } })
    const stranger = await tokenOf(6)
    const theirs = await house.call('tasks.task.update', { taskId: id, fields: { TITLE: 'mine' } }, stranger)
    expect(theirs).toMatchObject({ status: 400, body: { error: '0' } })
    await house.result('tasks.task.update', { taskId: id, fields: { COLOUR: 'red' } })
    expect(house.portal.unknownFields).toEqual([{ method: 'tasks.task.update', field: 'fields.COLOUR' }])
  })
})

describe('an item of a checklist', () => {
  const act = (name: string, ...given: unknown[]) =>
    house.call(`task.checklistitem.${name}`, Object.fromEntries(given.map((value, index) => [['TASKID', 'ITEMID', 'MORE'][index] ?? '', value])))
  const items = async (id: number) =>
    (await house.result<Json[]>('task.checklistitem.getlist', { TASKID: id })).filter((one) => one['PARENT_ID'] !== 0)

  it('is ticked, unticked and removed by position, without an event of the task', async () => {
    const id = await give()
    const first = await house.result<number>('task.checklistitem.add', { TASKID: id, FIELDS: { TITLE: 'Электрика' } })
    const second = await house.result<number>('task.checklistitem.add', { TASKID: id, FIELDS: { TITLE: 'Кровля' } })
    expect((await act('complete', id, first)).body['result']).toBe(true)
    expect((await act('complete', id, first)).body['result']).toBe(true)
    expect(await items(id)).toMatchObject([
      { TITLE: 'Электрика', IS_COMPLETE: 'Y', TOGGLED_BY: '1' },
      { TITLE: 'Кровля', IS_COMPLETE: 'N', TOGGLED_BY: null },
    ])
    expect((await act('renew', id, first)).body['result']).toBe(true)
    expect((await act('delete', id, second)).body['result']).toBe(true)
    expect(await items(id)).toMatchObject([{ TITLE: 'Электрика', IS_COMPLETE: 'N' }])
    await quiet()
    expect(events('ONTASKUPDATE')).toEqual([])
  })

  it('is refused in the words of the old methods', async () => {
    const id = await give()
    const said = async (...given: [string, ...unknown[]]) => String((await act(...given)).body['error_description'])
    expect(await said('complete', id)).toMatch(/^TASKS_ERROR_EXCEPTION_#256; Param #1 \(itemId\) expected by method ctaskchecklistitem::complete\(\)/)
    expect(await said('renew', 'x', 1)).toMatch(/Param #0 \(taskId\) for method ctaskchecklistitem::renew\(\) expected to be of type "integer"/)
    expect(await said('complete', id, 0)).toBe('TASKS_ERROR_ASSERT_EXCEPTION<br>')
    const gone = 'Удаление элемента: действие недоступно'
    expect(await said('delete', id, 777)).toBe(`TASKS_ERROR_EXCEPTION_#8; ${gone}; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>`)
    expect(await said('complete', id, 777, 'more')).toMatch(/Param #2 is not expected/)
  })
})
