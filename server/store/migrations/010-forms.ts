/** Questions of directions, in versions. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('forms')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('direction_id', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('forms_key', ['member_id', 'direction_id', 'version'])
    .execute()
}
