/** A draft beside the live rule, one a portal: a new one takes the place of the one before. */
import type { MemberId } from '../../domain/ids.ts'
import { Shadow } from '../../domain/shadow.ts'
import type { Db } from './open.ts'

export function shadowsIn(db: Db) {
  return {
    async get(memberId: MemberId): Promise<Shadow | null> {
      const row = await db.selectFrom('shadows').select('record').where('member_id', '=', memberId).executeTakeFirst()
      return row ? Shadow.parse(JSON.parse(row.record)) : null
    },

    async save(memberId: MemberId, shadow: Shadow): Promise<void> {
      const record = JSON.stringify(shadow)
      await db
        .insertInto('shadows')
        .values({ member_id: memberId, record })
        .onConflict((conflict) => conflict.column('member_id').doUpdateSet({ record }))
        .execute()
    },
  }
}
