/** Links of a visit: made anew, closed before their time, and open for longer than they were signed for. */
import type { Kysely } from 'kysely'

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  const { schema } = unknownDb
  await schema.alterTable('visits').addColumn('link', 'bigint', (column) => column.notNull().defaultTo(1)).execute()
  await schema.alterTable('visits').addColumn('link_until', 'bigint').execute()
  await schema.alterTable('visits').addColumn('link_closed', 'text').execute()
  await schema.alterTable('visits').addColumn('link_closed_at', 'bigint').execute()
  // Links are closed and reports stored by record.
  await schema.createIndex('visits_open').on('visits').columns(['member_id', 'document_kind', 'document_id', 'report_id']).execute()
}
