/** A visit: a representative who was sent to a client, the draw behind it, and when the report is due. */
import { z } from 'zod'
import { eligibleOf, outcomeOfNobody } from './eligible.ts'
import { DocumentRef, RunId, UserId } from './ids.ts'
import { type Candidate, Exclusion, type PoolRules } from './manager.ts'
import { OutcomeCode } from './outcome.ts'
import { plainTurn, type Picker, roomy } from './pick.ts'

/** How long the personal link of a visit opens the report, and once more after the day to which it was put off. */
export const visitLinkDays = 14
/** A visit is put off by that much at most. */
export const putOffDays = 365

/** Who is reminded of a visit that is late, one after the other. */
export const reminderSteps = ['representative', 'head'] as const
export type ReminderStep = (typeof reminderSteps)[number]

/** Why a link opens no more before its time: an administrator closed it, or somebody else makes the visit. */
export const linkEnds = ['revoked', 'handed_over'] as const
export type LinkEnd = (typeof linkEnds)[number]

/** The one link of a visit that is not replaced. */
export interface LinkState {
  /** The first is 1. */
  readonly number: number
  /** Milliseconds since 1970; null: as long as it was signed for. */
  readonly until: number | null
  readonly closed: LinkEnd | null
  readonly closedAt: number | null
  /** Hashes of the devices that opened it; only kept where others are asked for a code. */
  readonly devices: readonly string[]
}

export const RepresentativeDraw = z.object({
  /** Ascending ids. */
  eligible: z.array(UserId),
  excluded: z.array(Exclusion),
  picked: UserId.nullable(),
  outcome: OutcomeCode,
})
export type RepresentativeDraw = z.infer<typeof RepresentativeDraw>

export const Visit = z.object({
  /** 26 characters of base32: the hash of the call that assigned it; its marks at the portal derive from it. */
  id: z.string().regex(/^[a-z2-7]{26}$/),
  runId: RunId,
  document: DocumentRef,
  /** The record's title as it was. */
  title: z.string(),
  representativeId: UserId,
  /** Null: the representative was named in the robot's settings, not drawn. */
  draw: RepresentativeDraw.nullable(),
  /** Names of everybody in the record, by user id, as they were then. */
  names: z.record(z.string(), z.string()),
  /** Milliseconds since 1970. */
  assignedAt: z.number().int(),
  deadline: z.number().int(),
})
export type Visit = z.infer<typeof Visit>

/**
 * One of the candidates, at random among those whom the portal's rules let take part.
 * @param now milliseconds since 1970
 */
export function drawRepresentative(candidates: readonly Candidate[], rules: PoolRules, pick: Picker, now: number): RepresentativeDraw {
  const { eligible, excluded } = eligibleOf({ candidates }, rules, now)
  const [picked = null] = pick('representative', 'random', roomy, [plainTurn('representative', eligible)])
  return { eligible, excluded, picked, outcome: picked === null ? outcomeOfNobody(excluded) : 'ok' }
}
