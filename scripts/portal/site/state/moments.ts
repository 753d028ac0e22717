/** Moments (milliseconds since 1970) in words of the chosen language and the browser's time zone. */
import { language, words } from './language.ts'

const format = (options: Intl.DateTimeFormatOptions) => (at: number) =>
  new Intl.DateTimeFormat(language.value === 'ru' ? 'ru-RU' : 'en-GB', options).format(at)

export const clock = format({ hour: '2-digit', minute: '2-digit' })
export const clockSeconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
export const date = format({ day: 'numeric', month: 'long' })
const weekday = format({ weekday: 'long', day: 'numeric', month: 'long' })

const dayOf = (at: number) => new Date(at).setHours(0, 0, 0, 0)
/** Whole calendar days from that moment to now: 0 today, 1 yesterday, negative ahead. */
const daysAgo = (at: number) => Math.round((dayOf(Date.now()) - dayOf(at)) / 86_400_000)

export function day(at: number): string {
  const ago = daysAgo(at)
  const named = { 0: words.value.when.today, 1: words.value.when.yesterday, [-1]: words.value.when.tomorrow }[ago]
  return named ?? date(at)
}

/** `today, 12:05`; the hour is left out where the day is long past. */
export const dayAndClock = (at: number) => (Math.abs(daysAgo(at)) <= 1 ? `${day(at)}, ${clock(at)}` : day(at))
export const until = (at: number) => words.value.when.until(day(at), clock(at))
/** Heading of a day in a timeline: `Today, Tuesday, 14 October`. */
export function dayHeading(at: number): string {
  const ago = daysAgo(at)
  const text = ago === 0 || ago === 1 ? `${day(at)}, ${weekday(at)}` : weekday(at)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
export const sameDay = (one: number, other: number) => dayOf(one) === dayOf(other)
