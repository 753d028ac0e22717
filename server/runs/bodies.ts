/** What an arrival keeps until its run is over, by kind; stored sealed, since tokens are in it. */
import { z } from 'zod'
import { UserId } from '../../domain/ids.ts'
import { reminderSteps } from '../../domain/visit.ts'
import { redThings } from '../../manifest/alert.ts'

export const RobotBody = z.object({
  /** As posted, for example `LEAD_12`. */
  documentId: z.string(),
  eventToken: z.string().min(1).max(2000),
  properties: z.record(z.string(), z.unknown()),
  /** Whether the workflow waits for our reply. */
  waits: z.boolean(),
  /** 0: it waits without end. */
  timeoutMs: z.number().int().min(0),
  /** When the portal made the call, by its own clock, to the second; milliseconds since 1970. Null: it did not say. */
  calledAt: z.number().nullable().default(null),
  /** The pair that came with the call; heals a lost refresh. */
  tokens: z.object({ access: z.string(), refresh: z.string().nullable(), expires: z.number(), userId: UserId }).nullable(),
})
export type RobotBody = z.infer<typeof RobotBody>

/** What the OAuth server said to the posted refresh token; written down before it is used. */
export const Proof = z.object({
  memberId: z.string(),
  clientEndpoint: z.string(),
  oauthUrl: z.string(),
  scope: z.array(z.string()),
  access: z.string(),
  refresh: z.string(),
  expires: z.number(),
  userId: UserId.nullable(),
})
export type Proof = z.infer<typeof Proof>

export const InstallBody = z.object({
  /** `mend`: an administrator of a proven portal asks to register again; needs no proof. */
  source: z.enum(['page', 'event', 'mend']),
  refresh: z.string(),
  applicationToken: z.string().nullable(),
  /** Where the portal says that its OAuth server is; only allow-listed ones are believed. */
  serverEndpoint: z.string().nullable(),
  language: z.enum(['ru', 'en']).nullable(),
  proof: Proof.nullable(),
})
export type InstallBody = z.infer<typeof InstallBody>

/** What an administrator's press is called among the events of a portal. */
export const endingCode = 'workflow.end'
export const EndingBody = z.object({ workflowId: z.string() })

/** Undoing a distribution, and selecting again after it: runs of their own. */
export const undoCode = 'distribution.undo'
export const againCode = 'distribution.again'
export const UndoBody = z.object({ distributionId: z.string(), reason: z.string(), again: z.boolean(), byId: UserId, byName: z.string() })
/** The run that follows an undoing, known before it has come to a distribution. */
export const againDedupe = (insteadOf: string): string => `again:${insteadOf}`
export const AgainBody = z.object({ insteadOf: z.string() })

/** A visit's personal link was closed, or made anew: done in the store at once, told at the portal by a run. */
export const revokeCode = 'visit.revoke'
export const renewCode = 'visit.renew'
/** A code for a link that was opened on another device. */
export const codeCode = 'visit.code'
export const CodeBody = z.object({ visitId: z.string(), code: z.string() })
/** A visit is late. */
export const remindCode = 'visit.remind'
export const RemindBody = z.object({ visitId: z.string(), step: z.enum(reminderSteps) })
export const LinkBody = z.object({ visitId: z.string(), byName: z.string() })

/** Telling chosen people that the state of the installation has changed. */
export const alertCodes = { red: 'health.red', well: 'health.well' } as const
export const AlertBody = z.object({ to: z.array(UserId), problems: z.array(z.object({ what: z.enum(redThings), names: z.array(z.string()) })) })
export type AlertBody = z.infer<typeof AlertBody>

export const EventBody = z.object({
  /** The portal's wish to have its data erased. */
  clean: z.boolean().default(false),
  /** When the portal told, by its own clock; milliseconds since 1970. */
  at: z.number().nullable().default(null),
})
export type EventBody = z.infer<typeof EventBody>
