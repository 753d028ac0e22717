/** The chain of draws that can be checked. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('draws')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('draw', 'text', (column) => column.notNull())
    .addColumn('drawn_for', 'text', (column) => column.notNull())
    .addColumn('drawn_at', 'bigint', (column) => column.notNull())
    .addColumn('period_from', 'bigint', (column) => column.notNull())
    .addColumn('period_until', 'bigint', (column) => column.notNull())
    .addColumn('commitment', 'text', (column) => column.notNull())
    .addColumn('pool', 'text', (column) => column.notNull())
    .addColumn('seed', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('announced', 'text', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('draws_key', ['member_id', 'number'])
    .execute()
  await db.schema.createIndex('draws_named').on('draws').columns(['member_id', 'draw']).unique().execute()
}
