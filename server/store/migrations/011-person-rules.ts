/** What was decided for single people, and picks found by their time for loads. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('person_rules')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('person_rules_key', ['member_id', 'user_id'])
    .execute()
  await db.schema.createIndex('picks_since').on('picks').columns(['member_id', 'decided_at']).execute()
}
