/** What goes out next, what the answers mean, and what is looked up: the pure parts of the outbox. */
import { describe, expect, it } from 'vitest'
import { effect, type Effect } from '../../manifest/effect.ts'
import { ref } from '../../manifest/methods.ts'
import type { CommandAnswer, Portal } from '../../server/portal/portal.ts'
import { became } from '../../server/runs/ledger.ts'
import { lookUpRound } from '../../server/runs/look-up.ts'
import { planBatch, refusals } from '../../server/runs/plan-batch.ts'
import { readBatch } from '../../server/runs/read-batch.ts'
import { settleReferences } from '../../server/runs/references.ts'
import type { EffectState, StoredEffect } from '../../server/store/effects.ts'

const stored = (plain: Effect, state: EffectState, more: Partial<StoredEffect> = {}): StoredEffect => ({
  ...plain,
  state,
  attempt: 1,
  checks: 0,
  sentAt: 1000,
  result: null,
  errorCode: null,
  errorText: null,
  ...more,
})
const distribution = 'a'.repeat(26)
const deal = (n: number) => effect('essential', `deal:${n}`, 'crm.item.add', { fields: { title: `d${n}` } }, { by: 'origin', entityTypeId: 2, originId: `${distribution}:dir_aaaa${n}` })
const dealRef = (n: number, before = '') => ref(`deal:${n}`, ['item', 'id'], before)
const task = effect('essential', 'task', 'tasks.task.add', { fields: { UF_CRM_TASK: ['L_1', dealRef(1, 'D_'), dealRef(2, 'D_')] } }, { by: 'task', crm: 'L_1', marker: 'm.task' })
const item = (n: number) => effect('essential', `item:${n}`, 'task.checklistitem.add', { TASKID: ref('task', ['task', 'id']), FIELDS: { TITLE: dealRef(n, 'deal ') } }, { by: 'checklist', taskId: ref('task', ['task', 'id']), title: `item ${n}` })
const reply = effect('reply', 'reply', 'bizproc.event.send', { EVENT_TOKEN: 't', RETURN_VALUES: { deals: [dealRef(1), dealRef(2)], task: ref('task', ['task', 'id']), outcome: 'ok' } }, null)
const notice = effect('ornament', 'notice', 'im.notify.system.add', { MESSAGE: dealRef(2, 'https://x/') }, null)
const made = (id: number) => ({ item: { id } })

describe('references', () => {
  it('become values, stay references inside a batch, and vanish from lists', () => {
    const { params, lost } = settleReferences({ list: [dealRef(1, 'D_'), dealRef(2), dealRef(3)] }, (key) => (key === 'deal:1' ? { value: made(7) } : key === 'deal:2' ? 'here' : 'lost'))
    expect(params).toEqual({ list: ['D_7', dealRef(2)] })
    expect(lost).toBe(false)
    expect(settleReferences({ a: { b: dealRef(3) } }, () => 'lost')).toEqual({ params: { a: { b: '' } }, lost: true })
    expect(settleReferences({ n: { $count: [dealRef(1), dealRef(2), 5] } }, (key) => (key === 'deal:1' ? 'here' : 'lost'))).toEqual({ params: { n: 2 }, lost: false })
    expect(settleReferences({ a: dealRef(1) }, () => ({ value: [] })).lost).toBe(true)
  })
})

describe('the next batch', () => {
  it('is everything, with references inside it', () => {
    const { commands, skipped } = planBatch([deal(1), deal(2), task, item(1), reply, notice].map((one) => stored(one, 'planned')), true)
    expect(commands.map(({ key }) => key)).toEqual(['deal:1', 'deal:2', 'task', 'item:1', 'reply', 'notice'])
    expect(commands[2]?.params).toEqual(task.params)
    expect(skipped).toEqual([])
  })

  it('ends before a number inside a text where the portal puts none in', () => {
    const planned = [deal(1), deal(2), task, item(1), reply, notice].map((one) => stored(one, 'planned'))
    expect(planBatch(planned, false).commands.map(({ key }) => key)).toEqual(['deal:1', 'deal:2'])
    const made12 = planned.map((one, index) => (index < 2 ? { ...one, state: 'done' as const, result: made(index + 1) } : one))
    const { commands } = planBatch(made12, false)
    expect(commands.map(({ key }) => key)).toEqual(['task', 'item:1', 'reply', 'notice'])
    expect(commands[0]?.params).toEqual({ fields: { UF_CRM_TASK: ['L_1', 'D_1', 'D_2'] } })
  })

  it('takes what is known already as values and leaves out what was refused', () => {
    const effects = [
      stored(deal(1), 'done', { result: made(7) }),
      stored(deal(2), 'refused', { errorCode: 'REQUIRED', errorText: 'Address' }),
      ...[task, item(1), item(2), reply, notice].map((one) => stored(one, 'planned')),
    ]
    const { commands, skipped } = planBatch(effects, true)
    expect(skipped).toEqual(['item:2', 'notice'])
    expect(commands.map(({ key }) => key)).toEqual(['task', 'item:1', 'reply'])
    expect(commands[0]?.params).toEqual({ fields: { UF_CRM_TASK: ['L_1', 'D_7'] } })
    expect(commands[1]?.params).toMatchObject({ TASKID: ref('task', ['task', 'id']), FIELDS: { TITLE: 'deal 7' } })
    expect(commands[2]?.params).toMatchObject({ RETURN_VALUES: { deals: [7] } })
    expect(refusals(effects)).toEqual(['Address'])
  })

  it('always holds the reply, with an empty value for what was not made', () => {
    const { commands } = planBatch([stored(deal(1), 'done', { result: made(7) }), stored(deal(2), 'refused'), stored(task, 'refused'), stored(reply, 'planned')], true)
    expect(commands[0]?.params).toMatchObject({ RETURN_VALUES: { deals: [7], task: '' } })
  })

  it('is at most fifty commands', () => {
    const many = Array.from({ length: 60 }, (_, index) => stored(deal(index), 'planned'))
    expect(planBatch(many, true).commands).toHaveLength(50)
    const rest = planBatch(many.map((one, index) => (index < 50 ? { ...one, state: 'done' as const, result: made(index) } : one)), true)
    expect(rest.commands.map(({ key }) => key)).toEqual(many.slice(50).map(({ key }) => key))
  })
})

const ok = (value: unknown): CommandAnswer => ({ ok: true, value, total: null, next: null })
const bad = (code: string, again: number | null = null): CommandAnswer => ({ ok: false, code, text: 'why', again })

describe('the answers', () => {
  const sent = [deal(1), deal(2), reply, notice].map((one) => stored(one, 'sent'))

  it('are done, refused, and not reached after the refused one', () => {
    const { changes, again } = readBatch(sent, new Map([['deal:1', ok({ item: { id: 7, title: 'x' } })], ['deal:2', bad('REQUIRED')]]))
    expect(changes).toEqual([
      { key: 'deal:1', state: 'done', result: made(7) },
      { key: 'deal:2', state: 'refused', errorCode: 'REQUIRED', errorText: 'why' },
      { key: 'reply', state: 'planned', notSent: true },
      { key: 'notice', state: 'planned', notSent: true },
    ])
    expect(again).toBeNull()
  })

  // Shows: limit of operating time × write
  it('of a limit leave the command planned until the portal allows it', () => {
    const { changes, again } = readBatch(sent, new Map([['deal:1', bad('OPERATION_TIME_LIMIT', 9000)]]))
    expect(changes.every(({ state }) => state === 'planned')).toBe(true)
    expect(again).toBe(9000)
  })

  it('that break off without an error, or with one that says nothing, leave doubt about what carries a mark', () => {
    expect(readBatch(sent, new Map([['deal:1', ok(made(7))]])).changes.map(({ state }) => state)).toEqual(['done', 'doubtful', 'planned', 'planned'])
    expect(readBatch(sent, new Map([['deal:1', bad('INTERNAL_SERVER_ERROR')]])).changes[0]?.state).toBe('doubtful')
    expect(readBatch(sent, new Map([['deal:1', ok('garbage')]])).changes[0]?.state).toBe('doubtful')
  })

  // Shows: workflow or record gone × reply
  it('take a reply to a workflow that is gone as done', () => {
    const { changes } = readBatch([stored(reply, 'sent')], new Map([['reply', bad('ACCESS_DENIED')]]))
    expect(changes).toEqual([{ key: 'reply', state: 'done', errorCode: 'ACCESS_DENIED' }])
  })
})

describe('a look-up', () => {
  const portalWith = (answers: Record<string, unknown>): Portal & { asked: string[][] } => {
    const asked: string[][] = []
    return {
      asked,
      memberId: 'memberidofportalone' as never,
      async batch(commands) {
        asked.push(commands.map(({ key }) => key))
        return new Map(commands.map(({ key }) => [key, key in answers ? ok(answers[key]) : bad('SOMETHING')]))
      },
      alone: () => Promise.reject(new Error('nothing is sent alone here')),
    }
  }

  it('finds by marks in one request, what leans on a doubtful one a round later', async () => {
    const effects = [stored(deal(1), 'doubtful'), stored(deal(2), 'doubtful'), stored(task, 'doubtful'), stored(item(1), 'doubtful')]
    const portal = portalWith({ 'deal:1': { items: [{ id: 9 }, { id: 7 }] }, 'deal:2': { items: [] }, 'task': { tasks: [{ id: '5', title: 't', description: 'x m.task y' }] } })
    expect(await lookUpRound(portal, effects)).toEqual([
      { key: 'deal:1', state: 'done', result: made(7) },
      { key: 'deal:2', state: 'planned' },
      { key: 'task', state: 'done', result: { task: { id: 5 } } },
    ])
    expect(portal.asked).toEqual([['deal:1', 'deal:2', 'task']])
    const second = portalWith({ 'item:1': [{ ID: '3', TITLE: 'item 1 of it' }] })
    expect(await lookUpRound(second, [stored(task, 'done', { result: { task: { id: 5 } } }), stored(item(1), 'doubtful')])).toEqual([{ key: 'item:1', state: 'done', result: 3 }])
  })

  it('needs no asking about what leans on something that was never made', async () => {
    const portal = portalWith({})
    expect(await lookUpRound(portal, [stored(task, 'planned'), stored(item(1), 'doubtful')])).toEqual([{ key: 'item:1', state: 'planned' }])
    expect(portal.asked).toEqual([])
  })

  // Shows: answer unreadable × look-up
  it('leaves doubt where the portal does not say', async () => {
    expect(await lookUpRound(portalWith({}), [stored(deal(1), 'doubtful')])).toEqual([{ key: 'deal:1', state: 'doubtful', checks: 0 }])
  })

  it('must miss twice what was lost twice', async () => {
    const nothing = { 'deal:1': { items: [] } }
    expect(await lookUpRound(portalWith(nothing), [stored(deal(1), 'doubtful', { attempt: 2 })])).toEqual([{ key: 'deal:1', state: 'doubtful', checks: 1 }])
    expect(await lookUpRound(portalWith(nothing), [stored(deal(1), 'doubtful', { attempt: 2, checks: 1 })])).toEqual([{ key: 'deal:1', state: 'planned' }])
  })
})

describe('what became of a distribution', () => {
  it('is read from its effects', () => {
    const effects = [stored(deal(1), 'done', { result: made(7) }), stored(deal(2), 'refused'), stored(task, 'done', { result: { task: { id: 5 } } }), stored(notice, 'planned')]
    expect(became(effects)).toEqual({ settled: true, planned: { deals: true, task: true }, ticked: new Set(), taskCompleted: false, dealIds: { dir_aaaa1: 7 }, taskId: 5 })
    expect(became([...effects, stored(item(1), 'doubtful')]).settled).toBe(false)
  })
})
