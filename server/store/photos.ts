/** Photos of reports: kept, sealed, until the portal has them; that they were here is known as long as the report. */
import type { MemberId, PhotoId, ReportId, RunId } from '../../domain/ids.ts'
import type { Seal } from '../seal.ts'
import type { Db } from './open.ts'

export interface StoredPhoto {
  readonly id: PhotoId
  readonly receivedAt: number
  /** The run that brings it to the portal; null: none has taken it yet. */
  readonly runId: RunId | null
}

export const aboutSmall = (reportId: string, id: string) => `small:${reportId}:${id}`
export const aboutPhoto = (reportId: string, id: string) => `photo:${reportId}:${id}`

export function photosIn(db: Db, seal: Seal) {
  const ofReport = (memberId: MemberId, reportId: ReportId) => db.selectFrom('photos').where('member_id', '=', memberId).where('report_id', '=', reportId)
  const some = (memberId: MemberId, reportId: ReportId, ids: readonly PhotoId[]) =>
    db.updateTable('photos').where('member_id', '=', memberId).where('report_id', '=', reportId).where('id', 'in', [...ids])

  return {
    /** @returns false when one of this id is here, or was: the first one counts */
    async add(memberId: MemberId, reportId: ReportId, id: PhotoId, content: Buffer, receivedAt: number): Promise<boolean> {
      const result = await db
        .insertInto('photos')
        .values({
          member_id: memberId,
          report_id: reportId,
          id,
          received_at: receivedAt,
          content_sealed: seal.close(content.toString('base64'), aboutPhoto(reportId, id)),
          run_id: null,
        })
        .onConflict((conflict) => conflict.columns(['member_id', 'report_id', 'id']).doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async ofReport(memberId: MemberId, reportId: ReportId): Promise<StoredPhoto[]> {
      const rows = await ofReport(memberId, reportId).select(['id', 'received_at', 'run_id']).orderBy('received_at').orderBy('id').execute()
      return rows.map((row) => ({ id: row.id as PhotoId, receivedAt: row.received_at, runId: row.run_id as RunId | null }))
    },

    /** @returns base64; null after it was forgotten */
    async content(memberId: MemberId, reportId: ReportId, id: PhotoId): Promise<string | null> {
      const row = await ofReport(memberId, reportId).select('content_sealed').where('id', '=', id).executeTakeFirst()
      return row?.content_sealed ? seal.open(row.content_sealed, aboutPhoto(reportId, id)) : null
    },

    /** The small picture of a photo; the first one counts. */
    async addSmall(memberId: MemberId, reportId: ReportId, id: PhotoId, content: Buffer): Promise<void> {
      await db
        .insertInto('small_photos')
        .values({ member_id: memberId, report_id: reportId, id, content_sealed: seal.close(content.toString('base64'), aboutSmall(reportId, id)) })
        .onConflict((conflict) => conflict.columns(['member_id', 'report_id', 'id']).doNothing())
        .execute()
    },

    /** What can be shown of a report's photos, in base64 by id: the small picture, else the photo itself while it is here. */
    async pictures(memberId: MemberId, reportId: ReportId): Promise<Map<PhotoId, string>> {
      const whole = await ofReport(memberId, reportId).select(['id', 'content_sealed']).where('content_sealed', 'is not', null).execute()
      const small = await db.selectFrom('small_photos').select(['id', 'content_sealed']).where('member_id', '=', memberId).where('report_id', '=', reportId).execute()
      return new Map([
        ...whole.map((row) => [row.id as PhotoId, seal.open(row.content_sealed ?? '', aboutPhoto(reportId, row.id))] as const),
        ...small.map((row) => [row.id as PhotoId, seal.open(row.content_sealed, aboutSmall(reportId, row.id))] as const),
      ])
    },

    async take(memberId: MemberId, reportId: ReportId, ids: readonly PhotoId[], runId: RunId): Promise<void> {
      if (ids.length > 0) await some(memberId, reportId, ids).set({ run_id: runId }).execute()
    },

    /** Of a run that has come to its end: the portal has them, or would not have them. */
    async forgetOfRun(memberId: MemberId, runId: RunId): Promise<void> {
      await db.updateTable('photos').set({ content_sealed: null }).where('member_id', '=', memberId).where('run_id', '=', runId).execute()
    },
  }
}
