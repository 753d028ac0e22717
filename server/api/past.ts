/** Distributions of the past as a draft meets them again. */
import type { PastData } from '../../domain/contract/past.ts'
import type { Distribution } from '../../domain/distribution.ts'
import type { UserId } from '../../domain/ids.ts'
import { passingReasons, type PassingReason } from '../../domain/manager.ts'
import type { Rule } from '../../domain/rule.ts'
import { ruleThen } from '../../domain/rule-past.ts'
import type { RecordedPool } from '../../domain/shadow.ts'

/** Whoever was in somebody's pool and out of it for a passing reason was away; of others nothing is known. */
export function caseOf({ id, runId, decidedAt, document, directions, draw, clients, ownerId, match, fixed }: Distribution, rules: readonly Rule[]): PastData['cases'][number] {
  const away = new Map<UserId, PassingReason>()
  for (const { excluded } of draw.directions) {
    for (const { userId, reason } of excluded) {
      const known = passingReasons.find((one) => one === reason)
      if (known) away.set(userId, known)
    }
  }
  return {
    id,
    runId,
    document,
    at: decidedAt,
    directionIds: directions.map((one) => one.id),
    clients: clients.length > 0 ? clients : [`${document.kind}:${document.id}`],
    owner: ownerId,
    away: [...away].map(([userId, reason]) => ({ userId, reason })),
    fixed,
    rule: ruleThen(rules, match),
    actual: draw.directions.map(({ directionId, picked }) => ({ directionId, picked })),
    actualMain: draw.mainManager,
  }
}

/** What rules with conditions decide. */
export const choicesOf = (rules: readonly Rule[]): PastData['choices'] => rules.filter(({ on }) => on).map(({ id, choice }) => ({ id, choice }))

/** The recorded pools of many distributions, each once: people rarely change from one to the next. */
export function createPools() {
  const pools: RecordedPool[] = []
  const places = new Map<string, number>()
  return {
    pools,
    placesOf({ draw }: Distribution): number[] {
      return draw.directions.map(({ eligible, excluded, by, standsFor, picked, reserve }) => {
        const pool: RecordedPool = { eligible, excluded: excluded.map(({ userId, reason }) => ({ userId, reason })), keep: by === 'client_manager' ? (standsFor ?? picked) : null, reserve }
        const key = JSON.stringify(pool)
        const place = places.get(key) ?? pools.push(pool) - 1
        places.set(key, place)
        return place
      })
    },
  }
}
