/** Processes of a portal that have our robots in them, and when each portal was last asked what it has waiting. */
import type { MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

export function workflowsIn(db: Db) {
  return {
    async learn(memberId: MemberId, templates: readonly string[]): Promise<void> {
      if (templates.length === 0) return
      await db
        .insertInto('workflow_templates')
        .values(templates.map((template) => ({ member_id: memberId, template_id: template })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async templates(memberId: MemberId): Promise<Set<string>> {
      const rows = await db.selectFrom('workflow_templates').select('template_id').where('member_id', '=', memberId).execute()
      return new Set(rows.map((row) => row.template_id))
    },

    /** Installed portals that nobody has asked since; those that rest are left out. */
    async unswept(since: number, now: number): Promise<MemberId[]> {
      const rows = await db
        .selectFrom('portals')
        .select('member_id')
        .where('state', '=', 'installed')
        .where(({ or, eb }) => or([eb('swept_at', 'is', null), eb('swept_at', '<', since)]))
        .where(({ or, eb }) => or([eb('resume_at', 'is', null), eb('resume_at', '<=', now)]))
        .orderBy('member_id')
        .execute()
      return rows.map((row) => row.member_id as MemberId)
    },

    /** @returns false when another process has taken it up meanwhile */
    async claim(memberId: MemberId, since: number, now: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('portals')
        .set({ swept_at: now })
        .where('member_id', '=', memberId)
        .where(({ or, eb }) => or([eb('swept_at', 'is', null), eb('swept_at', '<', since)]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
