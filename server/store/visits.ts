/** Visits that robots assigned: who was sent, whether a workflow waits for the report, and which report it was. */
import type { DocumentRef, MemberId, ReportId, RunId } from '../../domain/ids.ts'
import { Visit } from '../../domain/visit.ts'
import type { Wait } from '../../manifest/define.ts'
import type { Db } from './open.ts'
import type { VisitsTable } from './schema.ts'

export interface StoredVisit {
  readonly visit: Visit
  /** A workflow waits for the report, or was waiting when it came. */
  readonly waits: boolean
  /** Milliseconds since 1970; null: without end. */
  readonly until: number | null
  readonly reportId: ReportId | null
}

const read = ({ record, waits, until, report_id }: Pick<VisitsTable, 'record' | 'waits' | 'until' | 'report_id'>): StoredVisit => ({
  visit: Visit.parse(JSON.parse(record)),
  waits: waits === 1,
  until,
  reportId: report_id as ReportId | null,
})

export function visitsIn(db: Db) {
  const ofPortal = (memberId: MemberId) => db.selectFrom('visits').select(['record', 'waits', 'until', 'report_id']).where('member_id', '=', memberId)

  return {
    async keep(memberId: MemberId, visit: Visit, wait: Wait | null): Promise<void> {
      await db
        .insertInto('visits')
        .values({
          member_id: memberId,
          id: visit.id,
          run_id: visit.runId,
          document_kind: visit.document.kind,
          document_id: visit.document.id,
          assigned_at: visit.assignedAt,
          waits: wait === null ? 0 : 1,
          until: wait?.until ?? null,
          report_id: null,
          record: JSON.stringify(visit),
        })
        .execute()
    },

    async get(memberId: MemberId, id: string): Promise<StoredVisit | null> {
      const row = await ofPortal(memberId).where('id', '=', id).executeTakeFirst()
      return row ? read(row) : null
    },

    async ofRun(memberId: MemberId, runId: RunId): Promise<StoredVisit | null> {
      const row = await ofPortal(memberId).where('run_id', '=', runId).executeTakeFirst()
      return row ? read(row) : null
    },

    async ofReport(memberId: MemberId, reportId: ReportId): Promise<StoredVisit[]> {
      const rows = await ofPortal(memberId).where('report_id', '=', reportId).orderBy('assigned_at').orderBy('id').execute()
      return rows.map(read)
    },

    /**
     * The report is that of every visit to this record which has none yet: whoever was there, the client has been visited.
     * @returns those visits' ids and runs
     */
    async report(memberId: MemberId, document: DocumentRef, reportId: ReportId): Promise<{ id: string; runId: RunId }[]> {
      const rows = await db
        .updateTable('visits')
        .set({ report_id: reportId })
        .where('member_id', '=', memberId)
        .where('document_kind', '=', document.kind)
        .where('document_id', '=', document.id)
        .where('report_id', 'is', null)
        .returning(['id', 'run_id'])
        .execute()
      return rows.map(({ id, run_id }) => ({ id, runId: run_id as RunId }))
    },

    /** Somebody comes again at another time: the visit stays open until then. */
    async postpone(memberId: MemberId, id: string, until: number): Promise<void> {
      const kept = await this.get(memberId, id)
      if (kept) await db.updateTable('visits').set({ record: JSON.stringify({ ...kept.visit, deadline: until }) }).where('member_id', '=', memberId).where('id', '=', id).execute()
    },

    /**
     * Whether the report has come, asked by a run that is about to rest. Writes the row first: a report that is being stored
     * at this very moment then either is seen here or sees the run at rest.
     */
    async reported(memberId: MemberId, runId: RunId): Promise<boolean> {
      const row = await db
        .updateTable('visits')
        .set({ waits: 1 })
        .where('member_id', '=', memberId)
        .where('run_id', '=', runId)
        .returning('report_id')
        .executeTakeFirst()
      return row !== undefined && row.report_id !== null
    },

    /** Nobody waits any more for a report that has not come. */
    async stopWaiting(memberId: MemberId, runId: RunId): Promise<void> {
      await db.updateTable('visits').set({ waits: 0 }).where('member_id', '=', memberId).where('run_id', '=', runId).where('report_id', 'is', null).execute()
    },
  }
}
