/** How long a robot's step waits for its answer, in words; the choices a person is offered. */
import { words } from '../state/language.ts'

export const usualSeconds = [600, 3600, 7200, 28_800, 86_400, 259_200] as const

function spell(seconds: number): string {
  const t = words.value.robots
  if (seconds % 86_400 === 0) return t.days(seconds / 86_400)
  if (seconds % 3600 === 0) return t.hours(seconds / 3600)
  if (seconds % 60 === 0) return t.minutes(seconds / 60)
  return t.seconds(seconds)
}
export const waitText = (seconds: number) => (seconds === 0 ? words.value.robots.forever : words.value.robots.atMost(spell(seconds)))
/** The usual choices and the one that is set. */
export const waitChoices = (seconds: number) =>
  [...new Set<number>([...usualSeconds, ...(seconds > 0 ? [seconds] : [])])].sort((one, other) => one - other)
