/** A person, as every answer names one. */
import { z } from 'zod'
import { UserId } from '../ids.ts'

export const PersonView = z.object({ id: UserId, name: z.string(), position: z.string() })
export type PersonView = z.infer<typeof PersonView>
