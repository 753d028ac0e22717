/** Effects found by what came of them: the portal tells of every changed deal, and most are none of ours. */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('effects_made').on('effects').columns(['member_id', 'result']).where(sql.ref('method'), '=', 'crm.item.add').execute()
}
