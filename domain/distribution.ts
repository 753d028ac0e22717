/** A distribution: what one visit became, kept as it was decided, with the names and settings of that moment. */
import { z } from 'zod'
import { Draw } from './draw.ts'
import { DirectionId, DocumentRef, ReportId, RunId, UserId } from './ids.ts'
import { PoolRules } from './manager.ts'
import { OutcomeCode } from './outcome.ts'
import { DirectionAnswers } from './question.ts'
import { RuleMatch } from './rule.ts'

/** The client as read from the record and what it is linked to. Empty strings mean that the portal has no value. */
export const Client = z.object({
  title: z.string(),
  contactName: z.string(),
  companyTitle: z.string(),
  phone: z.string(),
  email: z.string(),
  address: z.string(),
})
export type Client = z.infer<typeof Client>

const present = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined && part !== '')
/** Parts of an address, and of a name, as they stand in a client. */
export const joined = (...parts: readonly (string | undefined)[]): string => present(parts).join(', ')
export const spaced = (...parts: readonly (string | undefined)[]): string => present(parts).join(' ')

/** How a distribution was taken back by an administrator. */
export const Undone = z.object({
  /** Milliseconds since 1970. */
  at: z.number().int(),
  runId: RunId,
  byId: UserId,
  byName: z.string(),
  reason: z.string(),
  /** Id of the distribution that takes its place, where people are selected again. */
  successor: z.string().nullable(),
})
export type Undone = z.infer<typeof Undone>

export const Distribution = z.object({
  /** 26 characters of base32: the hash of the business key; every mark at the portal derives from it. */
  id: z.string().regex(/^[a-z2-7]{26}$/),
  runId: RunId,
  document: DocumentRef,
  reportId: ReportId.nullable(),
  representativeId: UserId.nullable(),
  comment: z.string(),
  /** What was answered to each direction's own questions. */
  answers: z.array(DirectionAnswers).default([]),
  client: Client,
  /** Hashes of whatever tells this client from others: numbers of contacts and company, phone, e-mail. */
  clients: z.array(z.string()).default([]),
  /** Responsible for the client at the portal, where the record was linked to one. */
  ownerId: UserId.nullable().default(null),
  /** The record's stage when it was read; a robot of ours moves it on from there only. */
  documentStage: z.string().default(''),
  rules: PoolRules,
  /** What a robot's own fields said, before settings and rules. */
  fixed: PoolRules.partial().default({}),
  /** Whether its task is completed with the last deal, as the settings were then; null: they are asked when it comes to that. */
  completeTask: z.boolean().nullable().default(null),
  /** The rule that it came to; null: there were none. */
  match: RuleMatch.nullable().default(null),
  draw: Draw,
  /** Directions as they were configured then, in the order asked for. */
  directions: z.array(
    z.object({
      id: DirectionId,
      name: z.string(),
      departments: z.array(z.string()),
      categoryId: z.number().int(),
      stageId: z.string(),
      fieldDefaults: z.record(z.string(), z.string()).default({}),
      dealTitle: z.string().default(''),
      observerIds: z.array(UserId).default([]),
    }),
  ),
  /** Names of everybody in the record, by user id, as they were then. */
  names: z.record(z.string(), z.string()),
  outcome: OutcomeCode,
  /** Milliseconds since 1970. */
  decidedAt: z.number().int(),
  /** Null while it holds. */
  undone: Undone.nullable().default(null),
  /** The distribution in whose place people were selected again. */
  insteadOf: z.string().nullable().default(null),
})
export type Distribution = z.infer<typeof Distribution>
export type DistributionDirection = Distribution['directions'][number]

/**
 * What makes two starts the same distribution: the report, or the robot's event token when there is no report; selecting again is a new one.
 * The caller hashes it together with the portal's id.
 */
export function businessKey(document: DocumentRef, source: { reportId: ReportId } | { eventToken: string } | { insteadOf: string }): string {
  const origin = 'insteadOf' in source ? `again:${source.insteadOf}` : 'reportId' in source ? `report:${source.reportId}` : `event:${source.eventToken}`
  return `${document.kind}:${document.id}:${origin}`
}

/** `originId` of the deal of one direction; read back from a deal to find its distribution. */
export const dealOrigin = (distributionId: string, directionId: DirectionId): string => `${distributionId}:${directionId}`

/** The distribution that a deal's `originId` belongs to, or null when the deal is not one of ours. */
export function distributionOfDeal(originId: string): { distributionId: string; directionId: string } | null {
  const found = /^([a-z2-7]{26}):(dir_[a-z0-9]{4,32})$/.exec(originId)
  return found ? { distributionId: found[1] as string, directionId: found[2] as string } : null
}

/** `originatorId` of everything that we create in a portal's CRM. */
export const originatorId = 'fairlead'
