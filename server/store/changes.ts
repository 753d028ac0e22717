/** Changes of what administrators decide, numbered in the order in which they were stored. */
import { Change } from '../../domain/change.ts'
import type { MemberId } from '../../domain/ids.ts'
import { holdPortal } from './hold.ts'
import type { Db } from './open.ts'

const read = (row: { record: string }): Change => Change.parse(JSON.parse(row.record))

export function changesIn(db: Db) {
  const ofPortal = (memberId: MemberId) => db.selectFrom('changes').where('member_id', '=', memberId)

  return {
    /** Until the commit nobody else changes anything of this portal: what is read after this call is what the change begins from. */
    begin: (memberId: MemberId): Promise<void> => holdPortal(db, memberId),

    /** Only after `begin`. */
    async add(memberId: MemberId, change: Omit<Change, 'number'>): Promise<void> {
      const last = await ofPortal(memberId).select('number').orderBy('number', 'desc').limit(1).executeTakeFirst()
      const number = Number(last?.number ?? 0) + 1
      const { kind, subject } = change
      await db.insertInto('changes').values({ member_id: memberId, number, kind, subject, record: JSON.stringify({ ...change, number }) }).execute()
    },

    async get(memberId: MemberId, number: number): Promise<Change | null> {
      const row = await ofPortal(memberId).select('record').where('number', '=', number).executeTakeFirst()
      return row ? read(row) : null
    },

    /** Newest first. @param before the number of the last one of the page before; null: from the newest */
    async page(memberId: MemberId, before: number | null, limit: number): Promise<Change[]> {
      let query = ofPortal(memberId).select('record')
      if (before !== null) query = query.where('number', '<', before)
      return (await query.orderBy('number', 'desc').limit(limit).execute()).map(read)
    },

    /** Later ones of the same thing, newest first. */
    async after(memberId: MemberId, { kind, subject, number }: Change): Promise<Change[]> {
      const later = ofPortal(memberId).select('record').where('kind', '=', kind).where('subject', '=', subject).where('number', '>', number)
      return (await later.orderBy('number', 'desc').limit(100).execute()).map(read)
    },
  }
}
