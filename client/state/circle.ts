/** What is said of deputies that would stand for each other in a circle. */
import { circleIn } from '../../domain/deputy.ts'
import { Refused } from '../refused.ts'
import { say } from './language.ts'

/** @param userId whose rules were refused; @returns null: it was refused for something else */
export function circleText(error: unknown, nameOf: (id: number) => string, userId: number | null = null): string | null {
  const circle = error instanceof Refused ? circleIn(error.detail) : null
  if (!circle) return null
  const first = userId ?? circle.at(-1)
  return say('rules.circle', { names: [first, ...circle].map((id) => nameOf(id as number)).join(' → ') })
}
