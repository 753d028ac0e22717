/** Stable outcome codes, returned by robots and shown in the journal. */
import { z } from 'zod'

/** From best to worst: the outcome of a whole is the worst of its parts. */
export const outcomeCodes = [
  'ok',
  'already_done',
  'fallback_used',
  'workday_closed',
  'absent',
  'limit_reached',
  'department_empty',
  'no_eligible',
  'stage_changed',
  'refused',
  'failed',
] as const
export const OutcomeCode = z.enum(outcomeCodes)
export type OutcomeCode = z.infer<typeof OutcomeCode>

/** Each says with a cause of its own that there was nobody to pick; whoever looks for that looks for all of them. */
export const nobodyToPick: readonly OutcomeCode[] = ['workday_closed', 'absent', 'limit_reached', 'department_empty', 'no_eligible']

export function worst(codes: readonly OutcomeCode[]): OutcomeCode {
  return codes.reduce((worse, code) => (outcomeCodes.indexOf(code) > outcomeCodes.indexOf(worse) ? code : worse), 'ok' as OutcomeCode)
}
