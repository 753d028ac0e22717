/** Rules by what a record says, one list a portal. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rules')
    .addColumn('member_id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute()
}
