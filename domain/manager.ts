/** A person who may take a client, and why somebody may not. */
import { z } from 'zod'
import { type Hours, isWithin, localTime } from './hours.ts'
import { DepartmentId, UserId } from './ids.ts'
import type { PersonRules } from './person-rules.ts'

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
export const exclusionReasons = [
  'dismissed',
  'never_joined',
  'no_department',
  'head',
  'paused',
  'absent',
  'workday_closed',
  'outside_hours',
  'missing_tag',
  'client_excluded',
  'serves_client',
  'day_limit',
  'week_limit',
  'deal_limit',
] as const
export type ExclusionReason = (typeof exclusionReasons)[number]
/** Those that are of a moment, whatever is decided later. */
export const passingReasons = ['absent', 'workday_closed', 'dismissed', 'paused'] as const satisfies readonly ExclusionReason[]
export type PassingReason = (typeof passingReasons)[number]
export const Exclusion = z.object({
  userId: UserId,
  reason: z.enum(exclusionReasons),
  /** End of the absence or the pause, milliseconds since 1970, where there is one. For administrators and heads only. */
  until: z.number().int().nullable(),
  /** The limit that was reached, where one was. Likewise. */
  limit: z.number().int().optional(),
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
  /** What was decided for this person and how they stand against it; absent: nothing was decided. */
  readonly standing?: Standing
  /** Serves the client in another direction already, and that is against the rules. */
  readonly servesClient?: boolean
}

export interface Standing {
  readonly rules: PersonRules
  /** Clients given to them since their own day and their own week began. */
  readonly today: number
  readonly week: number
  /** Open deals of any origin; counted only where there is a limit of them. */
  readonly openDeals: number
  /** The client is one of those that they are not to be drawn for. */
  readonly clientExcluded: boolean
}

/** What a direction asks of whoever is to serve it. */
export interface Demand {
  readonly tags: readonly string[]
  /** Of everybody who has no hours of their own; null: any time. */
  readonly hours: Hours | null
}
export const noDemand: Demand = { tags: [], hours: null }

/**
 * Why this candidate does not take part, or null when they do.
 * @param now milliseconds since 1970
 */
export function exclusionOf({ person, presence, isHead, standing, servesClient }: Candidate, rules: PoolRules, now: number, demand: Demand = noDemand): Exclusion | null {
  if (!person.active) return exclusion(person, 'dismissed')
  if (!person.everActive) return exclusion(person, 'never_joined')
  if (person.departments.length === 0) return exclusion(person, 'no_department')
  if (isHead && !rules.headsTakePart) return exclusion(person, 'head')
  if (standing && isPaused(standing.rules, now)) return exclusion(person, 'paused', standing.rules.pausedUntil)
  if (rules.skipAbsent && isAway(presence, now)) return exclusion(person, 'absent', presence.absence?.until ?? null)
  if (rules.skipClockedOut && presence.workday === 'closed') return exclusion(person, 'workday_closed')
  const hours = standing?.rules.hours ?? demand.hours
  if (hours && !isWithin(hours, localTime(now, person.timeZone))) return exclusion(person, 'outside_hours')
  if (demand.tags.length > 0 && !demand.tags.every((tag) => standing?.rules.tags.includes(tag))) return exclusion(person, 'missing_tag')
  if (standing?.clientExcluded) return exclusion(person, 'client_excluded')
  if (servesClient) return exclusion(person, 'serves_client')
  return standing ? limitReached(person, standing) : null
}

export const isPaused = ({ pausedUntil }: PersonRules, now: number): boolean => pausedUntil !== null && now < pausedUntil
const isAway = ({ absence }: Presence, now: number): boolean => absence !== null && absence.from <= now && now < absence.until

function limitReached(person: Person, { rules, today, week, openDeals }: Standing): Exclusion | null {
  const { dayLimit, weekLimit, dealLimit } = rules
  if (dayLimit !== null && today >= dayLimit) return { ...exclusion(person, 'day_limit'), limit: dayLimit }
  if (weekLimit !== null && week >= weekLimit) return { ...exclusion(person, 'week_limit'), limit: weekLimit }
  if (dealLimit !== null && openDeals >= dealLimit) return { ...exclusion(person, 'deal_limit'), limit: dealLimit }
  return null
}

export const withClients = (standing: Standing, more: number): Standing => ({ ...standing, today: standing.today + more, week: standing.week + more, openDeals: standing.openDeals + more })

/** How many clients more may go to somebody who takes part; null: any number. */
export function roomLeft({ rules, today, week, openDeals }: Standing): number | null {
  const { dayLimit, weekLimit, dealLimit } = rules
  if (dayLimit === null && weekLimit === null && dealLimit === null) return null
  return Math.min((dayLimit ?? Infinity) - today, (weekLimit ?? Infinity) - week, (dealLimit ?? Infinity) - openDeals)
}

/**
 * Whether a client may go to this person without a draw, as their own manager, a deputy or a head: limits, hours and a closed working day
 * do not matter then, since the client is to have somebody they know, or somebody at all.
 */
export const canBeNamed = ({ person, presence, standing }: Candidate, now: number): boolean =>
  person.active && person.everActive && !isAway(presence, now) && !(standing && (isPaused(standing.rules, now) || standing.clientExcluded))

const exclusion = ({ id }: Person, reason: ExclusionReason, until: number | null = null): Exclusion => ({ userId: id, reason, until })
