/** What an administrator decided of effects that nobody can find out about. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('verdict', 'text').execute()
}
