/** Robots' calls are appended here, a commit of them to a row, before they become runs. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inbox')
    // Of the moment of arrival, so that every new one comes to the end.
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('calls', 'bigint', (column) => column.notNull())
    .addColumn('calls_sealed', 'text', (column) => column.notNull())
    .execute()
}
