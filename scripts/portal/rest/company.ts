/** The company's life: departments, who is away, whose working day is open. */
import { dayStart, displayDate, iso } from '../clock.ts'
import { matches, page, sorted } from '../filter.ts'
import type { Row } from '../filter.ts'
import { method, wire } from '../method.ts'
import { Refusal } from '../refusal.ts'
import type { Absence, Person } from '../state.ts'
import { personOf } from '../world.ts'

const day = 86_400_000
const field = (row: Row, name: string): unknown => row[name.toUpperCase()] ?? null

/** The absence chart answers in a shape of its own, which no page of the documentation shows. */
function busyRow(absence: Absence, person: Person): Record<string, unknown> {
  // A whole day is written from its first to its last day, both included.
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
    DATE_FROM_TS_UTC: String(absence.from / 1000),
    DATE_TO_TS_UTC: String(lastDay / 1000),
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

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

function workdayRow(person: Person, now: number): Record<string, unknown> {
  const { state, openedAt, closedAt } = person.workday
  // A day that nobody has opened yet shows the one before it: closed, with yesterday's times.
  const status = state === 'open' ? 'OPENED' : state === 'paused' ? 'PAUSED' : 'CLOSED'
  return {
    STATUS: status,
    TIME_START: openedAt === null ? null : iso(openedAt),
    TIME_FINISH: closedAt === null ? null : iso(closedAt),
    DURATION: openedAt === null || status !== 'CLOSED' ? '00:00:00' : duration((closedAt ?? now) - openedAt),
    TIME_LEAKS: '00:00:00',
    ACTIVE: status === 'OPENED',
    IP_OPEN: '',
    IP_CLOSE: '',
    LAT_OPEN: 0,
    LON_OPEN: 0,
    LAT_CLOSE: 0,
    LON_CLOSE: 0,
    TZ_OFFSET: 10_800,
    ...(status === 'PAUSED' || status === 'OPENED' ? { TIME_FINISH_DEFAULT: iso(dayStart(now) + 18 * 3_600_000) } : {}),
  }
}

export const company = {
  'department.get': method({
    params: {
      sort: wire.text.optional(),
      order: wire.text.optional(),
      ID: wire.any.optional(),
      NAME: wire.text.optional(),
      SORT: wire.int.optional(),
      PARENT: wire.any.optional(),
      UF_HEAD: wire.any.optional(),
      START: wire.int.optional(),
    },
    caseless: true,
    run(call, { sort, order, START: start, ...wanted }) {
      const rows = call.world.state.departments.map((department) => ({
        ID: String(department.id),
        NAME: department.name,
        SORT: department.sort,
        ...(department.parentId === null ? {} : { PARENT: String(department.parentId) }),
        ...(department.headId === null ? {} : { UF_HEAD: String(department.headId) }),
      }))
      const filter = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
      const found = rows.filter((row) => matches(row, filter, field, () => undefined))
      return page(sorted(found, { [sort ?? 'ID']: order ?? 'ASC' }, field), start, (page) => page)
    },
  }),

  'calendar.accessibility.get': method({
    params: { users: wire.list, from: wire.date, to: wire.date },
    invalid: (name, missing) =>
      new Refusal(
        400,
        '',
        missing
          ? `Не задан обязательный параметр "${name}" для метода "calendar.accessibility.get"`
          : `Неверное значение параметра "${name}" для метода "calendar.accessibility.get"`,
      ),
    run(call, { users, from, to }) {
      if (call.person.extranet) throw new Refusal(400, '', 'Доступ запрещен')
      const begin = Date.parse(`${from.slice(0, 10)}T00:00:00+03:00`)
      const end = Date.parse(`${to.slice(0, 10)}T00:00:00+03:00`) + day
      const people = users.flatMap((id) => personOf(call.world, Number(id)) ?? [])
      const entries = people.map((person) => [
        String(person.id),
        person.absences.filter((absence) => absence.from < end && absence.until > begin).map((absence) => busyRow(absence, person)),
      ])
      return { result: entries.length > 0 ? Object.fromEntries(entries) : [] }
    },
  }),

  'timeman.status': method({
    params: { USER_ID: wire.int.optional() },
    caseless: true,
    run(call, { USER_ID: id }) {
      const person = personOf(call.world, id ?? call.person.id)
      if (!person) throw new Refusal(400, '', 'User not found')
      if (person.id !== call.person.id && !call.person.administrator) throw new Refusal(400, 'ACCESS_DENIED', 'Access denied')
      return { result: workdayRow(person, call.world.clock.now()) }
    },
  }),
}
