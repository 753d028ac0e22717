/** How a question is written: who may ask it, what is asked and what is answered; and how the server says no. */
import { z } from 'zod'

/** Stable codes of refusal; the client has a sentence for each. */
export const refusalCodes = [
  'invalid_input',
  'too_large',
  'session_required',
  'session_expired',
  'forbidden',
  'not_found',
  'conflict',
  'not_installed',
  'portal_refused',
  'portal_unreachable',
  'busy',
  'internal',
] as const

export const Refusal = z.object({ error: z.enum(refusalCodes), detail: z.string().optional() })
export type Refusal = z.infer<typeof Refusal>

export type RefusalCode = Refusal['error']

export const Moment = z.number().int()

/** `visitor`: a person of the portal, or the bearer of a visit's personal link, who may ask nothing else. */
export type Access = 'anyone' | 'visitor' | 'member' | 'administrator'

export const question = <A extends Access, I extends z.ZodType, O extends z.ZodType>(access: A, input: I, output: O) => ({
  access,
  input,
  output,
})

export const nothing = z.object({})

export const Named = z.record(z.string(), z.string())
