/** Which workflow a call came from, which processes have our robots in them, and when a portal was last asked what it has waiting. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('workflow_id', 'text').execute()
  await db.schema.createIndex('runs_of_workflow').on('runs').columns(['member_id', 'workflow_id']).where('workflow_id', 'is not', null).execute()
  await db.schema.alterTable('portals').addColumn('swept_at', 'bigint').execute()
  await db.schema
    .createTable('workflow_templates')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('template_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('workflow_templates_key', ['member_id', 'template_id'])
    .execute()
}
