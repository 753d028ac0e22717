/** Who stands in for somebody who is away: a person's deputy, that one's deputy, and so on, never in a circle. */
import type { UserId } from './ids.ts'
import type { PersonRules } from './person-rules.ts'

/** How many steps from deputy to deputy are taken. */
export const deputySteps = 3

/** Whoever the rules name at this moment; the first of several. */
export const deputyOf = (rules: PersonRules | undefined, now: number): UserId | null =>
  rules?.deputies.find(({ from, until }) => from <= now && now < until)?.userId ?? null

/**
 * The person themselves if they can, else the nearest of their deputies who can; null: nobody within `deputySteps` can, or the deputies lead back to
 * somebody who was asked already.
 */
export function whoCan(wanted: UserId, can: (id: UserId) => boolean, rulesOf: ReadonlyMap<UserId, PersonRules>, now: number): UserId | null {
  const asked = new Set<UserId>()
  let one: UserId | null = wanted
  for (let step = 0; one !== null && step <= deputySteps && !asked.has(one); step++) {
    if (can(one)) return one
    asked.add(one)
    one = deputyOf(rulesOf.get(one), now)
  }
  return null
}

/** Everybody who may have to stand in for one of these. */
export function deputiesOf(people: readonly UserId[], rulesOf: ReadonlyMap<UserId, PersonRules>, now: number): Set<UserId> {
  const found = new Set<UserId>()
  let next: readonly UserId[] = people
  for (let step = 0; step < deputySteps && next.length > 0; step++) {
    next = next.flatMap((id) => deputyOf(rulesOf.get(id), now) ?? []).filter((id) => !found.has(id))
    for (const id of next) found.add(id)
  }
  return found
}
