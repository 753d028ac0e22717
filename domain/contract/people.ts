/** A person, as every answer names one, and why somebody did not take part. */
import { z } from 'zod'
import { UserId } from '../ids.ts'
import { exclusionReasons } from '../manager.ts'
import { Moment } from './asking.ts'

export const PersonView = z.object({ id: UserId, name: z.string(), position: z.string() })
export type PersonView = z.infer<typeof PersonView>

export const ExcludedView = z.object({
  person: PersonView,
  reason: z.enum(exclusionReasons),
  /** Null where there is no end, or where this reader may not see dates. */
  until: Moment.nullable(),
  /** The limit that was reached, where one was; likewise. */
  limit: z.number().int().nullable(),
})
export type ExcludedView = z.infer<typeof ExcludedView>
