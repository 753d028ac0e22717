/** A photo's small picture, which stays when the portal has the photo itself: for the printed report. */
import type { Kysely } from 'kysely'

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  await unknownDb.schema
    .createTable('small_photos')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('report_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('content_sealed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('small_photos_key', ['member_id', 'report_id', 'id'])
    .execute()
}
