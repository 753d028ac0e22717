/** What of a portal's plan and limits wants somebody to act. */
import { type Feature, type LimitErrors, type LimitKind, limitKinds } from '../../domain/contract/setup.ts'

/** So many refusals a day are more than a busy hour: pauses grow to a minute each, a method is shut for up to ten. */
const often: LimitErrors = { requests: 30, time: 5, overload: 1 }
export const metOften = (limits: LimitErrors): LimitKind[] => limitKinds.filter((kind) => limits[kind] >= often[kind])

/** What is wrong with something that a setting needs; null: nothing, or none needs it. */
export const lackOf = ({ state, used }: Feature): Exclude<Feature['state'], 'there'> | null => (used && state !== 'there' ? state : null)
