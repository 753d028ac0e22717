/** What an administrator decides for one person, in every direction of theirs. */
import { z } from 'zod'
import { UserId } from './ids.ts'
import { usualWeight } from './pick.ts'

export const PersonRules = z.object({
  userId: UserId,
  /** How often somebody is picked by the policy "weighted": 50 is half as often as the usual 100. */
  weight: z.number().int().min(1).max(1000),
  /** Grows with every change; a change made from an older one is refused. 0: never changed. */
  version: z.number().int().min(0),
})
export type PersonRules = z.infer<typeof PersonRules>

/** Of everybody for whom nothing was decided. */
export const usualRules = (userId: UserId): PersonRules => ({ userId, weight: usualWeight, version: 0 })
