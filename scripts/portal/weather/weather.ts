/** Weather: what goes wrong with single calls and deliveries, by rules with a chance, drawn from a seed. */
import type { WeatherKind, WeatherRule } from '../contract/weather.ts'
import type { Interception, RequestAbout } from './faults.ts'

/** Of REST requests and of the OAuth server (method `oauth/token`), in the order in which they are looked at. */
const ofRequests = ['lost_request', 'server_error', 'bad_gateway', 'limit_503', 'token_expired', 'token_rotated', 'uninstalled', 'applied_late', 'answer_lost', 'slow'] as const
type RequestKind = (typeof ofRequests)[number]

export interface Weather {
  readonly rules: readonly WeatherRule[]
  readonly seed: number
  /** How often each rule has struck since they were set. */
  readonly struck: readonly number[]
  /** @param seed of the chances; the same seed and the same calls in the same order bring the same faults */
  set(rules: readonly WeatherRule[], seed: number): void
  /** The rule that strikes now, if one does. @param names methods of a request, or the one name of a delivery */
  strikes(kind: WeatherKind, names: readonly string[]): WeatherRule | undefined
  interception(about: RequestAbout): Interception | undefined
  /** From 0 up to the rule's milliseconds. */
  pause(rule: WeatherRule): number
}

/** Sebastiano Vigna's splitmix, shortened to 32 bits: enough for weather. @returns numbers from 0 to below 1 */
export function chances(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

const matches = (pattern: string, name: string): boolean =>
  pattern === '' || (pattern.endsWith('*') ? name.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase()) : name.toLowerCase() === pattern.toLowerCase())

export function makeWeather(): Weather {
  let rules: readonly WeatherRule[] = []
  let seed = 0
  let struck: number[] = []
  let chance = chances(0)
  const strikes: Weather['strikes'] = (kind, names) => {
    const place = rules.findIndex((rule) => rule.kind === kind && names.some((name) => matches(rule.of, name)) && chance() < rule.chance)
    if (place >= 0) struck[place] = (struck[place] ?? 0) + 1
    return rules[place]
  }

  return {
    get rules() {
      return rules
    },
    get seed() {
      return seed
    },
    get struck() {
      return struck
    },
    set(wanted, from) {
      rules = [...wanted]
      struck = rules.map(() => 0)
      seed = from
      chance = chances(from)
    },
    strikes,
    interception(about) {
      for (const kind of ofRequests) {
        const rule = strikes(kind, about.method === 'batch' ? ['batch', ...about.commands] : about.commands)
        if (rule) return interceptionOf(kind, rule)
      }
      return undefined
    },
    pause: (rule) => chance() * rule.milliseconds,
  }
}

function interceptionOf(kind: RequestKind, { milliseconds }: WeatherRule): Interception {
  switch (kind) {
    case 'lost_request':
      return { kind: 'drop' }
    case 'server_error':
      return { kind: 'refuse', status: 500, code: 'INTERNAL_SERVER_ERROR' }
    case 'bad_gateway':
      return { kind: 'refuse', status: 502 }
    case 'limit_503':
      return { kind: 'refuse', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }
    case 'token_expired':
      return { kind: 'expire_token' }
    case 'token_rotated':
      return { kind: 'rotate_token' }
    case 'uninstalled':
      return { kind: 'uninstall' }
    case 'applied_late':
      return { kind: 'apply_late', milliseconds }
    case 'answer_lost':
      return { kind: 'lose_answer' }
    case 'slow':
      return { kind: 'delay', milliseconds }
  }
}
