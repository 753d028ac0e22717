/** Questions of a draft: on the distributions of the past, and beside the live rule for a while. */
import { z } from 'zod'
import { DirectionId, DocumentRef, RunId, UserId } from '../ids.ts'
import { passingReasons, Person, PoolRules } from '../manager.ts'
import { PersonRules, Tag } from '../person-rules.ts'
import { RuleChoice } from '../rule.ts'
import { Settings } from '../settings.ts'
import { Beginning, Draft, RecordedPool } from '../shadow.ts'
import { Moment, nothing, question } from './asking.ts'
import { PersonView } from './people.ts'

export const PastData = z.object({
  /** Oldest first; those that were undone are left out and counted. */
  cases: z.array(
    z.object({
      id: z.string(),
      runId: RunId,
      document: DocumentRef,
      at: Moment,
      directionIds: z.array(DirectionId),
      clients: z.array(z.string()),
      owner: UserId.nullable(),
      away: z.array(z.object({ userId: UserId, reason: z.enum(passingReasons) })),
      /** As `ReplayCase.rule`: absent where the record does not tell. */
      rule: z.string().nullable().optional(),
      fixed: PoolRules.partial(),
      /** Of each direction, in the same order, its place in `pools`; only beside the live rule. */
      pools: z.array(z.number().int()).optional(),
      actual: z.array(z.object({ directionId: DirectionId, picked: UserId.nullable() })),
      actualMain: UserId.nullable(),
    }),
  ),
  undone: z.number().int(),
  directions: z.array(
    z.object({
      id: DirectionId,
      name: z.string(),
      members: z.array(z.object({ person: Person, isHead: z.boolean() })),
      heads: z.array(UserId),
      reserve: Person.nullable(),
      tags: z.array(Tag),
    }),
  ),
  settings: Settings,
  personRules: z.array(PersonRules),
  others: z.array(Person),
  choices: z.array(z.object({ id: z.string(), choice: RuleChoice })),
})
export type PastData = z.infer<typeof PastData>

export const ShadowView = z.object({
  startedAt: Moment,
  startedBy: PersonView,
  /** When it ends or has ended. */
  until: Moment,
  on: z.boolean(),
  seed: z.string(),
  beginning: Beginning,
  /** How often administrators have changed anything since it began and before it ended. */
  changes: z.number().int(),
  /** So many newest distributions alone are compared; null: all of them. */
  newest: z.number().int().nullable(),
  data: PastData,
  /** Different ones, each once. */
  pools: z.array(RecordedPool),
})
export type ShadowView = z.infer<typeof ShadowView>

export const pastQuestions = {
  /** Distributions of the past and the rules as they are: a page replays them under a draft by itself and may stop at any time. */
  'replay.data': question('administrator', z.object({ months: z.number().int().min(1).max(24) }), PastData),
  /** The newest draft beside the live rule, on or over, with all that it decides from; computed by the page. Nothing of it is anywhere but in the answer. */
  'shadow.show': question('administrator', nothing, z.object({ shadow: ShadowView.nullable() })),
  /** Refused as `conflict` while one is on. */
  'shadow.start': question('administrator', z.object({ draft: Draft, weeks: z.union([z.literal(1), z.literal(2), z.literal(4)]) }), nothing),
  /** Ends it before its time; refused as `not_found` where none is on. */
  'shadow.stop': question('administrator', nothing, nothing),
  /** The draft becomes the settings, as a change like any other, and the shadow ends. */
  'shadow.activate': question('administrator', nothing, nothing),
} as const
