/** Visit reports; the same id again is the same report. */
import type { DocumentRef, MemberId, ReportId } from '../../domain/ids.ts'
import { VisitReport } from '../../domain/visit-report.ts'
import type { Db } from './open.ts'

const read = (row: { record: string }): VisitReport => VisitReport.parse(JSON.parse(row.record))

export function reportsIn(db: Db) {
  return {
    /** @returns false when a report of this id is stored already */
    async add(memberId: MemberId, report: VisitReport): Promise<boolean> {
      const result = await db
        .insertInto('reports')
        .values({
          member_id: memberId,
          id: report.id,
          document_kind: report.document.kind,
          document_id: report.document.id,
          submitted_at: report.submittedAt,
          record: JSON.stringify(report),
        })
        .onConflict((conflict) => conflict.columns(['member_id', 'id']).doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async get(memberId: MemberId, id: ReportId): Promise<VisitReport | null> {
      const row = await db.selectFrom('reports').select('record').where('member_id', '=', memberId).where('id', '=', id).executeTakeFirst()
      return row ? read(row) : null
    },

    /** Of a visit that took place. */
    async latest(memberId: MemberId, document: DocumentRef): Promise<VisitReport | null> {
      const rows = await db
        .selectFrom('reports')
        .select('record')
        .where('member_id', '=', memberId)
        .where('document_kind', '=', document.kind)
        .where('document_id', '=', document.id)
        .orderBy('submitted_at', 'desc')
        .orderBy('id', 'desc')
        .limit(20)
        .execute()
      return rows.map(read).find(({ failure }) => failure === null) ?? null
    },
  }
}
