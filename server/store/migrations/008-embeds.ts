/** Portals: whether one puts numbers into texts of a batch; 0 until an installation has seen it. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('portals')
    .addColumn('embeds', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
}
