/** Why a visit may not have taken place, in the order in which they are offered; the schema's own list would bring its library along. */
import type { FailureReason } from '../../domain/visit-facts.ts'

export type { FailureReason }
const order: Record<FailureReason, number> = { nobody_there: 0, no_entry: 1, changed_mind: 2, no_time: 3, other: 4 }
export const failureReasons = (Object.keys(order) as FailureReason[]).sort((one, other) => order[one] - order[other])
