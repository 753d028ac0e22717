/** Who was drawn in which direction, for picking in turn; and the runs of a distribution found by its id. */
import type { Kysely } from 'kysely'

interface Before {
  distributions: { member_id: string; id: string; run_id: string; decided_at: number; record: string }
  picks: { member_id: string; direction_id: string; distribution_id: string; run_id: string; user_id: number; decided_at: number }
}

export async function up(unknownDb: Kysely<unknown>): Promise<void> {
  const db = unknownDb as Kysely<Before>
  await db.schema
    .createTable('picks')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('direction_id', 'text', (column) => column.notNull())
    .addColumn('distribution_id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('decided_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('picks_key', ['member_id', 'distribution_id', 'direction_id'])
    .execute()
  await db.schema.createIndex('picks_last').on('picks').columns(['member_id', 'direction_id', 'decided_at']).execute()
  await db.schema.createIndex('runs_of_distribution').on('runs').columns(['member_id', 'distribution_id']).execute()

  for (const row of await db.selectFrom('distributions').select(['member_id', 'id', 'run_id', 'decided_at', 'record']).execute()) {
    const { draw } = JSON.parse(row.record) as { draw: { directions: { directionId: string; picked: number | null }[] } }
    const { member_id, id, run_id, decided_at } = row
    const picks = draw.directions.flatMap(({ directionId, picked }) =>
      picked === null ? [] : [{ member_id, direction_id: directionId, distribution_id: id, run_id, user_id: picked, decided_at }],
    )
    if (picks.length > 0) await db.insertInto('picks').values(picks).execute()
  }
}
