/** A draft that runs beside the live rule for a while: what it began with, and what a live draw saw that it decides from anew. */
import { z } from 'zod'
import { UserId } from './ids.ts'
import { exclusionReasons } from './manager.ts'
import { PersonRules } from './person-rules.ts'
import { Deck } from './pick.ts'
import { Rule } from './rule.ts'
import { Settings } from './settings.ts'

/** What is tried out, in a replay and beside the live rule. */
export const Draft = Settings.pick({ policy: true, skipAbsent: true, skipClockedOut: true, headsTakePart: true, onePersonManyDirections: true })
export type Draft = z.infer<typeof Draft>

/** Who got something, and when. */
export const Given = z.array(z.object({ userId: UserId, at: z.number().int() }))

/** How turns, cards, loads and limits stood at that moment; records are by direction. */
export const Beginning = z.object({
  last: z.record(z.string(), UserId),
  decks: z.record(z.string(), Deck),
  /** By direction and person, as `DirectionDraw.added`. */
  missed: z.record(z.string(), z.record(z.string(), z.number().int())),
  /** Clients given before, oldest first, as far back as loads and limits look. */
  given: Given,
  mains: Given,
})
export type Beginning = z.infer<typeof Beginning>

/** It stays what it began with, whatever becomes of the live rule: what it would have picked is computed from this and the records whenever somebody looks. */
export const Shadow = z.object({
  startedAt: z.number().int(),
  startedBy: UserId,
  /** Exclusive; distributions from then on are none of it. */
  until: z.number().int(),
  /** When it was ended before that. */
  endedAt: z.number().int().nullable(),
  settings: Settings,
  rules: z.array(Rule),
  personRules: z.array(PersonRules),
  /** Its chance is its own. */
  seed: z.string(),
  beginning: Beginning,
})
export type Shadow = z.infer<typeof Shadow>

export const isOn = ({ until, endedAt }: Pick<Shadow, 'until' | 'endedAt'>, now: number): boolean => endedAt === null && now < until

/** Distributions from then on are none of it. */
export const endOf = ({ until, endedAt }: Pick<Shadow, 'until' | 'endedAt'>): number => endedAt ?? until
export const runsAt = (shadow: Pick<Shadow, 'startedAt' | 'until' | 'endedAt'>, at: number): boolean => at >= shadow.startedAt && at < endOf(shadow)

/** Of one direction, as the draw's own record has it. */
export const RecordedPool = z.object({
  eligible: z.array(UserId),
  excluded: z.array(z.object({ userId: UserId, reason: z.enum(exclusionReasons) })),
  /** Whoever was kept as the client's own manager. */
  keep: UserId.nullable(),
  reserve: UserId.nullable(),
})
export type RecordedPool = z.infer<typeof RecordedPool>
