/** Working hours as a person lives them: the time of the week that their own clock shows, and when their day and week began. */
import { z } from 'zod'
import { dayAt, isTimeZone, offsetAt, startOfDay } from './time-zone.ts'

/** The same hours on each of the days; minutes since midnight, `until` exclusive. */
export const Hours = z
  .object({
    /** 1 Monday … 7 Sunday. */
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: z.number().int().min(0).max(1439),
    until: z.number().int().min(1).max(1440),
  })
  .refine(({ from, until }) => from < until)
export type Hours = z.infer<typeof Hours>

/** Where the portal does not tell a person's zone, days are UTC days. */
export const zoneOf = (timeZone: string | null): string => (timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC')

export interface LocalTime {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number
  /** Minutes since midnight. */
  readonly minute: number
  /** When this day and this week (Monday) began; milliseconds since 1970. */
  readonly dayBegan: number
  readonly weekBegan: number
}

interface Day extends Omit<LocalTime, 'minute'> {
  readonly dayEnds: number
  readonly zone: string
}
/** Of each zone the day that was asked for last: a pool asks for everybody at one moment, a replay for one moment after another. */
const lastDays = new Map<string | null, Day>()

/** @param moment milliseconds since 1970 */
export function localTime(moment: number, timeZone: string | null): LocalTime {
  const known = lastDays.get(timeZone)
  const day = known && known.dayBegan <= moment && moment < known.dayEnds ? known : dayOf(moment, zoneOf(timeZone))
  if (day !== known) lastDays.set(timeZone, day)
  const { weekday, dayBegan, weekBegan } = day
  return { weekday, minute: minuteOf(moment, day), dayBegan, weekBegan }
}

function dayOf(moment: number, zone: string): Day {
  const number = dayAt(moment, zone)
  // The first of January 1970 was a Thursday.
  const weekday = ((((number + 3) % 7) + 7) % 7) + 1
  return { weekday, dayBegan: startOfDay(number, zone), dayEnds: startOfDay(number + 1, zone), weekBegan: startOfDay(number - weekday + 1, zone), zone }
}

/** What the clock on the wall shows, also on a day on which it is set, or that has no midnight. */
function minuteOf(moment: number, { dayBegan, dayEnds, zone }: Day): number {
  if (dayEnds - dayBegan === 86_400_000) return Math.floor((moment - dayBegan) / 60_000)
  const minute = Math.floor((moment + offsetAt(moment, zone)) / 60_000)
  return ((minute % 1440) + 1440) % 1440
}

export const isWithin = ({ days, from, until }: Hours, { weekday, minute }: LocalTime): boolean => days.includes(weekday) && from <= minute && minute < until
