/** What a representative tells of the visit itself: when and where it was, what comes next, or why it did not take place. */
import { z } from 'zod'

const Moment = z.number().int().min(0)

export const OnSite = z.object({ from: Moment, until: Moment }).refine(({ from, until }) => from <= until)
export type OnSite = z.infer<typeof OnSite>

export const Place = z.discriminatedUnion('by', [
  /** As the phone measured it, with the person's permission; accuracy in metres. */
  z.object({ by: z.literal('phone'), latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180), accuracy: z.number().min(0) }),
  /** Written down, with the reason why the phone did not say. */
  z.object({ by: z.literal('hand'), text: z.string().trim().min(1).max(300), reason: z.string().trim().min(1).max(300) }),
])
export type Place = z.infer<typeof Place>

export const failureReasons = ['nobody_there', 'no_entry', 'changed_mind', 'no_time', 'other'] as const
export type FailureReason = (typeof failureReasons)[number]

export const Failure = z.object({
  reason: z.enum(failureReasons),
  /** When somebody comes again; null: nobody does. */
  again: Moment.nullable(),
})
export type Failure = z.infer<typeof Failure>

/** Beside what the client needs; null where nothing was told. */
export const visitFacts = {
  onSite: OnSite.nullable().default(null),
  place: Place.nullable().default(null),
  nextVisit: Moment.nullable().default(null),
  failure: Failure.nullable().default(null),
}
