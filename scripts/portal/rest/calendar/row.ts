/** How calendars look to REST: events, sections, and the entries of who is busy when. */
import { displayDate } from '../../clock.ts'
import { Refusal } from '../../door/refusal.ts'
import { zoneOffset } from '../../office/calendar.ts'
import type { Span } from '../../office/calendar.ts'
import type { CalendarEvent, CalendarSection } from '../../state/office.ts'
import type { Absence, Person } from '../../state/state.ts'
import { fullName, personOf, say } from '../../world.ts'
import type { World } from '../../world.ts'

const day = 86_400_000
const seconds = (moment: number): string => String(Math.floor(moment / 1000))

/** The calendar says no without a code, in the portal's language. */
export const no = (world: World, ru: string, en: string): Refusal => new Refusal(400, '', say(world, ru, en))
export const denied = (world: World): Refusal => no(world, 'Доступ запрещен', 'Access denied')

/** The refusal for a parameter that is missing or of a wrong kind. */
export const invalidIn =
  (method: string) =>
  (name: string, missing: boolean): Refusal =>
    new Refusal(
      400,
      '',
      missing ? `Не задан обязательный параметр "${name}" для метода "${method}"` : `Неверное значение параметра "${name}" для метода "${method}"`,
    )

/** A whole day is written from its first to its last day, both included. */
const shownEnd = (until: number, wholeDays: boolean): number => (wholeDays ? until - day : until)

/** The absence chart answers in a shape of its own, which no page of the documentation shows. */
export function absenceRow(absence: Absence, person: Person): Record<string, unknown> {
  const lastDay = absence.until - day
  if (absence.source === 'chart') {
    return {
      FROM_HR: true,
      ID: absence.id,
      DT_FROM: displayDate(absence.from).slice(0, 10),
      DT_TO: displayDate(lastDay).slice(0, 10),
      ACCESSIBILITY: 'absent',
      IMPORTANCE: 'normal',
      FROM: Math.floor(absence.from / 1000),
      TO: Math.floor(lastDay / 1000),
    }
  }
  return {
    ID: String(absence.id),
    NAME: absence.title,
    DATE_FROM: displayDate(absence.from),
    DATE_TO: displayDate(lastDay),
    DATE_FROM_TS_UTC: seconds(absence.from),
    DATE_TO_TS_UTC: seconds(lastDay),
    '~USER_OFFSET_FROM': 0,
    '~USER_OFFSET_TO': 0,
    DT_SKIP_TIME: 'Y',
    TZ_FROM: person.timeZone,
    TZ_TO: person.timeZone,
    ACCESSIBILITY: 'absent',
    IMPORTANCE: 'normal',
    EVENT_TYPE: '',
  }
}

export function busyRow(event: CalendarEvent, span: Span): Record<string, unknown> {
  const to = shownEnd(span.until, event.wholeDays)
  return {
    ID: String(event.id),
    NAME: event.name,
    DATE_FROM: displayDate(span.from),
    DATE_TO: displayDate(to),
    DATE_FROM_TS_UTC: seconds(span.from),
    DATE_TO_TS_UTC: seconds(to),
    '~USER_OFFSET_FROM': 0,
    '~USER_OFFSET_TO': 0,
    DT_SKIP_TIME: event.wholeDays ? 'Y' : 'N',
    TZ_FROM: event.zoneFrom,
    TZ_TO: event.zoneTo,
    ACCESSIBILITY: event.accessibility,
    IMPORTANCE: event.importance,
    EVENT_TYPE: '',
  }
}

function ruleRow(rule: NonNullable<CalendarEvent['rule']>): Record<string, unknown> {
  const until = rule.until === null ? '01.01.2038' : displayDate(rule.until).slice(0, 10)
  return {
    FREQ: rule.frequency,
    ...(rule.days.length > 0 ? { BYDAY: Object.fromEntries(rule.days.map((one) => [one, one])) } : {}),
    INTERVAL: rule.interval,
    ...(rule.count === null ? {} : { COUNT: rule.count }),
    UNTIL: until,
    '~UNTIL': rule.until === null ? '' : until,
    UNTIL_TS: Math.floor((rule.until ?? Date.UTC(2038, 0, 1)) / 1000),
  }
}

export function eventRow(world: World, event: CalendarEvent, span: Span, readerId: number): Record<string, unknown> {
  const to = shownEnd(span.until, event.wholeDays)
  const host = personOf(world, event.hostId)
  const attendees = Object.entries(event.attendees)
  return {
    ID: String(event.id),
    PARENT_ID: String(event.id),
    DELETED: 'N',
    CAL_TYPE: event.type,
    OWNER_ID: String(event.ownerId),
    NAME: event.name,
    DATE_FROM: displayDate(span.from),
    DATE_TO: displayDate(to),
    ORIGINAL_DATE_FROM: null,
    TZ_FROM: event.zoneFrom,
    TZ_TO: event.zoneTo,
    TZ_OFFSET_FROM: String(zoneOffset(span.from, event.zoneFrom)),
    TZ_OFFSET_TO: String(zoneOffset(span.until, event.zoneTo)),
    DATE_FROM_TS_UTC: seconds(span.from),
    DATE_TO_TS_UTC: seconds(to),
    DT_SKIP_TIME: event.wholeDays ? 'Y' : 'N',
    DT_LENGTH: Math.floor((span.until - span.from) / 1000),
    EVENT_TYPE: null,
    CREATED_BY: String(event.createdBy),
    DATE_CREATE: displayDate(event.createdAt),
    TIMESTAMP_X: displayDate(event.changedAt),
    DESCRIPTION: event.description,
    PRIVATE_EVENT: event.isPrivate ? '1' : '',
    ACCESSIBILITY: event.accessibility,
    IMPORTANCE: event.importance,
    IS_MEETING: event.isMeeting,
    MEETING_STATUS: event.isMeeting ? (event.attendees[String(readerId)] ?? 'H') : null,
    MEETING_HOST: String(event.hostId),
    MEETING: event.isMeeting
      ? { HOST_NAME: host ? fullName(host) : '', ...event.meeting, MEETING_CREATOR: event.createdBy, LANGUAGE_ID: world.language, MAIL_FROM: '' }
      : false,
    LOCATION: event.location,
    REMIND: event.remind,
    COLOR: event.color,
    TEXT_COLOR: event.textColor,
    RRULE: event.rule ? ruleRow(event.rule) : '',
    EXDATE: '',
    DAV_XML_ID: `${event.id}@${world.domain}`,
    G_EVENT_ID: '',
    DAV_EXCH_LABEL: '',
    CAL_DAV_LABEL: '',
    VERSION: String(event.version),
    ATTENDEES_CODES: attendees.map(([id]) => `U${id}`),
    RECURRENCE_ID: null,
    RELATIONS: { COMMENT_XML_ID: `EVENT_${event.id}` },
    SECTION_ID: String(event.sectionId),
    SYNC_STATUS: null,
    UF_CRM_CAL_EVENT: event.crm.length > 0 ? event.crm : false,
    UF_WEBDAV_CAL_EVENT: false,
    SECTION_DAV_XML_ID: null,
    DATE_FROM_FORMATTED: new Date(span.from).toUTCString(),
    DATE_TO_FORMATTED: new Date(to).toUTCString(),
    SECT_ID: String(event.sectionId),
    ATTENDEE_LIST: attendees.map(([id, status]) => ({ id: Number(id), entryId: String(event.id), status })),
    COLLAB_ID: null,
    attendeesEntityList: attendees.map(([id]) => ({ entityId: 'user', id: Number(id) })),
    '~DESCRIPTION': event.description,
    '~USER_OFFSET_FROM': zoneOffset(span.from, event.zoneFrom),
    '~USER_OFFSET_TO': zoneOffset(span.until, event.zoneTo),
  }
}

export function sectionRow(section: CalendarSection, mayWrite: boolean): Record<string, unknown> {
  const stamp = (moment: number) => new Date(moment + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  return {
    ID: String(section.id),
    NAME: section.name,
    GAPI_CALENDAR_ID: null,
    DESCRIPTION: section.description,
    COLOR: section.color,
    TEXT_COLOR: section.textColor,
    EXPORT: { ALLOW: section.exported },
    CAL_TYPE: section.type,
    OWNER_ID: String(section.ownerId),
    CREATED_BY: String(section.createdBy),
    DATE_CREATE: stamp(section.createdAt),
    TIMESTAMP_X: stamp(section.changedAt),
    CAL_DAV_CON: null,
    SYNC_TOKEN: null,
    PAGE_TOKEN: null,
    EXTERNAL_TYPE: 'local',
    ACCESS: { G2: 13, [`U${section.ownerId}`]: 19 },
    IS_COLLAB: false,
    PERM: {
      view_time: true,
      view_title: true,
      view_full: true,
      add: mayWrite,
      edit: mayWrite,
      edit_section: mayWrite,
      access: mayWrite,
    },
  }
}
