/** Photos of reports, kept until the portal has them. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('photos')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('report_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('content_sealed', 'text')
    .addColumn('run_id', 'text')
    .addPrimaryKeyConstraint('photos_key', ['member_id', 'report_id', 'id'])
    .execute()
}
