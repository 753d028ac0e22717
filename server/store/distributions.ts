/** Distributions as they were decided; what they became is read from the effects of their run. */
import { Distribution } from '../../domain/distribution.ts'
import type { DirectionId, DocumentRef, MemberId, ReportId, UserId } from '../../domain/ids.ts'
import type { Db } from './open.ts'

const read = (record: string): Distribution => Distribution.parse(JSON.parse(record))

export function distributionsIn(db: Db) {
  const ofPortal = (memberId: MemberId) => db.selectFrom('distributions').select('record').where('member_id', '=', memberId)

  async function writePicks(memberId: MemberId, { id, runId, decidedAt, draw }: Distribution): Promise<void> {
    await db.deleteFrom('picks').where('member_id', '=', memberId).where('distribution_id', '=', id).execute()
    const rows = draw.directions.flatMap(({ directionId, picked, fallback }) =>
      picked === null || fallback
        ? []
        : [{ member_id: memberId, direction_id: directionId, distribution_id: id, run_id: runId, user_id: picked, decided_at: decidedAt }],
    )
    if (rows.length > 0) await db.insertInto('picks').values(rows).execute()
  }

  return {
    /** @throws when there is one under this id: one visit is distributed once */
    async keep(memberId: MemberId, distribution: Distribution): Promise<void> {
      await db
        .insertInto('distributions')
        .values({
          member_id: memberId,
          id: distribution.id,
          run_id: distribution.runId,
          document_kind: distribution.document.kind,
          document_id: distribution.document.id,
          report_id: distribution.reportId,
          decided_at: distribution.decidedAt,
          record: JSON.stringify(distribution),
        })
        .execute()
      await writePicks(memberId, distribution)
    },

    /** Writes anew what is kept already: a further step of the same distribution. @throws when there is none under this id */
    async grow(memberId: MemberId, distribution: Distribution): Promise<void> {
      await db
        .updateTable('distributions')
        .set({ record: JSON.stringify(distribution) })
        .where('member_id', '=', memberId)
        .where('id', '=', distribution.id)
        .returning('id')
        .executeTakeFirstOrThrow()
      await writePicks(memberId, distribution)
    },

    /** Who was drawn last in each of the directions. */
    async lastPicked(memberId: MemberId, directions: readonly DirectionId[]): Promise<Map<DirectionId, UserId>> {
      const found = await Promise.all(
        directions.map(async (direction): Promise<[DirectionId, UserId][]> => {
          const row = await db
            .selectFrom('picks')
            .select('user_id')
            .where('member_id', '=', memberId)
            .where('direction_id', '=', direction)
            .orderBy('decided_at', 'desc')
            .orderBy('run_id', 'desc')
            .limit(1)
            .executeTakeFirst()
          return row ? [[direction, row.user_id as UserId]] : []
        }),
      )
      return new Map(found.flat())
    },

    async get(memberId: MemberId, id: string): Promise<Distribution | null> {
      const row = await ofPortal(memberId).where('id', '=', id).executeTakeFirst()
      return row ? read(row.record) : null
    },

    async ofReport(memberId: MemberId, reportId: ReportId): Promise<Distribution | null> {
      const row = await ofPortal(memberId).where('report_id', '=', reportId).executeTakeFirst()
      return row ? read(row.record) : null
    },

    /** Newest first. */
    async ofDocument(memberId: MemberId, document: DocumentRef, limit = 20): Promise<Distribution[]> {
      const rows = await ofPortal(memberId)
        .where('document_kind', '=', document.kind)
        .where('document_id', '=', document.id)
        .orderBy('decided_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => read(row.record))
    },

    async several(memberId: MemberId, ids: readonly string[]): Promise<Map<string, Distribution>> {
      if (ids.length === 0) return new Map()
      const rows = await ofPortal(memberId).where('id', 'in', [...ids]).execute()
      return new Map(rows.map((row) => read(row.record)).map((one) => [one.id, one]))
    },
  }
}
