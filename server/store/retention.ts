/** The end of what a portal keeps for a limited time: runs with all that hangs on them; turns, loads and the chain of draws stay. */
import { sql } from 'kysely'
import { Settings } from '../../domain/settings.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

/** When a run came to its end. */
const endedAt = sql<number>`coalesce(finished_at, received_at)`

export function retentionIn(db: Db) {
  const runsOf = (memberId: MemberId) => db.selectFrom('runs').where('member_id', '=', memberId)

  return {
    /** Portals that keep their journal for so many days only. */
    async portals(): Promise<{ memberId: MemberId; days: number }[]> {
      const rows = await db.selectFrom('settings').select(['member_id', 'record']).where('record', 'like', '%"journalDays":%').execute()
      return rows.flatMap(({ member_id, record }) => {
        const days = Settings.shape.journalDays.safeParse((JSON.parse(record) as { journalDays: unknown }).journalDays).data ?? null
        return days === null ? [] : [{ memberId: member_id as MemberId, days }]
      })
    },

    /** Installations that were refused before that moment, of portals that never were one of ours: anybody can claim any number of them. */
    async endStrangers(before: number): Promise<number> {
      const known = db.selectFrom('portals').select('member_id')
      const strangers = db.deleteFrom('runs').where('kind', '=', 'install').where('state', '=', 'failed').where('finished_at', '<', before).where('member_id', 'not in', known)
      const { numDeletedRows } = await strangers.executeTakeFirst()
      const waiting = db.selectFrom('runs').select('member_id').where('wake_at', 'is not', null)
      await db.deleteFrom('leases').where('until', '<', before).where('member_id', 'not in', known).where('member_id', 'not in', waiting).execute()
      return Number(numDeletedRows)
    },

    /**
     * Runs that ended before that moment, oldest first. A distribution goes when its last run goes; a visit without a report and an installation stay.
     * Lists in place of a look at each row: they are read once, however many runs there are.
     * @returns how many
     */
    async endRuns(memberId: MemberId, before: number, limit: number): Promise<number> {
      const alive = runsOf(memberId)
        .select('distribution_id')
        .where('distribution_id', 'is not', null)
        .where(({ or, eb }) => or([eb('wake_at', 'is not', null), eb(endedAt, '>=', before)]))
      const visited = db.selectFrom('visits').select('run_id').where('member_id', '=', memberId).where('report_id', 'is', null)
      const ended = await runsOf(memberId)
        .select('id')
        .where('kind', '<>', 'install')
        .where('wake_at', 'is', null)
        .where(endedAt, '<', before)
        .where(({ or, eb }) => or([eb('distribution_id', 'is', null), eb('distribution_id', 'not in', alive)]))
        .where('id', 'not in', visited)
        .orderBy('id')
        .limit(limit)
        .execute()
      if (ended.length === 0) return 0
      const ids = ended.map(({ id }) => id)
      await db.deleteFrom('effects').where('member_id', '=', memberId).where('run_id', 'in', ids).execute()
      await db.deleteFrom('runs').where('member_id', '=', memberId).where('id', 'in', ids).execute()
      return ids.length
    },

    /** What no run names any more: records of draws, visits, reports, photos. */
    async endRest(memberId: MemberId, before: number): Promise<void> {
      const named = (column: 'distribution_id' | 'report_id') => runsOf(memberId).select(column).where(column, 'is not', null)
      await db.deleteFrom('distributions').where('member_id', '=', memberId).where('decided_at', '<', before).where('id', 'not in', named('distribution_id')).execute()
      await db.deleteFrom('visits').where('member_id', '=', memberId).where('assigned_at', '<', before).where('report_id', 'is not', null).where('run_id', 'not in', runsOf(memberId).select('id')).execute()
      const kept = (table: 'distributions' | 'visits') => db.selectFrom(table).select('report_id').where('member_id', '=', memberId).where('report_id', 'is not', null)
      await db
        .deleteFrom('reports')
        .where('member_id', '=', memberId)
        .where('submitted_at', '<', before)
        .where('id', 'not in', named('report_id'))
        .where('id', 'not in', kept('distributions'))
        .where('id', 'not in', kept('visits'))
        .execute()
      const reports = db.selectFrom('reports').select('id').where('member_id', '=', memberId)
      await db.deleteFrom('photos').where('member_id', '=', memberId).where('received_at', '<', before).where('report_id', 'not in', reports).execute()
    },
  }
}
