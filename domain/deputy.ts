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

/**
 * Whoever stands for this person, and so on, where that comes back to them at some moment from now on: then nobody would be found.
 * @returns from the person's own deputy to the person; null: at no moment
 */
export function circleOf(userId: UserId, rulesOf: ReadonlyMap<UserId, PersonRules>, now: number): UserId[] | null {
  // Between two such moments nobody's deputy changes.
  const moments = [now, ...[...rulesOf.values()].flatMap(({ deputies }) => deputies.flatMap(({ from, until }) => [from, until]))].filter((at) => at >= now)
  for (const at of moments) {
    const chain: UserId[] = []
    for (let one = deputyOf(rulesOf.get(userId), at); one !== null && !chain.includes(one); one = deputyOf(rulesOf.get(one), at)) {
      chain.push(one)
      if (one === userId) return chain
    }
  }
  return null
}

/** How a refusal names such a circle, and how it is read. */
const circleMark = 'deputy_circle:'
export const circleDetail = (circle: readonly UserId[]): string => circleMark + circle.join(',')
export const circleIn = (detail: string | null): number[] | null => (detail?.startsWith(circleMark) ? detail.slice(circleMark.length).split(',').map(Number) : null)
