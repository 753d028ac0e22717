/** Batches: references and their traps, halting, limits of length and kind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPortal, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
beforeAll(async () => {
  house = await openPortal({ limits: false })
  await house.install()
})
afterAll(() => house.close())

const query = (params: Record<string, string>) => new URLSearchParams(params).toString()
const comment = (text: string) =>
  `crm.timeline.comment.add?${query({ 'fields[ENTITY_TYPE]': 'lead', 'fields[ENTITY_ID]': '1024', 'fields[COMMENT]': text })}`
const commentText = (id: unknown) => house.portal.state.timeline.find((row) => row.id === id)?.text
const inner = (batch: Json) => batch['result'] as Json
const errors = (batch: Json) => batch['result_error'] as Record<string, Json>

describe('a batch', () => {
  it('answers every part, with empty maps as empty lists', async () => {
    const batch = await house.batch({ me: 'profile' })
    expect(Object.keys(batch)).toEqual(['result', 'result_error', 'result_total', 'result_next', 'result_time'])
    expect(batch['result_error']).toEqual([])
    expect(batch['result_next']).toEqual([])
    expect(inner(batch)['me']).toMatchObject({ ID: '1', ADMIN: true })
  })

  it('gives a value that is only a reference as it is, lists too', async () => {
    const batch = await house.batch({
      find: `crm.duplicate.findbycomm?${query({ type: 'PHONE', 'values[]': '+74852006220', entity_type: 'CONTACT' })}`,
      both: `crm.item.list?${query({ entityTypeId: '3', 'filter[@id]': '$result[find][CONTACT]', 'select[]': 'id' })}`,
    })
    expect((inner(batch)['both'] as { items: Json[] }).items.map((item) => item['id'])).toEqual([503, 504])
  })

  it('stops a missing or null path at the deepest value, without an error', async () => {
    const batch = await house.batch({
      lead: 'crm.lead.get?id=1024',
      person: `user.get?${query({ 'FILTER[ID]': '$result[lead][CONTACT_ID]' })}`,
      none: `user.get?${query({ 'FILTER[ID]': '$result[nobody][ID]' })}`,
    })
    expect(batch['result_error']).toEqual([])
    // The lead has no contact: the filter became the whole lead, and who it finds is anybody's guess.
    expect(Array.isArray(inner(batch)['person'])).toBe(true)
    expect(Array.isArray(inner(batch)['none'])).toBe(true)
  })

  it('puts numbers and texts into a text, in any letter case', async () => {
    const batch = await house.batch({
      deal: `crm.item.add?${query({ entityTypeId: '2', 'fields[title]': 'one', 'fields[categoryId]': '1' })}`,
      said: comment('D_$RESULT[deal][item][id]'),
      task: `tasks.task.add?${query({ 'fields[TITLE]': 'x', 'fields[RESPONSIBLE_ID]': '4', 'fields[UF_CRM_TASK][]': 'D_$result[deal][item][id]' })}`,
      total: comment('$total[found] found'),
    })
    const { id } = (inner(batch)['deal'] as { item: { id: number } }).item
    expect(commentText(inner(batch)['said'])).toBe(`D_${id}`)
    expect(house.portal.state.tasks.at(-1)?.crm).toEqual([`D_${id}`])
  })

  it('reads a reference up to the next white space and swallows what is glued behind it', async () => {
    const batch = await house.batch({
      me: 'profile',
      glued: comment('by $result[me][ID], today'),
      twice: comment('$result[me][ID]+$result[me][NAME]'),
      list: comment('all: $result[me] !'),
    })
    expect(commentText(inner(batch)['glued'])).toBe('by 1 today')
    expect(commentText(inner(batch)['twice'])).toBe('1')
    expect(commentText(inner(batch)['list'])).toBe('all: $result[me] !')
  })

  it("lets a client's text break a write unless the caller neutralises it", async () => {
    const batch = await house.batch({ me: 'profile', said: comment('$result[me]') })
    expect(errors(batch)['said']).toMatchObject({ error: 'INVALID_ARG_VALUE' })
    const safe = await house.batch({ me: 'profile', said: comment('$\u2060result[me]') })
    expect(commentText(inner(safe)['said'])).toBe('$\u2060result[me]')
  })

  it('goes on after an error, or halts with a clean prefix', async () => {
    const commands = { one: 'profile', two: 'crm.item.get?entityTypeId=1&id=999999', three: 'server.time' }
    const going = await house.batch(commands)
    expect(Object.keys(inner(going))).toEqual(['one', 'three'])
    expect(errors(going)['two']).toMatchObject({ error: 'NOT_FOUND' })
    const halted = await house.batch(commands, 1)
    expect(Object.keys(inner(halted))).toEqual(['one'])
    expect(errors(halted)['two']).toMatchObject({ error: 'NOT_FOUND' })
  })

  it('takes fifty commands and no batch inside', async () => {
    const many = Object.fromEntries(Array.from({ length: 52 }, (_, index) => [`c${index}`, 'server.time']))
    const batch = await house.batch({ ...many })
    expect(Object.keys(inner(batch))).toHaveLength(50)
    expect(Object.values(errors(batch)).map((one) => one['error'])).toEqual(['ERROR_BATCH_LENGTH_EXCEEDED', 'ERROR_BATCH_LENGTH_EXCEEDED'])
    expect(errors(await house.batch({ nested: 'batch?cmd[a]=profile' }))['nested']).toMatchObject({ error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' })
  })

  it('tells totals and next pages by command', async () => {
    const batch = await house.batch({ people: 'user.get?FILTER[USER_TYPE]=employee', unknown: 'no.such.method' })
    expect(batch['result_total']).toEqual({ people: 19 })
    expect(errors(batch)['unknown']).toMatchObject({ error: 'ERROR_METHOD_NOT_FOUND' })
  })
})
