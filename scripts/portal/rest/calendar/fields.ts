/** Fields of a calendar event as `calendar.event.add` and `.update` take them. */
import { isTimeZone } from '../../../../domain/time-zone.ts'
import { dayStart } from '../../clock.ts'
import { wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { readMoment } from '../../office/calendar.ts'
import type { CalendarEvent } from '../../state/office.ts'
import { personOf } from '../../world.ts'
import { denied, invalidIn, no } from './row.ts'
import { firstSection, sectionsOf } from './sections.ts'

const day = 86_400_000

export const eventFields = {
  from: wire.text.optional(),
  to: wire.text.optional(),
  from_ts: wire.int.optional(),
  to_ts: wire.int.optional(),
  section: wire.int.optional(),
  skip_time: wire.text.optional(),
  timezone_from: wire.text.optional(),
  timezone_to: wire.text.optional(),
  description: wire.any.optional(),
  color: wire.text.optional(),
  text_color: wire.text.optional(),
  accessibility: wire.text.optional(),
  importance: wire.text.optional(),
  private_event: wire.text.optional(),
  rrule: wire.map.optional(),
  is_meeting: wire.text.optional(),
  location: wire.text.optional(),
  remind: wire.list.optional(),
  attendees: wire.list.optional(),
  host: wire.int.optional(),
  meeting: wire.map.optional(),
  crm_fields: wire.any.optional(),
}

type Given = Readonly<Record<string, unknown>>

const yes = (value: unknown): boolean => value === true || value === 'Y' || value === '1' || value === 1
const list = (value: unknown): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : String(value))

function moment(call: Call, given: Given, side: 'from' | 'to', zone: string): number | null {
  const stamp = given[`${side}_ts`]
  if (stamp !== undefined) return Number(stamp) * 1000
  const value = given[side]
  if (value === undefined) return null
  const read = readMoment(text(value), zone)
  if (read === null) throw invalidIn(call.method)(side, false)
  return read
}

/** Whole days are days of the portal, whatever the zone. */
function writeTime(call: Call, event: CalendarEvent, given: Given): void {
  const fresh = Number.isNaN(event.from)
  const zone = (name: unknown, before: string) => (typeof name === 'string' && isTimeZone(name) ? name : before || 'Europe/Moscow')
  event.zoneFrom = zone(given['timezone_from'], event.zoneFrom)
  event.zoneTo = zone(given['timezone_to'], event.zoneTo)
  if (given['skip_time'] !== undefined) event.wholeDays = yes(given['skip_time'])
  const from = moment(call, given, 'from', event.wholeDays ? 'Europe/Moscow' : event.zoneFrom)
  const to = moment(call, given, 'to', event.wholeDays ? 'Europe/Moscow' : event.zoneTo)
  if (fresh && from === null) throw invalidIn(call.method)('from', true)
  if (fresh && to === null) throw invalidIn(call.method)('to', true)
  event.from = from ?? event.from
  event.until = to === null ? event.until : event.wholeDays ? dayStart(to) + day : to
  if (event.wholeDays) event.from = dayStart(event.from)
  if (event.until < event.from) event.until = event.wholeDays ? event.from + day : event.from
}

/** Left out, the section is found by the portal; asked for otherwise, it has to be one of this calendar. */
function writeSection(call: Call, event: CalendarEvent, given: Given): void {
  const detect = given['auto_detect_section']
  const asked = given['section']
  if (asked === undefined && detect !== undefined && !yes(detect)) throw invalidIn(call.method)('section', true)
  if (asked === undefined) {
    event.sectionId = event.sectionId || firstSection(call, event.type, event.ownerId).id
    return
  }
  const found = sectionsOf(call, event.type, event.ownerId).find((section) => section.id === Number(asked))
  if (!found)
    throw no(
      call.world,
      'Вы задали неверный ID секции календаря или у данного пользователя нет к ней доступа',
      'The ID of the calendar section is wrong, or this person may not use it',
    )
  event.sectionId = found.id
}

function ruleOf(value: unknown): CalendarEvent['rule'] {
  const given = typeof value === 'object' && value !== null ? (value as Given) : {}
  const frequency = text(given['FREQ'] ?? '').toUpperCase()
  if (!['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(frequency)) return null
  const until = given['UNTIL'] ? readMoment(text(given['UNTIL']), 'Europe/Moscow') : null
  return {
    frequency,
    interval: Math.max(1, Number(given['INTERVAL']) || 1),
    count: Number(given['COUNT']) || null,
    until,
    days: list(given['BYDAY']).map(String),
  }
}

/** Whoever was asked anew has not answered yet; a meeting without a list is with whoever makes it. */
function writeMeeting(call: Call, event: CalendarEvent, given: Given): void {
  if (given['is_meeting'] !== undefined) event.isMeeting = yes(given['is_meeting'])
  if (!event.isMeeting) {
    event.attendees = {}
    return
  }
  if (given['attendees'] !== undefined || Object.keys(event.attendees).length === 0) {
    const ids = new Set([event.hostId, ...list(given['attendees']).map(Number)])
    const known = [...ids].filter((id) => personOf(call.world, id))
    event.attendees = Object.fromEntries(known.map((id) => [String(id), id === event.hostId ? 'H' : (event.attendees[String(id)] ?? 'Q')]))
  }
  const meeting = (given['meeting'] ?? {}) as Given
  const flag = (name: string, key: string) => (meeting[name] === undefined ? (event.meeting[key] ?? false) : yes(meeting[name]))
  event.meeting = {
    NOTIFY: flag('notify', 'NOTIFY'),
    REINVITE: flag('reinvite', 'REINVITE'),
    ALLOW_INVITE: flag('allow_invite', 'ALLOW_INVITE'),
    HIDE_GUESTS: flag('hide_guests', 'HIDE_GUESTS'),
  }
}

/** @throws before anything of the event is kept: it is given a copy, or one that is not in the calendar yet */
export function writeEvent(call: Call, event: CalendarEvent, given: Given): void {
  const { name, description, crm_fields: crm } = given
  if (name !== undefined && text(name).trim() === '')
    throw no(call.world, 'Недопустимое значение параметра "name"', 'Invalid value of the parameter "name"')
  if (description !== undefined && typeof description === 'object')
    throw no(call.world, 'Недопустимое значение параметра "description"', 'Invalid value of the parameter "description"')
  if (crm !== undefined && (typeof crm !== 'object' || crm === null))
    throw no(call.world, 'Список связей события с CRM должен быть массивом', 'The list of CRM links has to be an array')
  if (event.type === 'user' && !personOf(call.world, event.ownerId)) throw denied(call.world)
  writeTime(call, event, given)
  writeSection(call, event, given)
  writeMeeting(call, event, given)
  if (name !== undefined) event.name = text(name)
  if (description !== undefined) event.description = text(description)
  if (crm !== undefined) event.crm = list(crm).map(String)
  if (given['rrule'] !== undefined) event.rule = ruleOf(given['rrule'])
  if (given['remind'] !== undefined) event.remind = list(given['remind'])
  if (given['private_event'] !== undefined) event.isPrivate = yes(given['private_event'])
  if (given['text_color'] !== undefined) event.textColor = text(given['text_color'])
  for (const key of ['color', 'location', 'importance', 'accessibility'] as const) if (given[key] !== undefined) event[key] = text(given[key])
  if (!['busy', 'absent', 'quest', 'free'].includes(event.accessibility)) event.accessibility = 'busy'
}
