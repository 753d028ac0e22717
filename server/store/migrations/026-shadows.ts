/** The draft that a portal lets run beside its live rule, and what that began with; the newest one. */
import type { Kysely } from 'kysely'

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  await unknownDb.schema
    .createTable('shadows')
    .addColumn('member_id', 'text', (column) => column.primaryKey())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute()
}
