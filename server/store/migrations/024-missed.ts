/** What is added to the loads of those who came back, for each direction as its last draw left it. */
import type { Kysely } from 'kysely'

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  await unknownDb.schema
    .createTable('missed')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('direction_id', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'bigint', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('missed_key', ['member_id', 'direction_id'])
    .execute()
}
