/** People who get a client without a draw: the client's own manager, a head, a reserve, or the deputy of one of them. */
import type { UserId } from './ids.ts'
import { whoCan } from './deputy.ts'
import { type Candidate, canBeNamed } from './manager.ts'
import type { PersonRules } from './person-rules.ts'

export const waysOfNaming = ['draw', 'client_manager', 'head', 'reserve'] as const

/** Everybody who may be named. */
export interface Named {
  candidate(id: UserId): Candidate | undefined
  readonly rules: ReadonlyMap<UserId, PersonRules>
}

/**
 * The wanted person, or the nearest deputy who can; null: nobody.
 * @param among the wanted person has to be one of these, wherever they are given: whoever left the direction does not serve it any more
 */
export function nameInstead(wanted: UserId | null, named: Named, now: number, among?: readonly Candidate[]): { readonly id: UserId; readonly standsFor: UserId | null } | null {
  if (wanted === null || (among && !among.some(({ person }) => person.id === wanted))) return null
  const can = (id: UserId): boolean => {
    const candidate = named.candidate(id)
    return candidate !== undefined && canBeNamed(candidate, now)
  }
  const found = whoCan(wanted, can, named.rules, now)
  return found === null ? null : { id: found, standsFor: found === wanted ? null : wanted }
}
