/** A portal held until the commit: what is written of it meanwhile is erased with it or not written at all, whoever erases it at that moment. */
import { sql } from 'kysely'
import type { MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

/** The portal has left since the question was asked. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled'
}

/** First in a transaction, and nobody else holds it until the commit. @throws NotInstalled */
export async function holdPortal(db: Db, memberId: MemberId): Promise<void> {
  const { numUpdatedRows } = await db.updateTable('portals').set({ version: sql`version` }).where('member_id', '=', memberId).where('state', '=', 'installed').executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new NotInstalled()
}
