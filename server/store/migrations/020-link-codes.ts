/** Devices that may open a visit's link, and the codes that were sent for others. */
import type { Kysely } from 'kysely'

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  const { schema } = unknownDb
  await schema.alterTable('visits').addColumn('devices', 'text', (column) => column.notNull().defaultTo('')).execute()
  await schema
    .createTable('link_codes')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('visit_id', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('sent_at', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('tries', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('link_codes_key', ['member_id', 'id'])
    .execute()
  await schema.createIndex('link_codes_of').on('link_codes').columns(['member_id', 'visit_id']).execute()
}
