/** Visits: who was sent to a lead, and whether a workflow waits for the report. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('visits')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('document_kind', 'text', (column) => column.notNull())
    .addColumn('document_id', 'bigint', (column) => column.notNull())
    .addColumn('assigned_at', 'bigint', (column) => column.notNull())
    .addColumn('waits', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .addColumn('report_id', 'text')
    .addColumn('record', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('visits_key', ['member_id', 'id'])
    .execute()
  await db.schema.createIndex('visits_of_document').on('visits').columns(['member_id', 'document_kind', 'document_id']).execute()
  await db.schema.createIndex('visits_of_run').on('visits').columns(['member_id', 'run_id']).execute()
  await db.schema.createIndex('visits_of_report').on('visits').columns(['member_id', 'report_id']).where('report_id', 'is not', null).execute()
}
