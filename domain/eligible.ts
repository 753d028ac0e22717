/** Who takes part in a direction's draw and who does not, and what it is called when nobody does. */
import type { UserId } from './ids.ts'
import { type Candidate, type Demand, type Exclusion, exclusionOf, type PoolRules, roomLeft, withClients } from './manager.ts'
import type { OutcomeCode } from './outcome.ts'
import { noOne } from './pick.ts'

/**
 * Who takes part and who does not, both in ascending id.
 * @param taken whoever the client has for another direction already, where one is the most
 * @param left takes down how many clients more may go to those who have limits
 * @param keeping whoever keeps the client in other directions, once for each: it counts against their limits
 */
export function eligibleOf(
  { candidates, demand }: { readonly candidates: readonly Candidate[]; readonly demand?: Demand },
  rules: PoolRules,
  now: number,
  taken: ReadonlySet<UserId> = noOne,
  left?: Map<UserId, number>,
  keeping: readonly UserId[] = [],
): { eligible: UserId[]; excluded: Exclusion[] } {
  const eligible: UserId[] = []
  const excluded: Exclusion[] = []
  for (const candidate of inOrder(keeping.length === 0 ? candidates : candidates.map((one) => withKept(one, keeping)))) {
    const { id } = candidate.person
    const exclusion = exclusionOf(candidate, rules, now, demand) ?? (taken.has(id) ? { userId: id, reason: 'serves_client' as const, until: null } : null)
    if (exclusion) excluded.push(exclusion)
    else {
      eligible.push(id)
      const room = left && candidate.standing ? roomLeft(candidate.standing) : null
      if (room !== null) left?.set(id, room)
    }
  }
  return { eligible, excluded }
}

const withKept = (one: Candidate, keeping: readonly UserId[]): Candidate =>
  one.standing ? { ...one, standing: withClients(one.standing, keeping.filter((id) => id === one.person.id).length) } : one

/** They nearly always come sorted, and looking is much cheaper than sorting. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  let before = 0
  for (const { person } of candidates) {
    if (person.id < before) return [...candidates].sort((a, b) => a.person.id - b.person.id)
    before = person.id
  }
  return candidates
}

/** What passes by itself, and the outcome that an administrator reads when that alone explains why there was nobody. */
const passing: Partial<Record<Exclusion['reason'], OutcomeCode>> = {
  absent: 'absent',
  paused: 'absent',
  workday_closed: 'workday_closed',
  outside_hours: 'workday_closed',
  day_limit: 'limit_reached',
  week_limit: 'limit_reached',
  deal_limit: 'limit_reached',
}

export function outcomeOfNobody(excluded: readonly Exclusion[]): OutcomeCode {
  const causes = new Set(excluded.flatMap(({ reason }) => passing[reason] ?? []))
  const [only] = causes
  if (causes.size === 1 && only) return only
  return excluded.length === 0 ? 'department_empty' : 'no_eligible'
}
