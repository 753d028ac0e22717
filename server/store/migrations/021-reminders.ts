/** When a visit is late, and how far its reminders are. Visits of before have no deadline here: nobody is reminded of the past. */
import type { Kysely } from 'kysely'

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  const { schema } = unknownDb
  await schema.alterTable('visits').addColumn('deadline', 'bigint').execute()
  await schema.alterTable('visits').addColumn('reminded', 'bigint', (column) => column.notNull().defaultTo(0)).execute()
  await schema.createIndex('visits_late').on('visits').columns(['report_id', 'deadline']).execute()
}
