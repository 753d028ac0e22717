/** Calendars, working days and departments: what is written shows in what others read, and who may write. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readMoment } from '../../scripts/portal/office/calendar.ts'
import { openPortal, until, type Json, type PortalHouse } from './house.ts'

let house: PortalHouse
/** A Wednesday, ten in the morning in Moscow. */
const now = Date.UTC(2026, 0, 14, 7)
beforeEach(async () => {
  house = await openPortal({ limits: false, now: () => now })
  await house.install()
})
afterEach(() => house.close())

const busy = async (id: number, from = '2026-01-14', to = from) =>
  (await house.result<Record<string, Json[]>>('calendar.accessibility.get', { users: [id], from, to }))[String(id)] ?? []

it.each(['2026-01-14T22:30:00.123Z', '2026-01-14T22:30:00Z', '2026-01-15T01:30:00.5+03:00', '2026-01-15 01:30'])('a moment is the same in every form: %s', (text) => {
  expect(Math.floor((readMoment(text, 'Europe/Moscow') ?? 0) / 1000)).toBe(Date.UTC(2026, 0, 14, 22, 30) / 1000)
})

describe('a calendar', () => {
  const section = async (ownerId: number, token?: string) =>
    Number((await house.result<Json[]>('calendar.section.get', { type: 'user', ownerId }, token))[0]?.['ID'])
  const add = async (fields: Json, token?: string) => {
    const ownerId = Number(fields['ownerId'])
    const whole = { type: 'user', name: 'Away', from: '2026-01-14', to: '2026-01-14', section: await section(ownerId, token), ...fields }
    return house.result<number>('calendar.event.add', whole, token)
  }

  it('makes a person absent for as long as the event is there', async () => {
    expect(await busy(3)).toEqual([])
    const id = await add({ ownerId: 3, skip_time: 'Y', to: '2026-01-15', accessibility: 'absent' })
    expect(await busy(3, '2026-01-15')).toMatchObject([
      { ID: String(id), NAME: 'Away', ACCESSIBILITY: 'absent', DATE_FROM: '14.01.2026 00:00:00', DATE_TO: '15.01.2026 00:00:00', DT_SKIP_TIME: 'Y' },
    ])
    expect(await busy(3, '2026-01-16')).toEqual([])
    const card = async () => (await house.site('state.show', {})).people.find((one) => one.id === 3)?.absentUntil
    expect(await card()).toBe(Date.UTC(2026, 0, 15, 21))
    await house.result('calendar.event.update', { id, type: 'user', ownerId: 3, name: 'Here', accessibility: 'free' })
    expect(await card()).toBeNull()
    expect(await busy(3)).toMatchObject([{ NAME: 'Here', ACCESSIBILITY: 'free' }])
    await house.result('calendar.event.delete', { id })
    expect(await busy(3)).toEqual([])
  })

  it('reads times by their offset or by their zone', async () => {
    const times = async (fields: Json) => {
      const id = await add({ ownerId: 1, ...fields })
      return house.result<Json>('calendar.event.getbyid', { id })
    }
    expect(await times({ from: '2026-01-14T15:00:00+02:00', to: '2026-01-14T16:00:00+02:00' })).toMatchObject({
      DATE_FROM: '14.01.2026 16:00:00',
      DATE_FROM_TS_UTC: String(Date.UTC(2026, 0, 14, 13) / 1000),
      DT_LENGTH: 3600,
    })
    const zones = { timezone_from: 'Asia/Yekaterinburg', timezone_to: 'Asia/Yekaterinburg' }
    expect(await times({ from: '2026-01-14 15:00:00', to: '2026-01-14 16:00:00', ...zones })).toMatchObject({
      DATE_FROM: '14.01.2026 13:00:00',
      TZ_FROM: 'Asia/Yekaterinburg',
      TZ_OFFSET_FROM: '18000',
    })
  })

  it('repeats an event by its rule', async () => {
    await add({ ownerId: 3, skip_time: 'Y', accessibility: 'absent', rrule: { FREQ: 'WEEKLY', BYDAY: ['MO', 'WE'], COUNT: 3 } })
    const days = (await busy(3, '2026-01-01', '2026-03-01')).map((one) => String(one['DATE_FROM']).slice(0, 10))
    expect(days).toEqual(['14.01.2026', '19.01.2026', '21.01.2026'])
    const rows = await house.result<Json[]>('calendar.event.get', { type: 'user', ownerId: 3, from: '2026-01-01', to: '2026-01-20' })
    expect(rows).toHaveLength(2)
  })

  it('keeps who was asked to a meeting busy until they decline', async () => {
    const id = await add({ ownerId: 1, is_meeting: 'Y', attendees: [1, 3], from: '2026-01-14T12:00:00+03:00', to: '2026-01-14T13:00:00+03:00' })
    expect(await busy(3)).toHaveLength(1)
    const invited = await house.tokenOf(3)
    expect(await house.result('calendar.meeting.status.get', { eventId: id }, invited)).toBe('Q')
    await house.result('calendar.meeting.status.set', { eventId: id, status: 'N' }, invited)
    expect(await busy(3)).toEqual([])
    expect(await house.result('calendar.event.get.nearest', {})).toMatchObject([{ ID: String(id), MEETING_STATUS: 'H' }])
  })

  it('is written by its owner and by administrators, and tells who listens', async () => {
    await house.result('event.bind', { event: 'ONCALENDARENTRYADD', handler: 'http://127.0.0.1:9/x' })
    const own = await house.tokenOf(3)
    const id = await add({ ownerId: 3 }, own)
    const fields = { type: 'user', ownerId: 4, name: 'x', from: '2026-01-14', to: '2026-01-14' }
    expect(await house.refusal('calendar.event.add', fields, own)).toEqual(['', 'Доступ запрещен'])
    expect(await house.refusal('calendar.event.get', { type: 'user', ownerId: 3 }, await house.tokenOf(20))).toEqual(['', 'Доступ запрещен'])
    expect((await house.refusal('calendar.event.delete', { id }, await house.tokenOf(4)))[1]).toBe('При удалении события произошла ошибка')
    await until('the event', () => house.portal.deliveries.some((one) => one.name === 'ONCALENDARENTRYADD'))
  })

  it('refuses in the documented words', async () => {
    const words = async (fields: Json) => (await house.refusal('calendar.event.add', { type: 'user', ownerId: 1, name: 'x', ...fields }))[1]
    expect(await words({ to: '2026-01-14' })).toBe('Не задан обязательный параметр "from" для метода "calendar.event.add"')
    expect(await words({ from: '2026-01-14', to: '2026-01-14', section: 777 })).toMatch(/^Вы задали неверный ID секции/)
    expect(await words({ from: '2026-01-14', to: '2026-01-14', crm_fields: 'L_1' })).toMatch(/должен быть массивом$/)
    expect((await house.refusal('calendar.event.delete', {}))[1]).toBe('Не задан id события')
    expect((await house.refusal('calendar.section.delete', { type: 'user', ownerId: 1 }))[1]).toBe('Не задан id секции')
  })

  it('has sections that take their events with them', async () => {
    const id = await house.result<number>('calendar.section.add', { type: 'user', ownerId: 3, name: 'Trips', color: '#9cbeee', export: { ALLOW: false } })
    await house.result('calendar.section.update', { type: 'user', ownerId: 3, id, name: 'Journeys' })
    const rows = await house.result<Json[]>('calendar.section.get', { type: 'user', ownerId: 3 })
    expect(rows).toMatchObject([{ ID: String(id), NAME: 'Journeys', COLOR: '#9cbeee', EXPORT: { ALLOW: false }, OWNER_ID: '3' }])
    await add({ ownerId: 3, section: id, accessibility: 'absent' })
    expect(await busy(3)).toHaveLength(1)
    await house.result('calendar.section.delete', { type: 'user', ownerId: 3, id })
    expect(await busy(3)).toEqual([])
  })
})

describe('a working day', () => {
  const day = (name: string, params: Json = {}, token?: string) => house.result<Json>(`timeman.${name}`, params, token)

  it('is opened, paused, gone on with and closed', async () => {
    const token = await house.tokenOf(5)
    expect(await day('status', {}, token)).toMatchObject({ STATUS: 'CLOSED', ACTIVE: false })
    expect(await day('open', { LAT: 53.5, LON: 9.9 }, token)).toMatchObject({ STATUS: 'OPENED', ACTIVE: true, TIME_FINISH: null, LAT_OPEN: 53.5 })
    house.portal.advance(1_800_000)
    expect(await day('pause', {}, token)).toMatchObject({ STATUS: 'PAUSED' })
    house.portal.advance(600_000)
    expect(await house.refusal('timeman.open', { TIME: '2026-01-14T09:00:00+03:00' }, token)).toEqual(['TIME', 'Unable to set time, work day is paused'])
    expect(await day('open', {}, token)).toMatchObject({ STATUS: 'OPENED', TIME_LEAKS: '00:10:00' })
    const shown = (await house.site('state.show', {})).people.find((one) => one.id === 5)?.workday
    expect(shown).toBe('open')
    house.portal.advance(600_000)
    expect(await day('close', {}, token)).toMatchObject({ STATUS: 'CLOSED', DURATION: '00:40:00', TIME_LEAKS: '00:10:00' })
  })

  it('expires overnight, and is closed at a time of the day when it began', async () => {
    house.portal.advance(86_400_000)
    house.token = await house.tokenOf(1)
    expect(await day('status')).toMatchObject({ STATUS: 'EXPIRED', TIME_FINISH: null })
    const wrong = ['WRONG_DATETIME', 'Day close date should correspond to the day open date']
    expect(await house.refusal('timeman.close', { TIME: '2026-01-15T18:00:00+03:00' })).toEqual(wrong)
    expect(await day('close', { TIME: '2026-01-14T18:00:00+03:00' })).toMatchObject({ STATUS: 'CLOSED', TIME_FINISH: '2026-01-14T18:00:00+03:00' })
    expect((await house.refusal('timeman.open', { TIME: '2026-01-13T09:00:00+03:00' }))[0]).toBe('WRONG_DATETIME')
  })

  it("is another's business for administrators only", async () => {
    expect(await house.refusal('timeman.close', { USER_ID: 3 }, await house.tokenOf(5))).toEqual(['ACCESS_DENIED', 'Access denied'])
    expect(await house.refusal('timeman.status', { USER_ID: 999 })).toEqual(['', 'User not found'])
    expect(await day('close', { USER_ID: 3 })).toMatchObject({ STATUS: 'CLOSED' })
    expect(await day('settings')).toMatchObject({ UF_TIMEMAN: true, ADMIN: true })
  })
})

describe('a department', () => {
  const rows = (filter: Json) => house.result<Json[]>('department.get', filter)

  it('is added, found, moved and removed', async () => {
    const id = await house.result<number>('department.add', { NAME: 'Windows', PARENT: 3, UF_HEAD: 4 })
    expect(await rows({ ID: id })).toEqual([{ ID: String(id), NAME: 'Windows', SORT: 500, PARENT: '3', UF_HEAD: '4' }])
    await house.result('department.update', { ID: id, NAME: 'Doors', PARENT: 2 })
    expect(await rows({ PARENT: 2 })).toMatchObject([{ ID: String(id), NAME: 'Doors' }])
    await house.result('department.delete', { ID: 2 })
    expect(await rows({ ID: id })).toMatchObject([{ PARENT: '1' }])
    expect(house.portal.state.people.filter((person) => person.departments.includes(2))).toEqual([])
    expect(Object.keys(await house.result('department.fields'))).toEqual(['ID', 'NAME', 'SORT', 'PARENT', 'UF_HEAD'])
  })

  it('is refused without a name, a place or the right', async () => {
    expect(await house.refusal('department.add', { PARENT: 1 })).toEqual(['ERROR_CORE', 'Не введено название раздела.<br>'])
    expect((await house.refusal('department.add', { NAME: 'x', PARENT: 99 }))[1]).toMatch(/только один раздел верхнего уровня$/)
    expect(await house.refusal('department.update', { ID: 99, NAME: 'x' })).toEqual(['ERROR_CORE', 'Department not found'])
    expect(await house.refusal('department.delete', { ID: 2 }, await house.tokenOf(3))).toEqual(['ERROR_CORE', 'Access denied'])
    const below = await house.result<number>('department.add', { NAME: 'x', PARENT: 2 })
    expect((await house.refusal('department.update', { ID: 2, PARENT: below }))[0]).toBe('ERROR_CORE')
  })
})
