/** Moments as people say them, in the phone's own time zone. */
export type Language = 'ru' | 'en' | 'pl'

const locale = { ru: 'ru-RU', en: 'en-GB', pl: 'pl-PL' } as const
const day = 86_400_000

/** @param at milliseconds since 1970 */
export const clockTime = (at: number, language: Language): string => new Intl.DateTimeFormat(locale[language], { hour: '2-digit', minute: '2-digit' }).format(at)

/** «сегодня до 16:00», «завтра до 10:00», «17 октября до 10:00»; a deadline that is over says so. */
export function dueText(at: number, now: number, language: Language): string {
  const time = clockTime(at, language)
  const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / day)
  const near = new Intl.RelativeTimeFormat(locale[language], { numeric: 'auto' }).format(days, 'day')
  const date = Math.abs(days) <= 1 ? near : new Intl.DateTimeFormat(locale[language], { day: 'numeric', month: 'long' }).format(at)
  const { over, by } = { ru: { over: 'срок был', by: 'до' }, en: { over: 'was due', by: 'by' }, pl: { over: 'termin był', by: 'do' } }[language]
  return at < now ? `${over} ${date}, ${time}` : `${date} ${by} ${time}`
}

/** «среда, 14 октября, 14:00» */
export const dayAndTime = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(locale[language], { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(at)

/** What a field of a day or of a time holds, by the phone's own clock. */
export const dayField = (at: number): string => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
export const timeField = (at: number): string => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(11, 16)
export const weekday = (at: number, language: Language): string => new Intl.DateTimeFormat(locale[language], { weekday: 'long', day: 'numeric' }).format(at)
