/** Days as a person lives them: the calendar day and its beginning in a time zone. */

const day = 86_400_000

/** Making a format costs a hundred times more than using it, and zones are few; but a portal may write one of them in a million ways. */
const mostFormats = 700
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formats.size >= mostFormats) formats.clear()
  formats.set(timeZone, made)
  return made
}

/** Milliseconds by which the zone's clock is ahead of UTC at that moment. */
export function offsetAt(moment: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(moment)
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const local = Date.UTC(value('year'), value('month') - 1, value('day'), value('hour'), value('minute'), value('second'))
  return local - Math.floor(moment / 1000) * 1000
}

/** Days since 1970 that the zone's calendar shows at that moment. */
export const dayAt = (moment: number, timeZone: string): number => Math.floor((moment + offsetAt(moment, timeZone)) / day)

/** The moment when that day begins in the zone, also where the clock is set on that very day, or at its midnight. */
export function startOfDay(dayNumber: number, timeZone: string): number {
  const guess = dayNumber * day - offsetAt(dayNumber * day, timeZone)
  const began = dayNumber * day - offsetAt(guess, timeZone)
  // Where midnight is left out, the day begins when the clock is set.
  return dayAt(began, timeZone) === dayNumber ? began : guess
}

/** Whether the runtime knows the zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined
  } catch {
    return false
  }
}
