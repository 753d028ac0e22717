/** Who serves which client, who was the main manager, and which picks were no draws. */
import type { Kysely } from 'kysely'

interface Before {
  distributions: { member_id: string; id: string; decided_at: number; record: string }
  mains: { member_id: string; distribution_id: string; user_id: number; decided_at: number }
}

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  const db = unknownDb as Kysely<Before>
  await db.schema.alterTable('picks').addColumn('drawn', 'bigint', (column) => column.notNull().defaultTo(1)).execute()
  await db.schema
    .createTable('client_managers')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('direction_id', 'text', (column) => column.notNull())
    .addColumn('distribution_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('decided_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('client_managers_key', ['member_id', 'client', 'direction_id', 'distribution_id'])
    .execute()
  await db.schema.createIndex('client_managers_of').on('client_managers').columns(['member_id', 'distribution_id']).execute()
  await db.schema
    .createTable('mains')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('distribution_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('decided_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('mains_key', ['member_id', 'distribution_id'])
    .execute()
  await db.schema.createIndex('mains_since').on('mains').columns(['member_id', 'decided_at']).execute()

  for (const { member_id, id, decided_at, record } of await db.selectFrom('distributions').select(['member_id', 'id', 'decided_at', 'record']).execute()) {
    const { draw, undone } = JSON.parse(record) as { draw: { mainManager: number | null }; undone?: unknown }
    if (draw.mainManager !== null && !undone) await db.insertInto('mains').values({ member_id, distribution_id: id, user_id: draw.mainManager, decided_at }).execute()
  }
}
