/** How often each portal refused us for a limit, by the hour. */
import type { Kysely } from 'kysely'

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  await unknownDb.schema
    .createTable('limit_errors')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('hour', 'bigint', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('limit_errors_key', ['member_id', 'kind', 'hour'])
    .execute()
}
