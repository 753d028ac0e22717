/** Secrets that outlive the key that seals them. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('secrets')
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('value_sealed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('secrets_key', ['purpose', 'since'])
    .execute()
}
