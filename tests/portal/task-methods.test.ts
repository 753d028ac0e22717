/** The siblings of tasks: states and rights, what people note, comments, spent time, results, checklists in full. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPortal, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterEach(() => house.close())

const give = async (fields: Json = {}) => {
  const { task } = await house.result<{ task: Json }>('tasks.task.add', { fields: { TITLE: 'A task', RESPONSIBLE_ID: 4, ...fields } })
  return Number(task['id'])
}
const act = async (name: string, taskId: number, token?: string) => (await house.result<{ task: Json }>(`tasks.task.${name}`, { taskId }, token)).task
const refused = ['1048582', 'Действие над задачей не разрешено']

describe('a state', () => {
  it('follows from the one before it, for whoever may', async () => {
    const worker = await house.tokenOf(4)
    const id = await give({ TASK_CONTROL: 'Y' })
    expect(await act('start', id, worker)).toMatchObject({ status: '3', statusChangedBy: '4', dateStart: expect.any(String) as unknown })
    expect(await house.refusal('tasks.task.start', { taskId: id }, worker)).toEqual(['0', refused[1]])
    expect(await act('pause', id, worker)).toMatchObject({ status: '2' })
    expect(await act('defer', id, worker)).toMatchObject({ status: '6', action: expect.objectContaining({ start: true, pause: false }) as unknown })
    expect(await act('renew', id, worker)).toMatchObject({ status: '2' })
    expect(await act('complete', id, worker)).toMatchObject({ status: '4', closedDate: null })
    expect(await house.refusal('tasks.task.approve', { taskId: id }, worker)).toEqual(refused)
    expect(await act('disapprove', id)).toMatchObject({ status: '2' })
    await act('complete', id, worker)
    expect(await act('approve', id)).toMatchObject({ status: '5', closedBy: '1' })
    const { list } = await house.result<{ list: Json[] }>('tasks.task.history.list', { taskId: id, filter: { FIELD: 'STATUS' } })
    expect(list.map((row) => (row['value'] as Json)['to'])).toEqual(['3', '2', '6', '2', '4', '2', '4', '5'])
  })

  it('ends with its removal, by whoever set the task', async () => {
    const listen = { event: 'ONTASKDELETE', handler: 'http://127.0.0.1:9/x' }
    await house.result('event.bind', listen)
    const id = await give()
    const below = await give({ PARENT_ID: id })
    expect(await house.refusal('tasks.task.delete', { taskId: id }, await house.tokenOf(4))).toEqual(['1048582', 'Нет доступа к удалению задачи'])
    expect(await house.result('tasks.task.delete', { taskId: id })).toEqual({ task: true })
    expect(await house.refusal('tasks.task.get', { taskId: id })).toEqual(['0', refused[1]])
    expect((await house.result<{ task: Json }>('tasks.task.get', { taskId: below })).task['parentId']).toBeNull()
    await until('the event', () => house.portal.deliveries.some((one) => one.name === 'ONTASKDELETE'))
  })

  it('stays open when the task is given to somebody else', async () => {
    const id = await give()
    const worker = await house.tokenOf(4)
    const { task } = await house.result<{ task: Json }>('tasks.task.delegate', { taskId: id, userId: 6 }, worker)
    expect(task).toMatchObject({ responsibleId: '6', auditors: ['4'], status: '2' })
    expect(await house.refusal('tasks.task.delegate', { taskId: id, userId: 7 }, worker)).toEqual(['0', refused[1]])
    expect(await house.refusal('tasks.task.delegate', { taskId: id })).toEqual(['100', 'Could not find value for parameter {userId}'])
  })

  it('keeps plans that make sense', async () => {
    const id = await give({ START_DATE_PLAN: '2026-01-01T10:00:00+03:00', END_DATE_PLAN: '2026-01-02T10:00:00+03:00', MARK: 'P' })
    expect((await house.result<{ task: Json }>('tasks.task.get', { taskId: id })).task).toMatchObject({
      startDatePlan: '2026-01-01T10:00:00+03:00',
      mark: 'P',
    })
    expect((await house.refusal('tasks.task.update', { taskId: id, fields: { END_DATE_PLAN: '2025-01-01' } }))[1]).toMatch(/меньшая даты старта/)
    expect((await house.refusal('tasks.task.add', { fields: {} }))[0]).toBe('100')
    expect(house.portal.unknownFields).toEqual([])
  })
})

it('what people note of a task is theirs alone', async () => {
  const id = await give()
  const worker = await house.tokenOf(4)
  await house.result('tasks.task.favorite.add', { taskId: id }, worker)
  const { task } = await house.result<{ task: Json }>('tasks.task.mute', { id }, worker)
  expect(task).toMatchObject({ favorite: 'Y', isMuted: 'Y', isPinned: 'N' })
  expect(await act('startwatch', id)).toMatchObject({ favorite: 'N', isMuted: 'N', auditors: ['1'] })
  expect(await act('stopwatch', id)).toMatchObject({ auditors: [] })
  const { allowedActions } = await house.result<{ allowedActions: Record<string, Json> }>('tasks.task.getaccess', { taskId: id, users: [1, 4, 6] })
  expect([allowedActions['1']?.['REMOVE'], allowedActions['4']?.['REMOVE'], allowedActions['4']?.['CHECKLIST_ADD_ITEMS']]).toEqual([true, false, true])
  expect(allowedActions['6']).toMatchObject({ EDIT: false, 'FAVORITE.ADD': false })
  await house.result('tasks.task.update', { taskId: id, fields: { DEADLINE: '2020-01-01T10:00:00+03:00' } })
  expect(await house.result('tasks.task.counters.get', { userId: 4 })).toMatchObject({ expired: { counter: 1 } })
  expect((await house.result<{ fields: Json }>('tasks.task.getFields')).fields).toMatchObject({ TITLE: { type: 'string', required: true } })
})

describe('a comment', () => {
  it('is written by readers, changed by its author, and may be the result', async () => {
    const id = await give()
    const worker = await house.tokenOf(4)
    const add = (text: string, token?: string) => house.result<number>('task.commentitem.add', { TASKID: id, FIELDS: { POST_MESSAGE: text } }, token)
    const mine = await add('[B]Done[/B]', worker)
    await add('Seen')
    expect(await house.result('task.commentitem.get', { TASKID: id, ITEMID: mine })).toMatchObject({ AUTHOR_ID: '4', POST_MESSAGE: '[B]Done[/B]' })
    const list = await house.result<Json[]>('task.commentitem.getlist', { TASKID: id, ORDER: { ID: 'desc' }, FILTER: { '>=ID': mine } })
    expect(list.map((one) => one['POST_MESSAGE'])).toEqual(['Seen', '[B]Done[/B]'])
    const stranger = await house.tokenOf(6)
    expect((await house.refusal('task.commentitem.add', { TASKID: id, FIELDS: { POST_MESSAGE: 'x' } }, stranger))[1]).toMatch(/^Недостаточно прав/)
    expect(await house.result('task.commentitem.isactionallowed', { TASKID: id, ITEMID: mine, ACTIONID: 2 }, worker)).toBe(true)
    expect(await house.result('tasks.task.result.addFromComment', { commentId: mine }, worker)).toMatchObject({
      taskId: id,
      commentId: mine,
      formattedText: '<b>Done</b>',
    })
    expect((await house.refusal('tasks.task.result.addFromComment', { commentId: mine }, worker))[1]).toBe('Result already exists.')
    expect(await house.result('tasks.task.result.list', { taskId: id })).toHaveLength(1)
    await house.result('tasks.task.result.deleteFromComment', { commentId: mine })
    expect(await house.result('tasks.task.result.list', { taskId: id })).toEqual([])
    await house.result('task.commentitem.update', { TASKID: id, ITEMID: mine, FIELDS: { POST_MESSAGE: 'Changed' } }, worker)
    await house.result('task.commentitem.delete', { TASKID: id, ITEMID: mine }, worker)
    expect((await house.refusal('task.commentitem.get', { TASKID: id, ITEMID: mine }))[1]).toMatch(/#512/)
  })

  it('is refused in the words of the old methods', async () => {
    const id = await give()
    const said = async (name: string, params: Json) => (await house.refusal(`task.commentitem.${name}`, params))[1]
    expect(await said('add', { TASKID: id, FIELDS: { POST_MESSAGE: 'x', COLOUR: 1 } })).toMatch(/must not contain key "COLOUR"/)
    expect(await said('add', { TASKID: id, FIELDS: {} })).toBe('Не указан текст комментария.')
    expect(await said('getlist', { TASKID: id, ORDER: {}, FILTER: { '%POST_DATE': 1 } })).toMatch(/#2 \(arFilter\).*must not contain key "%POST_DATE"/)
    expect(await said('delete', { TASKID: 'x', ITEMID: 1 })).toMatch(/Param #0 \(taskId\) for method ctaskcommentitem::delete\(\) expected to be of type "integer"/)
    expect(await said('delete', { TASKID: id, ITEMID: 99 })).toMatch(/#4; Action is not allowed/)
  })
})

it('spent time is counted in the task, and listed with a task or without', async () => {
  const id = await give()
  const worker = await house.tokenOf(4)
  const add = (SECONDS: number, token?: string) => house.result<number>('task.elapseditem.add', { TASKID: id, ARFIELDS: { SECONDS, COMMENT_TEXT: 'work' } }, token)
  const first = await add(120, worker)
  await add(60)
  const spent = async () => (await house.result<{ task: Json }>('tasks.task.get', { taskId: id })).task['timeSpentInLogs']
  expect(await spent()).toBe('180')
  await house.result('task.elapseditem.update', { TASKID: id, ITEMID: first, ARFIELDS: { SECONDS: 240, COMMENT_TEXT: 'more' } }, worker)
  expect(await house.result('task.elapseditem.get', { TASKID: id, ITEMID: first })).toMatchObject({ SECONDS: '240', MINUTES: '4', USER_ID: '4' })
  const all = await house.result<Json[]>('task.elapseditem.getlist', { 0: { ID: 'desc' }, 1: { USER_ID: 4 } })
  expect(all.map((one) => one['ID'])).toEqual([String(first)])
  expect((await house.refusal('task.elapseditem.delete', { TASKID: id, ITEMID: first }, await house.tokenOf(6)))[1]).toBe('ACTION_NOT_ALLOWED')
  await house.result('task.elapseditem.delete', { TASKID: id, ITEMID: first }, worker)
  expect(await spent()).toBe('60')
})

it('a checklist is changed item by item, moved, and shown as a tree', async () => {
  const id = await give()
  const add = (TITLE: string, more: Json = {}) => house.result<number>('task.checklistitem.add', { TASKID: id, FIELDS: { TITLE, ...more } })
  const [first, second] = [await add('one', { MEMBERS: { 4: { TYPE: 'A' }, 999: { TYPE: 'U' } } }), await add('two')]
  const item = (ITEMID: number) => house.result<Json>('task.checklistitem.get', { TASKID: id, ITEMID })
  expect(await item(first)).toMatchObject({ TITLE: 'one', MEMBERS: [{ ID: '4', TYPE: 'A', NAME: 'Марина Белова' }] })
  expect(await house.result('task.checklistitem.update', { TASKID: id, ITEMID: first, FIELDS: { TITLE: 'uno', IS_COMPLETE: 'Y' } })).toBeNull()
  expect(await item(first)).toMatchObject({ TITLE: 'uno', IS_COMPLETE: 'Y', TOGGLED_BY: '1' })
  await house.result('task.checklistitem.moveafteritem', { TASKID: id, ITEMID: first, AFTERITEMID: second })
  interface Node {
    fields: Json
    descendants: Node[]
  }
  const { task } = await house.result<{ task: { checkListTree: Node } }>('tasks.task.get', { taskId: id })
  expect(task.checkListTree.descendants[0]?.descendants.map((one) => [one.fields['title'], one.fields['isComplete']])).toEqual([
    ['two', false],
    ['uno', true],
  ])
  const stranger = await house.tokenOf(6)
  expect((await house.refusal('task.checklistitem.update', { TASKID: id, ITEMID: first, FIELDS: { TITLE: 'x' } }, stranger))[1]).toMatch(/^TASKS_ERROR_EXCEPTION_#4; Нет доступа/)
  expect((await house.refusal('task.checklistitem.getlist', { TASKID: id, ORDER: { IS_COMPLETED: 'asc' } }))[1]).toMatch(/must not contain key "IS_COMPLETED"/)
  expect(await house.result('task.checklistitem.isactionallowed', { TASKID: id, ITEMID: first, ACTIONID: 3 })).toBe(true)
})
