/** `calendar.event.*`, the meetings' answers, and `calendar.accessibility.get`: events that really keep people busy. */
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { concerns, occurrences } from '../../office/calendar.ts'
import type { Span } from '../../office/calendar.ts'
import { fireEvent } from '../../sending/events.ts'
import type { CalendarEvent } from '../../state/office.ts'
import { nextId, personOf } from '../../world.ts'
import { writeEvent, eventFields } from './fields.ts'
import { absenceRow, busyRow, denied, eventRow, invalidIn, no } from './row.ts'
import { mayWrite } from './sections.ts'

const day = 86_400_000
const midnight = (date: string): number => Date.parse(`${date.slice(0, 10)}T00:00:00+03:00`)

function tell(call: Call, change: 'ADD' | 'UPDATE' | 'DELETE', id: number): void {
  fireEvent(call.world, `ONCALENDARENTRY${change}`, { id: String(id) }, call.person.id)
  call.world.touch()
}

const find = (call: Call, id: number): CalendarEvent | undefined => call.world.state.office.events.find((event) => event.id === id)

/** A private event shows strangers its time only. */
function rows(call: Call, events: readonly CalendarEvent[], within: Span): Record<string, unknown>[] {
  return events.flatMap((event) =>
    occurrences(event, within).map((span) => {
      const hidden = event.isPrivate && !concerns(event, call.person.id) && !call.person.administrator
      return eventRow(call.world, hidden ? { ...event, name: '', description: '', location: '' } : event, span, call.person.id)
    }),
  )
}

export const calendar = {
  'calendar.accessibility.get': method({
    params: { users: wire.list, from: wire.date, to: wire.date },
    invalid: invalidIn('calendar.accessibility.get'),
    run(call, { users, from, to }) {
      if (call.person.extranet) throw denied(call.world)
      const within = { from: midnight(from), until: midnight(to) + day }
      const entries = users.flatMap((id) => {
        const person = personOf(call.world, Number(id))
        if (!person) return []
        const absent = person.absences.filter((absence) => absence.from < within.until && absence.until > within.from)
        const events = call.world.state.office.events.filter((event) => concerns(event, person.id))
        const busy = events.flatMap((event) => occurrences(event, within).map((span) => busyRow(event, span)))
        return [[String(person.id), [...absent.map((absence) => absenceRow(absence, person)), ...busy]] as const]
      })
      return { result: entries.length > 0 ? Object.fromEntries(entries) : [] }
    },
  }),

  'calendar.event.add': method({
    params: { ...eventFields, type: wire.text, ownerId: wire.int, name: wire.text, auto_detect_section: wire.text.optional() },
    writes: true,
    invalid: invalidIn('calendar.event.add'),
    run(call, given) {
      const { world, person } = call
      if (!mayWrite(call, given.type, given.ownerId)) throw denied(world)
      const now = world.clock.now()
      const event: CalendarEvent = {
        id: 0,
        type: given.type,
        ownerId: given.ownerId,
        sectionId: 0,
        name: '',
        description: '',
        from: NaN,
        until: NaN,
        wholeDays: false,
        zoneFrom: person.timeZone,
        zoneTo: person.timeZone,
        color: '#9dcf00',
        textColor: '',
        accessibility: 'busy',
        importance: 'normal',
        isPrivate: false,
        location: '',
        remind: [],
        rule: null,
        isMeeting: false,
        hostId: person.id,
        meeting: {},
        attendees: {},
        crm: [],
        createdBy: person.id,
        createdAt: now,
        changedAt: now,
        version: 1,
      }
      writeEvent(call, event, given)
      // One count for both, so that an absence's number is nobody else's.
      event.id = nextId(world, 'absence')
      world.state.office.events.push(event)
      tell(call, 'ADD', event.id)
      return { result: event.id }
    },
  }),

  'calendar.event.update': method({
    params: {
      id: wire.int,
      ...eventFields,
      type: wire.text,
      ownerId: wire.int,
      name: wire.text,
      recurrence_mode: wire.text.optional(),
      current_date_from: wire.text.optional(),
    },
    writes: true,
    invalid: invalidIn('calendar.event.update'),
    run(call, given) {
      const event = find(call, given.id)
      if (!event || !mayWrite(call, event.type, event.ownerId)) throw denied(call.world)
      if (given.recurrence_mode !== undefined && !['this', 'next', 'all', ''].includes(given.recurrence_mode))
        throw no(call.world, 'Указан несуществующий тип редактирования повторяемого события', 'Unknown way of editing a recurring event')
      const changed = structuredClone(event)
      writeEvent(call, changed, given)
      Object.assign(event, changed, { changedAt: call.world.clock.now(), version: event.version + 1 })
      tell(call, 'UPDATE', event.id)
      return { result: event.id }
    },
  }),

  'calendar.event.delete': method({
    params: { id: wire.int },
    writes: true,
    invalid: (name) => Object.assign(invalidIn('calendar.event.delete')(name, true), { text: 'Не задан id события' }),
    run(call, { id }) {
      const { office, people } = call.world.state
      const event = find(call, id)
      const owner = people.find((person) => person.absences.some((absence) => absence.id === id && absence.source === 'calendar'))
      if (!event && !owner) throw no(call.world, 'При удалении события произошла ошибка', 'The event could not be deleted')
      if (!mayWrite(call, event?.type ?? 'user', event?.ownerId ?? owner?.id ?? 0))
        throw no(call.world, 'При удалении события произошла ошибка', 'The event could not be deleted')
      office.events = office.events.filter((one) => one !== event)
      if (owner) owner.absences = owner.absences.filter((absence) => absence.id !== id)
      tell(call, 'DELETE', id)
      return { result: true }
    },
  }),

  'calendar.event.getbyid': method({
    params: { id: wire.int },
    invalid: invalidIn('calendar.event.getbyid'),
    run(call, { id }) {
      const event = find(call, id)
      if (call.person.extranet || !event) throw denied(call.world)
      return { result: rows(call, [{ ...event, rule: null }], { from: event.from, until: event.until })[0] }
    },
  }),

  'calendar.event.get': method({
    params: { type: wire.text, ownerId: wire.int, from: wire.date.optional(), to: wire.date.optional(), section: wire.list.optional() },
    invalid: invalidIn('calendar.event.get'),
    run(call, { type, ownerId, from, to, section }) {
      if (call.person.extranet) throw denied(call.world)
      const now = call.world.clock.now()
      const within = { from: from ? midnight(from) : now - 30 * day, until: (to ? midnight(to) : now + 90 * day) + day }
      const sections = section?.map(Number)
      const events = call.world.state.office.events.filter(
        (event) =>
          ((event.type === type && event.ownerId === ownerId) || (type === 'user' && concerns(event, ownerId))) &&
          (sections === undefined || sections.includes(event.sectionId)),
      )
      return { result: rows(call, events, within) }
    },
  }),

  'calendar.event.get.nearest': method({
    params: {
      type: wire.text.optional(),
      ownerId: wire.int.optional(),
      days: wire.int.optional(),
      forCurrentUser: wire.bool.optional(),
      maxEventsCount: wire.int.optional(),
      detailUrl: wire.text.optional(),
    },
    run(call, { type = 'user', ownerId, days = 60, forCurrentUser = true, maxEventsCount = 50 }) {
      if (call.person.extranet) throw denied(call.world)
      const now = call.world.clock.now()
      const events = call.world.state.office.events.filter((event) =>
        forCurrentUser ? concerns(event, call.person.id) : event.type === type && event.ownerId === (ownerId ?? call.person.id),
      )
      const found = rows(call, events, { from: now, until: now + days * day })
      found.sort((one, other) => Number(one['DATE_FROM_TS_UTC']) - Number(other['DATE_FROM_TS_UTC']))
      return { result: found.slice(0, maxEventsCount) }
    },
  }),

  'calendar.meeting.status.get': method({
    params: { eventId: wire.int },
    invalid: invalidIn('calendar.meeting.status.get'),
    run(call, { eventId }) {
      const status = find(call, eventId)?.attendees[String(call.person.id)]
      if (status === undefined) throw no(call.world, 'При выборке статуса произошла ошибка', 'The status could not be read')
      return { result: status }
    },
  }),

  'calendar.meeting.status.set': method({
    params: { eventId: wire.int, status: wire.text },
    writes: true,
    invalid: invalidIn('calendar.meeting.status.set'),
    run(call, { eventId, status }) {
      if (!['Y', 'N', 'Q'].includes(status)) throw no(call.world, 'Недопустимое значение параметра "status"', 'Invalid value of the parameter "status"')
      const event = find(call, eventId)
      const id = String(call.person.id)
      if (!event || event.attendees[id] === undefined) throw denied(call.world)
      // Who invited is the host, whatever they answer.
      if (event.attendees[id] !== 'H') event.attendees[id] = status
      call.world.touch()
      return { result: true }
    },
  }),
}
