/** Absence in both shapes that a portal sends, work time, and whose day it is. */
import { describe, expect, it } from 'vitest'
import { absenceAt, workdayAt } from '../../manifest/distribute/presence.ts'

const moment = (text: string) => Date.parse(text)
const unix = (text: string) => moment(text) / 1000

describe('absence', () => {
  const vacation = (from: string, to: string) => ({ FROM_HR: true, ID: '5', FROM: unix(from), TO: unix(to), ACCESSIBILITY: 'absent', IMPORTANCE: 'normal' })

  it('of the absence chart covers the whole last day in the zone of the person', () => {
    const entry = vacation('2026-10-12T00:00:00+03:00', '2026-10-13T00:00:00+03:00')
    const at = (text: string) => absenceAt([entry], 'Asia/Yekaterinburg', moment(text))
    expect(at('2026-10-11T23:59:00+05:00')).toBeNull()
    expect(at('2026-10-12T00:00:00+05:00')).not.toBeNull()
    expect(at('2026-10-13T23:59:00+05:00')).not.toBeNull()
    expect(at('2026-10-14T00:00:00+05:00')).toBeNull()
  })

  it('until a moment that no calendar has is none, and keeps nobody else from being asked about', () => {
    for (const end of [1e300, 9e12, '1e15', Infinity]) {
      expect(absenceAt([{ ACCESSIBILITY: 'absent', DT_SKIP_TIME: 'Y', DATE_FROM_TS_UTC: unix('2026-10-12T00:00:00Z'), DATE_TO_TS_UTC: end }], 'Europe/Moscow', moment('2026-10-12T11:00:00Z'))).toBeNull()
    }
  })

  it('in a zone that is written in thousands of ways keeps no thousands of formats', () => {
    const real = Intl.DateTimeFormat
    let made = 0
    Intl.DateTimeFormat = new Proxy(real, { construct: (target, given: []) => (made++, Reflect.construct(target, given)) })
    const entry = vacation('2026-10-12T00:00:00+03:00', '2026-10-13T00:00:00+03:00')
    const written = (number: number): string => [...'europe/moscow'].map((letter, at) => ((number >> at) & 1 ? letter.toUpperCase() : letter)).join('')
    for (let number = 0; number < 1500; number++) expect(absenceAt([entry], written(number), moment('2026-10-12T11:00:00Z'))).not.toBeNull()
    const before = made
    // The first of them was forgotten meanwhile.
    absenceAt([entry], written(0), moment('2026-10-12T11:00:00Z'))
    Intl.DateTimeFormat = real
    expect(made).toBe(before + 1)
  })

  it('of a calendar event holds between its moments', () => {
    const entry = {
      ACCESSIBILITY: 'absent',
      DT_SKIP_TIME: 'N',
      DATE_FROM_TS_UTC: String(unix('2026-10-12T10:00:00Z')),
      DATE_TO_TS_UTC: String(unix('2026-10-12T12:00:00Z')),
    }
    expect(absenceAt([entry], null, moment('2026-10-12T11:00:00Z'))).toEqual({ from: moment('2026-10-12T10:00:00Z'), until: moment('2026-10-12T12:00:00Z') })
    expect(absenceAt([entry], null, moment('2026-10-12T12:00:00Z'))).toBeNull()
  })

  it('is not a busy meeting, and broken entries are passed over', () => {
    const now = moment('2026-10-12T11:00:00Z')
    const busy = { ACCESSIBILITY: 'busy', DATE_FROM_TS_UTC: String(now / 1000 - 60), DATE_TO_TS_UTC: String(now / 1000 + 60) }
    expect(absenceAt([busy, { FROM_HR: true }, { FROM_HR: true, FROM: 'soon', TO: {} }], 'No/Where', now)).toBeNull()
  })
})

describe('work time', () => {
  const now = moment('2026-10-12T15:00:00+03:00')
  const status = (STATUS: string, TIME_START: string, TIME_FINISH: string) =>
    workdayAt({ ok: true, value: { STATUS, TIME_START, TIME_FINISH }, total: null, next: null }, 'Europe/Moscow', now)

  it('is closed when today was opened and closed', () => {
    expect(status('CLOSED', '2026-10-12T09:00:00+03:00', '2026-10-12T14:00:00+03:00')).toBe('closed')
  })
  it('is unknown before the first opening of the day', () => {
    expect(status('CLOSED', '2026-10-11T09:00:00+03:00', '2026-10-11T18:00:00+03:00')).toBe('unknown')
    expect(status('CLOSED', '', '')).toBe('unknown')
  })
  it('is unknown when somebody forgot to close yesterday, or the portal refuses', () => {
    expect(status('EXPIRED', '2026-10-11T09:00:00+03:00', '')).toBe('unknown')
    expect(workdayAt({ ok: false, code: 'ACCESS_DENIED', text: '' }, null, now)).toBe('unknown')
    expect(workdayAt(undefined, null, now)).toBe('unknown')
  })
  it('is open or paused as the portal says', () => {
    expect(status('OPENED', '2026-10-12T09:00:00+03:00', '')).toBe('open')
    expect(status('PAUSED', '2026-10-12T09:00:00+03:00', '')).toBe('paused')
  })
})
