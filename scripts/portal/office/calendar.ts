/** Calendars: the days of an event that comes again and again, and whom an event keeps busy. */
import { startOfDay } from '../../../domain/time-zone.ts'
import type { CalendarEvent } from '../state/office.ts'
import type { Absence, Person } from '../state/state.ts'
import type { World } from '../world.ts'

const day = 86_400_000
/** The company works in Moscow's time. */
const shift = 3 * 3_600_000
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
/** A rule without an end is looked at for three years. */
const furthest = 1_100

export interface Span {
  readonly from: number
  readonly until: number
}

function comes(rule: NonNullable<CalendarEvent['rule']>, first: Date, date: Date): boolean {
  const days = Math.round((date.getTime() - first.getTime()) / day)
  const months = (date.getUTCFullYear() - first.getUTCFullYear()) * 12 + date.getUTCMonth() - first.getUTCMonth()
  const weekday = weekdays[date.getUTCDay()] ?? ''
  if (rule.frequency === 'DAILY') return days % rule.interval === 0
  if (rule.frequency === 'WEEKLY') {
    const weeks = Math.floor((days + ((first.getUTCDay() + 6) % 7)) / 7)
    return weeks % rule.interval === 0 && (rule.days.length > 0 ? rule.days.includes(weekday) : date.getUTCDay() === first.getUTCDay())
  }
  if (date.getUTCDate() !== first.getUTCDate()) return false
  return rule.frequency === 'MONTHLY' ? months % rule.interval === 0 : months % (12 * rule.interval) === 0
}

/** When the event takes place within the span, at any part of it. */
export function occurrences(event: CalendarEvent, within: Span): Span[] {
  const { rule, from, until } = event
  // An event without length is there at its moment.
  const touches = (span: Span) => span.from < within.until && (span.until > within.from || span.from >= within.from)
  if (!rule) return [{ from, until }].filter(touches)
  const first = new Date(Math.floor((from + shift) / day) * day)
  const found: Span[] = []
  let count = 0
  for (let step = 0; step < furthest; step += 1) {
    const moment = from + step * day
    if (moment >= within.until || (rule.until !== null && moment >= rule.until + day) || (rule.count !== null && count >= rule.count)) break
    if (!comes(rule, first, new Date(first.getTime() + step * day))) continue
    count += 1
    const span = { from: moment, until: until + step * day }
    if (touches(span)) found.push(span)
  }
  return found
}

/** Whether the event is the person's: in their calendar, or they were asked to it and have not declined. */
export const concerns = (event: CalendarEvent, personId: number): boolean =>
  (event.type === 'user' && event.ownerId === personId) || (event.isMeeting && (event.attendees[String(personId)] ?? 'N') !== 'N')

/** Where the person is away at the moment: by the absence chart, or by an event marked so. */
export function absenceAt(world: World, person: Person, now: number): Pick<Absence, 'until'> | undefined {
  const listed = person.absences.find((one) => one.from <= now && now < one.until)
  if (listed) return listed
  return world.state.office.events
    .filter((event) => event.accessibility === 'absent' && concerns(event, person.id))
    .flatMap((event) => occurrences(event, { from: now, until: now + 1 }))[0]
}

/**
 * A date as calls write it: with an offset, or as the clock of the zone shows it.
 * @returns milliseconds since 1970, null for nonsense
 */
export function readMoment(text: string, zone: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?/.exec(text.trim())
  if (!found) {
    const parsed = Date.parse(text)
    return Number.isNaN(parsed) ? null : parsed
  }
  const [, year, month, date, hours = '0', minutes = '0', seconds = '0', offset] = found
  if (offset) return Date.parse(text.trim().replace(' ', 'T'))
  const midnight = startOfDay(Date.UTC(Number(year), Number(month) - 1, Number(date)) / day, zone)
  return midnight + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}

/** Seconds by which the zone's clock is ahead of UTC on that day. */
export function zoneOffset(moment: number, zone: string): number {
  const number = Math.floor(moment / day)
  return (number * day - startOfDay(number, zone)) / 1000
}
