/** The next run of a portal's line is found among those that are open, however many are finished. */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('runs_next').on('runs').columns(['member_id', 'id']).where(sql.ref('wake_at'), 'is not', null).execute()
  await db.schema.createIndex('runs_next_of_kind').on('runs').columns(['member_id', 'kind', 'code']).where(sql.ref('wake_at'), 'is not', null).execute()
}
