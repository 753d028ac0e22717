/** `timeman.*`: working days that are opened, paused and closed, and the rules for them. */
import { dayStart, iso } from '../../clock.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { readMoment } from '../../office/calendar.ts'
import type { Person, Workday } from '../../state/state.ts'
import { personOf } from '../../world.ts'

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

const pauses = ({ pausedAt, pausedFor = 0 }: Workday, now: number): number => pausedFor + (pausedAt ? now - pausedAt : 0)

/** A day that nobody has opened yet shows the one before it: closed, with yesterday's times. One that was never closed has expired. */
function status({ state, openedAt }: Workday, now: number): string {
  const open = state === 'open' || state === 'paused'
  if (open && openedAt !== null && openedAt < dayStart(now)) return 'EXPIRED'
  return state === 'open' ? 'OPENED' : state === 'paused' ? 'PAUSED' : 'CLOSED'
}

function workdayRow({ workday }: Person, now: number, withDefault: boolean): Record<string, unknown> {
  const { openedAt, closedAt, placeOpen, placeClose } = workday
  const shown = status(workday, now)
  return {
    STATUS: shown,
    TIME_START: openedAt === null ? null : iso(openedAt),
    TIME_FINISH: closedAt === null ? null : iso(closedAt),
    DURATION: openedAt === null || shown !== 'CLOSED' ? '00:00:00' : duration((closedAt ?? now) - openedAt - pauses(workday, now)),
    TIME_LEAKS: duration(pauses(workday, now)),
    ACTIVE: shown === 'OPENED',
    IP_OPEN: '',
    IP_CLOSE: '',
    LAT_OPEN: placeOpen?.[0] ?? 0,
    LON_OPEN: placeOpen?.[1] ?? 0,
    LAT_CLOSE: placeClose?.[0] ?? 0,
    LON_CLOSE: placeClose?.[1] ?? 0,
    TZ_OFFSET: 10_800,
    ...(withDefault && shown !== 'CLOSED' ? { TIME_FINISH_DEFAULT: iso(dayStart(openedAt ?? now) + 18 * 3_600_000) } : {}),
  }
}

/** Of somebody else only an administrator may ask. */
function personAsked(call: Call, id: number | undefined): Person {
  const person = personOf(call.world, id ?? call.person.id)
  if (!person) throw new Refusal(400, '', 'User not found')
  if (person.id !== call.person.id && !call.person.administrator) throw new Refusal(400, 'ACCESS_DENIED', 'Access denied')
  return person
}

const wrongTime = (text: string) => new Refusal(400, 'WRONG_DATETIME', text)
const acting = {
  USER_ID: wire.int.optional(),
  TIME: wire.text.optional(),
  REPORT: wire.text.optional(),
  LAT: wire.number.optional(),
  LON: wire.number.optional(),
}
const place = (latitude = 0, longitude = 0): [number, number] => [latitude, longitude]

function timeAsked(call: Call, text: string | undefined, sameDayAs: number, words: string): number {
  const { world } = call
  if (text === undefined) return world.clock.now()
  const moment = readMoment(text, 'Europe/Moscow')
  if (moment === null || dayStart(moment) !== dayStart(sameDayAs)) throw wrongTime(words)
  return moment
}

function done(call: Call, person: Person): { result: unknown } {
  call.world.touch()
  return { result: workdayRow(person, call.world.clock.now(), false) }
}

export const timeman = {
  'timeman.status': method({
    params: { USER_ID: wire.int.optional() },
    caseless: true,
    run: (call, { USER_ID: id }) => ({ result: workdayRow(personAsked(call, id), call.world.clock.now(), true) }),
  }),

  /** Opens the day, goes on after a pause, and opens one again that was closed today. */
  'timeman.open': method({
    params: acting,
    caseless: true,
    writes: true,
    run(call, { USER_ID: id, TIME: time, LAT: latitude, LON: longitude }) {
      const person = personAsked(call, id)
      const now = call.world.clock.now()
      const { workday } = person
      const today = workday.openedAt !== null && workday.openedAt >= dayStart(now)
      if (workday.state === 'paused') {
        if (time !== undefined) throw new Refusal(400, 'TIME', 'Unable to set time, work day is paused')
        person.workday = { ...workday, state: 'open', pausedFor: pauses(workday, now), pausedAt: null }
        return done(call, person)
      }
      const moment = timeAsked(call, time, now, 'Day open date should correspond to the current date')
      if (workday.state === 'closed' && today && time === undefined) {
        const idle = workday.closedAt === null ? 0 : now - workday.closedAt
        person.workday = { ...workday, state: 'open', closedAt: null, pausedFor: (workday.pausedFor ?? 0) + idle }
        return done(call, person)
      }
      if (workday.state !== 'open' || !today)
        person.workday = { state: 'open', openedAt: moment, closedAt: null, placeOpen: place(latitude, longitude) }
      return done(call, person)
    },
  }),

  'timeman.pause': method({
    params: { USER_ID: wire.int.optional() },
    caseless: true,
    writes: true,
    run(call, { USER_ID: id }) {
      const person = personAsked(call, id)
      if (person.workday.state === 'open') person.workday = { ...person.workday, state: 'paused', pausedAt: call.world.clock.now() }
      return done(call, person)
    },
  }),

  'timeman.close': method({
    params: acting,
    caseless: true,
    writes: true,
    run(call, { USER_ID: id, TIME: time, LAT: latitude, LON: longitude }) {
      const person = personAsked(call, id)
      const { workday } = person
      if (workday.state === 'open' || workday.state === 'paused') {
        const now = call.world.clock.now()
        const closedAt = timeAsked(call, time, workday.openedAt ?? now, 'Day close date should correspond to the day open date')
        const pausedFor = pauses(workday, Math.max(closedAt, workday.pausedAt ?? 0))
        person.workday = { ...workday, state: 'closed', closedAt, pausedFor, pausedAt: null, placeClose: place(latitude, longitude) }
      }
      return done(call, person)
    },
  }),

  'timeman.settings': method({
    params: { USER_ID: wire.int.optional() },
    caseless: true,
    run(call, { USER_ID: id }) {
      const person = personAsked(call, id)
      return {
        result: {
          UF_TIMEMAN: person.workday.state !== 'off',
          UF_TM_FREE: false,
          UF_TM_MAX_START: '09:15:00',
          UF_TM_MIN_FINISH: '17:45:00',
          UF_TM_MIN_DURATION: '08:00:00',
          UF_TM_ALLOWED_DELTA: '00:15:00',
          ADMIN: call.person.administrator,
        },
      }
    },
  }),
}
