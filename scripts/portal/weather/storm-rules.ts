/** The weather of a storm: everything at once, each by a chance that leaves most calls alone. */
import type { WeatherKind, WeatherRule } from '../contract/weather.ts'

/** Milliseconds; the application waits for an answer for `cap`, and looks up what it does not know after `grace`. */
export const patience = { cap: 2_000, grace: 4_000 } as const

const rule = (kind: WeatherKind, chance: number, of = '', milliseconds = 0): WeatherRule => ({ kind, of, chance, milliseconds })

/**
 * A robot's call that is lost is lost for good, and no application can answer it: only events are dropped.
 * @param long a method that is shut stays so for minutes, which a short storm does not have
 * @param cap how long the application waits for an answer, milliseconds
 */
export const stormRules = (long: boolean, cap: number = patience.cap): WeatherRule[] => [
  rule('answer_lost', 0.06),
  // Portals finish what they began, at the latest when their own limit of time is reached: less than the grace.
  rule('applied_late', 0.04, '', cap * 0.75),
  rule('lost_request', 0.04),
  rule('server_error', 0.03),
  rule('bad_gateway', 0.03),
  rule('limit_503', 0.03),
  rule('slow', 0.05, '', 800),
  rule('token_expired', 0.03),
  rule('delivered_twice', 0.2),
  rule('delivered_late', 0.3, '', 700),
  rule('delivery_dropped', 0.3, 'ONCRM*'),
  ...(long ? [rule('limit_429', 0.00003)] : []),
]

/** How far a portal's clock may be off, either way. */
export const skewMs = 60_000
