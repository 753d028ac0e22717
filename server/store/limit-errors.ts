/** How often each portal refused us for one of its limits, by the hour, for a day. */
import { sql } from 'kysely'
import type { LimitErrors, LimitKind } from '../../domain/contract/setup.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

const hourMs = 3_600_000
/** The hour that has begun and the twenty-three before it. */
const firstHour = (now: number): number => now - (now % hourMs) - 23 * hourMs

export function limitErrorsIn(db: Db) {
  return {
    /** Nothing is written of a portal that is not installed (any more). */
    async note(memberId: MemberId, kind: LimitKind, now: number): Promise<void> {
      await db.deleteFrom('limit_errors').where('member_id', '=', memberId).where('hour', '<', firstHour(now)).execute()
      await db
        .insertInto('limit_errors')
        .columns(['member_id', 'kind', 'hour', 'count'])
        .expression(
          db
            .selectFrom('portals')
            .where('member_id', '=', memberId)
            .select(['member_id', sql<string>`cast(${kind} as text)`.as('kind'), sql<number>`cast(${now - (now % hourMs)} as bigint)`.as('hour'), sql<number>`cast(1 as bigint)`.as('count')]),
        )
        .onConflict((conflict) => conflict.columns(['member_id', 'kind', 'hour']).doUpdateSet({ count: sql`limit_errors.count + 1` }))
        .execute()
    },

    async lastDay(memberId: MemberId, now: number): Promise<LimitErrors> {
      const rows = await db.selectFrom('limit_errors').where('member_id', '=', memberId).where('hour', '>=', firstHour(now)).select(['kind', 'count']).execute()
      const counted: LimitErrors = { requests: 0, time: 0, overload: 0 }
      for (const { kind, count } of rows) counted[kind as LimitKind] += count
      return counted
    },
  }
}
