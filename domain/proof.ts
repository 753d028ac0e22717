/** A draw that can be checked afterwards: what it chose from is written down first, its chance depends on that, and the result follows from both. */
import { z } from 'zod'
import { UserId } from './ids.ts'
import { type DrawPolicy, pickAll, type Picker, type Room, type Turn, usualWeight } from './pick.ts'
import type { Random } from './random.ts'

/** Stretches of time that have a secret each, told when they are over. Moments are milliseconds since 1970, `until` exclusive. */
const Period = { from: z.number().int(), until: z.number().int(), /** SHA-256 of the secret, published before. */ commitment: z.string() }
export const DrawPeriod = z.object({ ...Period, secret: z.string().nullable() })
export type DrawPeriod = z.infer<typeof DrawPeriod>

/** One draw as it is kept: `pool` is the exact text that chance was bound to. */
export const Drawn = z.object({
  ...Period,
  /** Milliseconds since 1970. */
  at: z.number().int(),
  /** Never twice in a portal: what was distributed, and which draw of it. */
  draw: z.string(),
  /** What each turn of the pool was for: a direction's id, `main` or `representative`. No chance hangs on it. */
  for: z.array(z.string()),
  pool: z.string(),
  /** HMAC-SHA256 of draw and pool by the period's secret; lower-case hexadecimal. */
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  /** One for each turn of the pool, before any reserve stepped in. */
  result: z.array(UserId.nullable()),
})
export type Drawn = z.infer<typeof Drawn>

/** One draw in the portal's chain: `announced` is a hash over everything before the pick, `link` over that and the result. */
export const DrawEntry = Drawn.extend({
  /** Counts from 1 without a gap. */
  number: z.number().int(),
  announced: z.string(),
  link: z.string(),
})
export type DrawEntry = z.infer<typeof DrawEntry>

/** What the link before the first entry is. */
export const beforeAll = '0'.repeat(64)

/** Everything that the policy looks at, and nothing else, always written alike: people ascending, one number for each of them. */
export function poolText(policy: DrawPolicy, { each, left }: Room, turns: readonly Turn[]): string {
  const limited = [...left].filter(([id]) => turns.some(({ eligible }) => eligible.includes(id))).sort(([a], [b]) => a - b)
  return JSON.stringify({ policy, room: each, ...(limited.length > 0 ? { left: limited } : {}), turns: turns.map((turn) => ({ eligible: turn.eligible, ...lookedAt(policy, turn) })) })
}

function lookedAt(policy: DrawPolicy, { eligible, lastPicked, hadTurn, loads, weights }: Turn): object {
  switch (policy) {
    case 'random':
      return {}
    case 'in_turn':
      return { lastPicked }
    case 'even_random':
      return { hadTurn: eligible.filter((id) => hadTurn.has(id)) }
    case 'least_loaded':
      return { loads: eligible.map((id) => loads.get(id) ?? 0) }
    case 'weighted':
      return { weights: eligible.map((id) => weights.get(id) ?? usualWeight) }
  }
}

/** Chance for one draw, bound to its name and to what it chooses from. */
export type Chance = (draw: string, pool: string) => Pick<Drawn, 'seed' | 'at' | 'from' | 'until' | 'commitment'> & { readonly random: Random }

/** Picks by bound chance and keeps the proof of each. @param of what is drawn for; draws are named after it */
export function proving(of: string, chance: Chance): { readonly pick: Picker; readonly drawn: readonly Drawn[] } {
  const drawn: Drawn[] = []
  return {
    drawn,
    pick(name, policy, room, turns) {
      const draw = `${of}:${name}`
      const pool = poolText(policy, room, turns)
      const { random, ...bound } = chance(draw, pool)
      const result = pickAll(policy, turns, room, random)
      drawn.push({ draw, for: turns.map((turn) => turn.for), pool, ...bound, result })
      return result
    },
  }
}
