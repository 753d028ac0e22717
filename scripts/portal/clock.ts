/** The portal's clock: real time plus a shift that tests may change, and one alarm that rings at the nearest due moment. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  set(moment: number): void
  advance(milliseconds: number): void
  /** Rings once at the moment; a new call replaces the older one. `null`: never. */
  alarmAt(moment: number | null): void
  close(): void
}

const longestWait = 60_000

export function makeClock(base: () => number, onAlarm: () => void): Clock {
  let shift = 0
  let due: number | null = null
  let timer: NodeJS.Timeout | null = null
  const now = () => base() + shift

  const arm = () => {
    if (timer) clearTimeout(timer)
    timer = null
    if (due === null) return
    // A tests' clock may stand still or jump, so a long wait is looked at again now and then.
    timer = setTimeout(look, Math.min(Math.max(due - now(), 0), longestWait))
    timer.unref()
  }
  const look = () => {
    if (due === null || due > now()) return arm()
    due = null
    onAlarm()
  }
  const moved = () => {
    look()
  }
  return {
    now,
    set(moment) {
      shift = moment - base()
      moved()
    },
    advance(milliseconds) {
      shift += milliseconds
      moved()
    },
    alarmAt(moment) {
      due = moment
      arm()
    },
    close() {
      if (timer) clearTimeout(timer)
      due = null
    },
  }
}

/** ISO 8601 in Moscow's time, where the seed's company works. */
export function iso(moment: number): string {
  return new Date(moment + 3 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+03:00')
}

const two = (number: number) => String(number).padStart(2, '0')

/** The portal's display format, for example `02.12.2024 11:00:00`. */
export function displayDate(moment: number): string {
  const date = new Date(moment + 3 * 3_600_000)
  const day = `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
}

/** Midnight in Moscow at the beginning of the moment's day. */
export function dayStart(moment: number): number {
  const shifted = moment + 3 * 3_600_000
  return shifted - (shifted % 86_400_000) - 3 * 3_600_000
}
