/** Questions of how fair it is: shares beside the expected, proofs of draws, one’s own numbers. */
import { z } from 'zod'
import { verdicts } from '../fairness-verdict.ts'
import { DrawEntry, DrawPeriod } from '../proof.ts'
import { Moment, nothing, question } from './asking.ts'
import { PersonView } from './people.ts'

export const FairShare = z.object({ person: PersonView, tookPart: z.number().int(), picked: z.number(), expected: z.number(), usual: z.tuple([z.number(), z.number()]).nullable() })

/** Draws of one direction, or of the main managers: by chance with a test, in order with the gap alone. `p` is the group's own; `among` and the verdict are of all groups together. */
export const FairnessGroup = z.object({
  key: z.string(),
  name: z.string(),
  draws: z.number().int(),
  chance: z
    .object({ draws: z.number().int(), p: z.number(), among: z.number().nullable(), gap: z.object({ size: z.number(), usual: z.number() }), verdict: z.enum(verdicts), people: z.array(FairShare) })
    .nullable(),
  order: z
    .object({ draws: z.number().int(), gap: z.number(), astray: z.number().int(), loads: z.object({ first: z.number(), last: z.number() }).nullable(), people: z.array(FairShare) })
    .nullable(),
})
export type FairnessGroup = z.infer<typeof FairnessGroup>

export const OwnShare = z.object({ tookPart: z.number().int(), picked: z.number(), expected: z.number() })

export const fairnessQuestions = {
  /** What is published of the portal's draws: the hashes of this period's and the next one's secret, and the newest link of the chain. */
  'draws.show': question(
    'administrator',
    nothing,
    z.object({ current: DrawPeriod, next: DrawPeriod, last: z.object({ number: z.number().int(), link: z.string() }).nullable() }),
  ),
  /** The chain itself, up to 2,000 entries an answer; `scripts/verify-draws.mjs` checks all answers put together. */
  'draws.export': question(
    'administrator',
    /** 0: from the first. */
    z.object({ after: z.number().int().min(0).default(0) }),
    z.object({
      format: z.literal('fairlead-draws-1'),
      portal: z.string(),
      exportedAt: Moment,
      periods: z.array(DrawPeriod),
      draws: z.array(DrawEntry),
      /** The newest entry of the whole chain, in this answer or not. */
      last: z.object({ number: z.number().int(), link: z.string() }).nullable(),
    }),
  ),
  /** What the asker has decided for themselves; `inPool` false: they serve no direction. */
  'me.show': question('member', nothing, z.object({ inPool: z.boolean(), pausedUntil: Moment.nullable() })),
  /** Takes no new clients before that moment (at most a year away); null: does again. Refused as `not_found` for whoever serves no direction. */
  'me.pause': question('member', z.object({ until: Moment.nullable() }), z.object({ pausedUntil: Moment.nullable() })),
  /** How often the asker was picked, and how often that was to be expected from the very draws they took part in; nobody else's numbers. */
  'me.numbers': question(
    'member',
    z.object({ days: z.union([z.literal(28), z.literal(90), z.literal(365)]) }),
    z.object({
      from: Moment,
      directions: z.array(OwnShare.extend({ name: z.string() })),
      /** Null: nobody was to be chosen among. */
      main: OwnShare.nullable(),
      /** Clients who came to them without a draw: their own, or those of a reserve, a head or somebody they are deputy of. */
      withoutDraw: z.number().int(),
      /** Path of the application's page at the portal. */
      page: z.string(),
    }),
  ),
  /** Whether people were picked fairly in the last days: expected counts come from each draw's own people and weights. */
  'fairness.show': question(
    'administrator',
    z.object({ days: z.union([z.literal(28), z.literal(90), z.literal(365)]) }),
    z.object({ from: Moment, distributions: z.number().int(), selectedAgain: z.number().int(), directions: z.array(FairnessGroup), main: FairnessGroup }),
  ),
} as const
