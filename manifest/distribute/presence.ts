/** Who is away and who has gone home, from what the portal's calendar and work time say. */
import type { Presence } from '../../domain/manager.ts'
import { dayAt, isTimeZone, startOfDay } from '../../domain/time-zone.ts'
import type { Answered } from '../ask.ts'
import type { ResultOf } from '../methods.ts'

const day = 86_400_000
/** Where the portal does not tell a person's zone, days are UTC days. */
const zoneOf = (timeZone: string | null): string => (timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC')

/**
 * The absence that holds now, if any, from one person's entries of `calendar.accessibility.get`.
 * Two shapes come in one list: calendar events and, undocumented, the absence chart (`FROM_HR`) (portal-facts: absence).
 */
export function absenceAt(entries: readonly Record<string, unknown>[], timeZone: string | null, now: number): Presence['absence'] {
  for (const entry of entries) {
    if (entry['FROM_HR'] !== true && entry['ACCESSIBILITY'] !== 'absent') continue
    const from = seconds(entry['FROM'] ?? entry['DATE_FROM_TS_UTC'])
    const until = seconds(entry['TO'] ?? entry['DATE_TO_TS_UTC'])
    if (from === null || until === null || until < from) continue
    const absence = wholeDays(entry, from, until) ? daysIn(zoneOf(timeZone), from, until) : { from, until }
    if (absence.from <= now && now < absence.until) return absence
  }
  return null
}

/** Entries of whole days carry midnights of the server's zone; the last day is included. */
const wholeDays = (entry: Record<string, unknown>, from: number, until: number): boolean =>
  entry['DT_SKIP_TIME'] === 'Y' || (entry['DT_SKIP_TIME'] === undefined && (until - from) % day === 0)

/** The nearest UTC midnight names the calendar day whatever the server's zone is; the person lives it in their own. */
function daysIn(timeZone: string, from: number, until: number) {
  const first = Math.round(from / day)
  const last = Math.round(until / day)
  return { from: startOfDay(first, timeZone), until: startOfDay(last + 1, timeZone) }
}

/** Calendars end there, a day before dates do. */
const lastSecond = 8.6e12

function seconds(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && number > 0 && number < lastSecond ? Math.round(number * 1000) : null
}

/**
 * Clocked out only when a working day was opened today and has been closed. Anything else, a refusal or time keeping that
 * is switched off among it, is unknown and never excludes.
 */
export function workdayAt(answer: Answered<ResultOf<'timeman.status'>> | undefined, timeZone: string | null, now: number): Presence['workday'] {
  if (!answer?.ok) return 'unknown'
  const { STATUS, TIME_START, TIME_FINISH } = answer.value
  const started = Date.parse(TIME_START ?? '')
  const zone = zoneOf(timeZone)
  if (Number.isNaN(started) || dayAt(started, zone) !== dayAt(now, zone)) return 'unknown'
  if (STATUS === 'CLOSED') return TIME_FINISH ? 'closed' : 'unknown'
  return STATUS === 'OPENED' ? 'open' : STATUS === 'PAUSED' ? 'paused' : 'unknown'
}
