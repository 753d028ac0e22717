/** What an administrator decides for one person, in every direction of theirs; the pause is the person's own. */
import { z } from 'zod'
import { Hours } from './hours.ts'
import { UserId } from './ids.ts'
import { usualWeight } from './pick.ts'

const Limit = z.number().int().min(1).max(1000).nullable().default(null)

/** Somebody to whom clients of this person go who need not be drawn for: a stretch of time, `until` exclusive, milliseconds since 1970. */
export const Deputy = z.object({ userId: UserId, from: z.number().int(), until: z.number().int() }).refine(({ from, until }) => from < until)
export type Deputy = z.infer<typeof Deputy>

/** A client as the portal numbers them. */
export const ClientRef = z.object({ kind: z.enum(['contact', 'company']), id: z.number().int().positive() })
export type ClientRef = z.infer<typeof ClientRef>

/** A competence: a word of the administrator's own, compared without regard to case. */
export const Tag = z.string().trim().toLowerCase().min(1).max(40)

export const PersonRules = z.object({
  userId: UserId,
  /** How often somebody is picked by the policy "weighted": 50 is half as often as the usual 100. */
  weight: z.number().int().min(1).max(1000),
  /** In the person's own time zone; null: those of the portal. */
  hours: Hours.nullable().default(null),
  /** Clients a day and a week (from Monday) of the person's own calendar, and open deals; null: no limit. */
  dayLimit: Limit,
  weekLimit: Limit,
  dealLimit: Limit,
  tags: z.array(Tag).max(30).default([]),
  /** Clients that this person is never drawn for. */
  excludedClients: z.array(ClientRef).max(200).default([]),
  /** Takes no new clients before that moment, by their own wish; null: does. */
  pausedUntil: z.number().int().nullable().default(null),
  deputies: z.array(Deputy).max(10).default([]),
  /** Grows with every change; a change made from an older one is refused. 0: never changed. */
  version: z.number().int().min(0),
})
export type PersonRules = z.infer<typeof PersonRules>
/** What one step makes of the rules as they are when its turn has come. */
export type PersonChange = (rules: PersonRules) => Partial<PersonRules>

/** Of everybody for whom nothing was decided. */
export const usualRules = (userId: UserId): PersonRules => PersonRules.parse({ userId, weight: usualWeight, version: 0 })
