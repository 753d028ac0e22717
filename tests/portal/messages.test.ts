/** Notifications and messages: sent, listed, read, taken back, and refused in the documented words. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterEach(() => house.close())

const inbox = async (userId: number) => (await house.site('notifications.list', {}, userId)).notifications
const list = async (token: string, params: Json = {}) =>
  house.result<{ total_unread_count: number; notifications: Json[]; users: Json[] }>('im.notify.get', params, token)

it('a notification comes from a person or from the application, is read and taken back', async () => {
  const reader = await house.tokenOf(3)
  const first = await house.result<number>('im.notify.system.add', { USER_ID: 3, MESSAGE: 'one', TAG: 'T', SUB_TAG: 'S' })
  const second = await house.result<number>('im.notify.personal.add', { USER_ID: 3, MESSAGE: 'two' })
  expect(await list(reader)).toMatchObject({
    total_unread_count: 2,
    notifications: [
      { id: second, author_id: 1, text: 'two', notify_read: 'N' },
      { id: first, author_id: 0, notify_tag: 'T', notify_sub_tag: 'S' },
    ],
    users: [{ id: 1 }],
  })
  await house.result('im.notify.read', { ID: first, ACTION: 'Y', ONLY_CURRENT: 'Y' }, reader)
  expect((await list(reader)).total_unread_count).toBe(1)
  expect((await list(reader, { LAST_ID: second, LAST_TYPE: 2 })).notifications.map((one) => one['id'])).toEqual([first])
  expect(await house.result('im.notify.delete', { SUB_TAG: 'S' })).toBe(true)
  expect((await inbox(3)).map((one) => one.text)).toEqual(['two'])
  await house.result('im.notify.read.all', {}, reader)
  expect((await list(reader)).total_unread_count).toBe(0)
})

it('a message reaches a person, or those of a task; only its author changes it', async () => {
  const id = await house.result<number>('im.message.add', { DIALOG_ID: '3', MESSAGE: 'hello' })
  expect((await inbox(3))[0]?.text).toMatch(/: hello$/)
  const reader = await house.tokenOf(3)
  expect((await house.refusal('im.message.update', { MESSAGE_ID: id, MESSAGE: 'x' }, reader))[0]).toBe('CANT_EDIT_MESSAGE')
  await house.result('im.message.like', { MESSAGE_ID: id, ACTION: 'plus' }, reader)
  expect((await house.refusal('im.message.like', { MESSAGE_ID: id, ACTION: 'plus' }, reader))[0]).toBe('WITHOUT_CHANGES')
  const { task } = await house.result<{ task: Json }>('tasks.task.get', { taskId: 71 })
  const chat = `chat${String(task['chatId'])}`
  expect(await house.result('im.message.add', { DIALOG_ID: chat, MESSAGE: 'in the task' })).toBeGreaterThan(id)
  expect(await house.refusal('im.message.add', { DIALOG_ID: chat, MESSAGE: 'x' }, reader)).toEqual(['ACCESS_ERROR', 'Action unavailable'])
  await house.result('im.message.delete', { MESSAGE_ID: id })
  expect(house.portal.state.office.messages.map((one) => one.deleted)).toEqual([true, false])
})

it('what is missing or too much is refused', async () => {
  const code = async (method: string, params: Json) => (await house.refusal(method, params))[0]
  expect(await code('im.message.add', { DIALOG_ID: '3' })).toBe('MESSAGE_EMPTY')
  expect(await code('im.message.add', { DIALOG_ID: '999', MESSAGE: 'x' })).toBe('USER_NOT_FOUND')
  expect(await code('im.notify.personal.add', { USER_ID: 3, MESSAGE: 'x', ATTACH: { text: 'a'.repeat(60_001) } })).toBe('ATTACH_OVERSIZE')
  expect(await code('im.notify.delete', {})).toBe('PARAMS_ERROR')
  expect(await code('im.notify.get', { LAST_ID: 5 })).toBe('LAST_ID_AND_LAST_TYPE')
  expect(await code('im.notify.read.list', {})).toBe('PARAMS_ERROR')
})

it('a colleague’s notification is answered, a button that is not there is not pressed, and the history is searched', async () => {
  const reader = await house.tokenOf(3)
  const fromPortal = await house.result<number>('im.notify.system.add', { USER_ID: 3, MESSAGE: 'The invoice was paid', TAG: 'BILL|1' })
  const fromPerson = await house.result<number>('im.notify.personal.add', { USER_ID: 3, MESSAGE: 'Will you come?' })
  const answer = (params: Json) => house.call('im.notify.answer', params, reader)
  expect((await house.result<Json>('im.notify.answer', { NOTIFY_ID: fromPerson, ANSWER_TEXT: 'Yes' }, reader))['result_message']).toEqual([expect.any(String)])
  expect((await inbox(1))[0]?.text).toMatch(/: Yes$/)
  expect(await house.result('im.notify.answer', { NOTIFY_ID: fromPortal, ANSWER_TEXT: 'Yes' }, reader)).toEqual({ result_message: false })
  expect((await answer({ NOTIFY_ID: fromPerson, ANSWER_TEXT: ' ' })).body['error']).toBe('ANSWER_TEXT_ERROR')
  expect((await answer({ ANSWER_TEXT: 'Yes' })).body['error']).toBe('ID_ERROR')
  expect((await house.call('im.notify.confirm', { NOTIFY_ID: fromPortal }, reader)).body['error']).toBe('NOTIFY_VALUE_ERROR')
  expect(await house.result('im.notify.confirm', { NOTIFY_ID: fromPortal, NOTIFY_VALUE: 'Y' }, reader)).toEqual({ result_message: false })

  const search = (params: Json) => house.result<{ total_results?: number; notifications: Json[] }>('im.notify.history.search', params, reader)
  expect(await search({ SEARCH_TEXT: 'invoice' })).toMatchObject({ total_results: 1, notifications: [{ id: fromPortal }] })
  expect((await search({ SEARCH_TYPE: 'rest|rest_personal' })).notifications.map(({ id }) => id)).toEqual([fromPerson])
  const second = await search({ SEARCH_TYPE: 'rest', LAST_ID: fromPerson })
  expect(second).toMatchObject({ notifications: [{ id: fromPortal }] })
  expect('total_results' in second).toBe(false)
  expect((await search({ SEARCH_AUTHORS: [1], SEARCH_TEXT: 'x' })).notifications).toEqual([])
  expect((await house.call('im.notify.history.search', { SEARCH_TEXT: 'in' }, reader)).body['error']).toBe('SEARCH_TEXT_ERROR')
})
