/** Departments and people of a portal as last read. */
import { Directory } from '../../domain/department.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

export function directoryIn(db: Db) {
  return {
    async get(memberId: MemberId): Promise<Directory | null> {
      const row = await db.selectFrom('directory').select('record').where('member_id', '=', memberId).executeTakeFirst()
      return row ? Directory.parse(JSON.parse(row.record)) : null
    },

    async save(memberId: MemberId, directory: Directory): Promise<void> {
      const values = { read_at: directory.readAt, record: JSON.stringify(directory) }
      await db
        .insertInto('directory')
        .values({ member_id: memberId, ...values })
        .onConflict((conflict) => conflict.column('member_id').doUpdateSet(values))
        .execute()
    },
  }
}
