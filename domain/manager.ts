/** A person who may take a client, and why somebody may not. */
import { z } from 'zod'
import { DepartmentId, UserId } from './ids.ts'

/** A person as the directory keeps them; read from `user.get` with the scope `user_brief`. */
export const Person = z.object({
  id: UserId,
  name: z.string(),
  position: z.string(),
  /** IANA name, or null where the portal does not say. */
  timeZone: z.string().nullable(),
  departments: z.array(DepartmentId),
  active: z.boolean(),
  /** False for somebody invited who never came in: they cannot answer a client. */
  everActive: z.boolean(),
})
export type Person = z.infer<typeof Person>

/** What the portal says of a person at the moment of the draw. Unknown work time never excludes. */
export interface Presence {
  readonly absence: Absence | null
  readonly workday: 'open' | 'paused' | 'closed' | 'unknown'
}

/** A stretch of absence; milliseconds since 1970, `until` exclusive. */
export const Absence = z.object({ from: z.number().int(), until: z.number().int() })
export type Absence = z.infer<typeof Absence>

/** Reasons of exclusion, in the order in which they are looked for: the first that holds is the one recorded. */
export const exclusionReasons = ['dismissed', 'never_joined', 'no_department', 'head', 'absent', 'workday_closed'] as const
export const Exclusion = z.object({
  userId: UserId,
  reason: z.enum(exclusionReasons),
  /** End of the absence, milliseconds since 1970, where the reason is `absent`. For administrators and heads only. */
  until: z.number().int().nullable(),
})
export type Exclusion = z.infer<typeof Exclusion>

export const PoolRules = z.object({
  skipAbsent: z.boolean(),
  skipClockedOut: z.boolean(),
  headsTakePart: z.boolean(),
})
export type PoolRules = z.infer<typeof PoolRules>

export interface Candidate {
  readonly person: Person
  readonly presence: Presence
  /** Head of one of the direction's departments. */
  readonly isHead: boolean
}

/**
 * Why this candidate does not take part, or null when they do.
 * @param now milliseconds since 1970
 */
export function exclusionOf({ person, presence, isHead }: Candidate, rules: PoolRules, now: number): Exclusion | null {
  if (!person.active) return exclusion(person, 'dismissed')
  if (!person.everActive) return exclusion(person, 'never_joined')
  if (person.departments.length === 0) return exclusion(person, 'no_department')
  if (isHead && !rules.headsTakePart) return exclusion(person, 'head')
  if (rules.skipAbsent && presence.absence && presence.absence.from <= now && now < presence.absence.until) {
    return exclusion(person, 'absent', presence.absence.until)
  }
  if (rules.skipClockedOut && presence.workday === 'closed') return exclusion(person, 'workday_closed')
  return null
}

const exclusion = ({ id }: Person, reason: Exclusion['reason'], until: number | null = null): Exclusion => ({ userId: id, reason, until })
