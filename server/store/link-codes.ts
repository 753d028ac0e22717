/** Codes that were sent to a representative for a device on which their link was not opened before; only hashes of them. */
import type { MemberId } from '../../domain/ids.ts'
import { codeLimits } from '../../domain/link-code.ts'
import type { Db } from './open.ts'

const dayMs = 86_400_000

export function linkCodesIn(db: Db) {
  const ofVisit = (memberId: MemberId, visitId: string) => db.selectFrom('link_codes').where('member_id', '=', memberId).where('visit_id', '=', visitId)

  return {
    /**
     * Until the commit nobody else asks this for the same visit, so that of many who ask at one moment one is told that a code may be sent.
     * @returns from when on another code may be sent for this visit, to whatever device; null: at once
     */
    async blockedUntil(memberId: MemberId, visitId: string, now: number): Promise<number | null> {
      await db.updateTable('visits').set((set) => ({ link: set.ref('link') })).where('member_id', '=', memberId).where('id', '=', visitId).execute()
      const sent = await ofVisit(memberId, visitId).select('sent_at').where('sent_at', '>', now - codeLimits.withinMs).orderBy('sent_at').execute()
      const [oldest] = sent.slice(-codeLimits.codes)
      const newest = sent.at(-1)
      const until = Math.max(sent.length >= codeLimits.codes && oldest ? oldest.sent_at + codeLimits.withinMs : 0, newest ? newest.sent_at + codeLimits.pauseMs : 0)
      return until > now ? until : null
    },

    /** @param device and `code`: hashes */
    async keep(memberId: MemberId, { id, visitId, device, code, at }: { id: string; visitId: string; device: string; code: string; at: number }): Promise<void> {
      await db.deleteFrom('link_codes').where('member_id', '=', memberId).where('sent_at', '<', at - dayMs).execute()
      await db.insertInto('link_codes').values({ member_id: memberId, id, visit_id: visitId, device, code, sent_at: at, until: at + codeLimits.lastsMs, tries: 0 }).execute()
    },

    /**
     * One attempt with the newest code that was sent for this device. It is counted before it is looked at.
     * @returns null: there is none, or it is used up; else whether it was right, and how many attempts are left
     */
    async attempt(memberId: MemberId, visitId: string, device: string, code: string, now: number): Promise<{ right: boolean; left: number } | null> {
      const newest = await ofVisit(memberId, visitId).select('id').where('device', '=', device).orderBy('sent_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
      if (!newest) return null
      const row = await db
        .updateTable('link_codes')
        .set((set) => ({ tries: set('tries', '+', 1) }))
        .where('member_id', '=', memberId)
        .where('id', '=', newest.id)
        .where('until', '>', now)
        .where('tries', '<', codeLimits.tries)
        .returning(['code', 'tries'])
        .executeTakeFirst()
      if (!row) return null
      const right = row.code === code
      // Used once.
      if (right) await db.updateTable('link_codes').set({ tries: codeLimits.tries }).where('member_id', '=', memberId).where('id', '=', newest.id).execute()
      return { right, left: codeLimits.tries - row.tries }
    },
  }
}
