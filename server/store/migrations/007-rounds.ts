/** Rounds of a direction's deck, for even random. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('picks').addColumn('round', 'bigint').execute()
  await db.schema.createIndex('picks_round').on('picks').columns(['member_id', 'direction_id', 'round']).execute()
}
