/** What may go wrong: the six switches, and rules with a chance. */

export const faultNames = ['answer_503', 'answer_lost', 'delivered_twice', 'limit_exhausted', 'app_unreachable', 'slow'] as const

export type FaultName = (typeof faultNames)[number]

/**
 * What can go wrong by chance; those from `delivered_twice` on concern what the portal sends to the application.
 * `not_on_plan`: the method is not there, as on a plan without its module.
 * `token_rotated`: the whole pair of the caller is dead, as when somebody else refreshed it. `uninstalled`: an administrator takes the application off just then.
 */
export const weatherKinds = [
  'answer_lost',
  'applied_late',
  'lost_request',
  'server_error',
  'bad_gateway',
  'limit_503',
  'limit_429',
  'not_on_plan',
  'slow',
  'token_expired',
  'token_rotated',
  'uninstalled',
  'delivered_twice',
  'delivered_late',
  'delivery_dropped',
] as const

export type WeatherKind = (typeof weatherKinds)[number]

export interface WeatherRule {
  kind: WeatherKind
  /** A method (`oauth/token` for the OAuth server), an event or a robot's code; `crm.*` is a beginning; empty: everything. */
  of: string
  /** From 0 to 1. */
  chance: number
  /** How much later or slower, at most. */
  milliseconds: number
}

export interface WeatherQuestions {
  'weather.show': {
    ask: Record<string, never>
    answer: {
      rules: WeatherRule[]
      /** How often each rule has struck since they were set. */
      struck: number[]
      seed: number
      /** How far the portal's clock is ahead of this computer's, milliseconds. */
      skew: number
      /** What rules may name: methods that were called, events and robots that were delivered. */
      names: string[]
    }
  }
  /** A storm: a little of everything, the same as in `npm run storm`. */
  'weather.storm': { ask: { seed: number }; answer: Record<string, never> }
  /** Replaces the rules. `skew`: see above; left out, it stays. */
  'weather.set': { ask: { rules: WeatherRule[]; seed: number; skew?: number | undefined }; answer: Record<string, never> }
  'fault.set': { ask: { name: FaultName; on: boolean }; answer: Record<string, never> }
}
