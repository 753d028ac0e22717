/** `calendar.section.*` and the settings of calendars. */
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { fireEvent } from '../../sending/events.ts'
import type { CalendarSection } from '../../state/office.ts'
import { nextId, say } from '../../world.ts'
import { denied, invalidIn, no, sectionRow } from './row.ts'

/** One's own calendar, or the company's and a group's for every employee; administrators all. */
export const mayWrite = ({ person }: Call, type: string, ownerId: number): boolean =>
  person.administrator || (!person.extranet && (type === 'user' ? ownerId === person.id : ['group', 'company_calendar'].includes(type)))

export const sectionsOf = (call: Call, type: string, ownerId: number): CalendarSection[] =>
  call.world.state.office.sections.filter((one) => one.type === type && one.ownerId === ownerId)

function addSection(call: Call, fields: Pick<CalendarSection, 'type' | 'ownerId'> & Partial<CalendarSection>): CalendarSection {
  const now = call.world.clock.now()
  const section = {
    name: '',
    description: '',
    color: '#9dcf00',
    textColor: '',
    exported: true,
    createdBy: call.person.id,
    createdAt: now,
    changedAt: now,
    ...fields,
    id: nextId(call.world, 'section'),
  }
  call.world.state.office.sections.push(section)
  call.world.touch()
  return section
}

/** A calendar that nobody has opened yet gets its first section as soon as somebody looks. */
export function firstSection(call: Call, type: string, ownerId: number): CalendarSection {
  const name = type === 'user' ? say(call.world, 'Мой календарь', 'My calendar') : say(call.world, 'Календарь компании', 'Company calendar')
  return sectionsOf(call, type, ownerId)[0] ?? addSection(call, { type, ownerId, name })
}

const exportOf = (value: Record<string, unknown> | undefined): Partial<CalendarSection> =>
  value ? { exported: value['ALLOW'] === true || value['ALLOW'] === 'Y' || value['ALLOW'] === '1' } : {}

const look = {
  name: wire.text.optional(),
  description: wire.text.optional(),
  color: wire.text.optional(),
  text_color: wire.text.optional(),
  export: wire.map.optional(),
}

function tell(call: Call, change: 'ADD' | 'UPDATE' | 'DELETE', id: number): void {
  fireEvent(call.world, `ONCALENDARSECTION${change}`, { id: String(id) }, call.person.id)
  call.world.touch()
}

function own(call: Call, type: string, ownerId: number, id: number): CalendarSection {
  const section = sectionsOf(call, type, ownerId).find((one) => one.id === id)
  if (!section || !mayWrite(call, type, ownerId)) throw denied(call.world)
  return section
}

/** An id that is missing has a sentence of its own. */
const invalid = (method: string) => (name: string, missing: boolean) => {
  const refusal = invalidIn(method)(name, missing)
  return name === 'id' ? Object.assign(refusal, { text: 'Не задан id секции' }) : refusal
}

export const calendarSections = {
  'calendar.section.get': method({
    params: { type: wire.text, ownerId: wire.int },
    invalid: invalidIn('calendar.section.get'),
    run(call, { type, ownerId }) {
      if (call.person.extranet) throw denied(call.world)
      firstSection(call, type, ownerId)
      return { result: sectionsOf(call, type, ownerId).map((section) => sectionRow(section, mayWrite(call, type, ownerId))) }
    },
  }),

  'calendar.section.add': method({
    params: { type: wire.text, ownerId: wire.int, ...look, name: wire.text },
    writes: true,
    invalid: invalidIn('calendar.section.add'),
    run(call, { type, ownerId, name, text_color: textColor, export: exported, ...fields }) {
      if (!mayWrite(call, type, ownerId)) throw denied(call.world)
      if (name.trim() === '') throw no(call.world, 'Недопустимое значение параметра "name"', 'Invalid value of the parameter "name"')
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      const section = addSection(call, { type, ownerId, name, ...given, ...(textColor ? { textColor } : {}), ...exportOf(exported) })
      tell(call, 'ADD', section.id)
      return { result: section.id }
    },
  }),

  'calendar.section.update': method({
    params: { type: wire.text, ownerId: wire.int, id: wire.text, ...look },
    writes: true,
    invalid: invalid('calendar.section.update'),
    run(call, { type, ownerId, id, text_color: textColor, export: exported, ...fields }) {
      const section = own(call, type, ownerId, Number(id))
      if (fields.name?.trim() === '') throw no(call.world, 'Недопустимое значение параметра "name"', 'Invalid value of the parameter "name"')
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      Object.assign(section, given, textColor === undefined ? {} : { textColor }, exportOf(exported), { changedAt: call.world.clock.now() })
      tell(call, 'UPDATE', section.id)
      return { result: section.id }
    },
  }),

  /** What is in it goes with it. */
  'calendar.section.delete': method({
    params: { type: wire.text, ownerId: wire.int, id: wire.int },
    writes: true,
    invalid: invalid('calendar.section.delete'),
    run(call, { type, ownerId, id }) {
      const section = own(call, type, ownerId, id)
      const { office } = call.world.state
      office.sections = office.sections.filter((one) => one !== section)
      office.events = office.events.filter((event) => event.sectionId !== id)
      tell(call, 'DELETE', id)
      return { result: true }
    },
  }),

  'calendar.user.settings.get': method({
    params: {},
    run(call) {
      const section = String(firstSection(call, 'user', call.person.id).id)
      return {
        result: {
          view: 'month',
          meetSection: section,
          crmSection: section,
          showDeclined: false,
          denyBusyInvitation: false,
          collapseOffHours: 'Y',
          showWeekNumbers: 'N',
          showTasks: 'Y',
          syncTasks: 'N',
          showCompletedTasks: 'N',
          lastUsedSection: section,
          sendFromEmail: '',
          defaultSections: { [`user${call.person.id}`]: section },
          syncPeriodPast: '3',
          syncPeriodFuture: '12',
          defaultReminders: { fullDay: [], withTime: [{ type: 'min', count: 15 }] },
          timezoneName: call.person.timeZone,
          timezoneOffsetUTC: 10_800,
          timezoneDefaultName: '',
          work_time_start: '9.00',
          work_time_end: '18.00',
          ...call.world.state.office.calendarSettings[String(call.person.id)],
        },
      }
    },
  }),

  'calendar.user.settings.set': method({
    params: { settings: wire.map },
    writes: true,
    invalid: invalidIn('calendar.user.settings.set'),
    run(call, { settings }) {
      const { calendarSettings } = call.world.state.office
      calendarSettings[String(call.person.id)] = { ...calendarSettings[String(call.person.id)], ...settings }
      call.world.touch()
      return { result: true }
    },
  }),
}
