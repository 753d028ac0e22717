/** The inspector in plain words: every method has them, a batch tells what its commands were about, neighbours are told together. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { methods } from '../../manifest/methods.ts'
import { openPortal, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeEach(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterEach(() => house.close())

const latest = async () => {
  const [call] = (await house.site('inspector.show', { search: '' })).calls
  if (!call) throw new Error('no call')
  return call
}
const lines = async () => (await latest()).lines.map(({ from, to, summary }) => `${from === to ? from : `${from}–${to}`} ${summary}`)
const deal = (title: string) => `crm.item.add?entityTypeId=2&fields[title]=${title}&fields[categoryId]=2`

describe('the inspector', () => {
  it('says what a lone call was about', async () => {
    await house.result('crm.lead.get', { id: 1024 })
    expect((await latest()).summary).toBe('лид 1024')
    const { item } = await house.result<{ item: { id: number } }>('crm.item.add', { entityTypeId: 3, fields: { name: 'Анна' } })
    expect((await latest()).summary).toBe(`контакт № ${item.id}`)
    await house.result('im.notify.system.add', { USER_ID: 4, MESSAGE: 'x' })
    expect((await latest()).summary).toBe('уведомление: Марина Белова')
    await house.result('bizproc.robot.add', { CODE: 'tell', HANDLER: `${house.portal.url}/x`, NAME: { ru: 'Сказать', en: 'Tell' } })
    expect((await latest()).summary).toBe('регистрация: робот «Сказать»')
    await house.call('user.get', {})
    expect((await latest()).summary).toBe('сотрудники')
  })

  it('has words in both languages for every method that the application uses', async () => {
    for (const method of Object.keys(methods)) {
      await house.call(method, {})
      const [call] = house.portal.calls
      expect(call?.method).toBe(method)
      expect(call?.summary.ru, method).toMatch(/[а-я]/)
      expect(call?.summary.en, method).toMatch(/^[A-Za-z .,:0-9'"]+$/)
    }
  })

  it('folds neighbours of one kind in a batch, and never what failed', async () => {
    await house.batch({
      company: 'crm.item.add?entityTypeId=4&fields[title]=c',
      d1: deal('x'),
      d2: deal('y'),
      d3: deal('z'),
      task: 'tasks.task.add?fields[TITLE]=t&fields[RESPONSIBLE_ID]=4',
      i1: 'task.checklistitem.add?TASKID=$result[task][task][id]&FIELDS[TITLE]=one',
      i2: 'task.checklistitem.add?TASKID=$result[task][task][id]&FIELDS[TITLE]=two',
      n1: 'im.notify.system.add?USER_ID=4&MESSAGE=x',
      n2: 'im.notify.system.add?USER_ID=4444&MESSAGE=x',
      n3: 'im.notify.system.add?USER_ID=4&MESSAGE=x',
      comment: 'crm.timeline.comment.add?fields[ENTITY_TYPE]=lead&fields[ENTITY_ID]=1024&fields[COMMENT]=c',
    })
    expect(await lines()).toEqual([
      expect.stringMatching(/^1 компания № \d+$/),
      expect.stringMatching(/^2–4 три сделки, № \d+–\d+$/),
      expect.stringMatching(/^5 задача № \d+$/),
      '6–7 два пункта чек-листа',
      '8 уведомление: Марина Белова',
      expect.stringMatching(/^9 уведомление: /),
      '10 уведомление: Марина Белова',
      '11 комментарий: лид 1024',
    ])
    const { commands } = await latest()
    expect(commands[1]?.summary).toMatch(/^сделка № \d+$/)
    expect(commands[5]?.summary).toBe('пункт чек-листа «one»')
    expect(house.portal.calls[0]?.lines[1]?.summary.en).toMatch(/^three deals, No\. \d+–\d+$/)
  })
})
