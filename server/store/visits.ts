/** Visits that robots assigned: who was sent, whether a workflow waits for the report, and which report it was. */
import { sql } from 'kysely'
import type { DocumentRef, MemberId, ReportId, RunId } from '../../domain/ids.ts'
import { type LinkEnd, linkEnds, type LinkState, reminderSteps, Visit, visitLinkDays } from '../../domain/visit.ts'
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
  readonly link: LinkState
}

const columns = ['record', 'waits', 'until', 'report_id', 'link', 'link_until', 'link_closed', 'link_closed_at', 'devices'] as const
type Row = Pick<VisitsTable, Exclude<(typeof columns)[number], 'link' | 'devices'>> & { readonly link: number; readonly devices: string }

const read = ({ record, waits, until, report_id, link, link_until, link_closed, link_closed_at, devices }: Row): StoredVisit => ({
  visit: Visit.parse(JSON.parse(record)),
  waits: waits === 1,
  until,
  reportId: report_id as ReportId | null,
  link: { number: link, until: link_until, closed: linkEnds.find((end) => end === link_closed) ?? null, closedAt: link_closed_at, devices: devices === '' ? [] : devices.split(' ') },
})
const linkMs = visitLinkDays * 86_400_000

export function visitsIn(db: Db) {
  const ofPortal = (memberId: MemberId) => db.selectFrom('visits').select([...columns]).where('member_id', '=', memberId)

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
          link_until: null,
          link_closed: null,
          link_closed_at: null,
          deadline: visit.deadline,
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

    /** Visits to this record that have no report yet. */
    async openAt(memberId: MemberId, document: DocumentRef): Promise<StoredVisit[]> {
      const rows = await ofPortal(memberId).where('document_kind', '=', document.kind).where('document_id', '=', document.id).where('report_id', 'is', null).orderBy('id').execute()
      return rows.map(read)
    },

    /**
     * Somebody comes again at another time: the visit stays open until then, and its link with it.
     * @returns until when the link opens; null: there is no such visit
     */
    async postpone(memberId: MemberId, id: string, until: number): Promise<number | null> {
      const kept = await this.get(memberId, id)
      if (!kept) return null
      const linkUntil = Math.max(until + linkMs, kept.link.until ?? 0)
      const record = JSON.stringify({ ...kept.visit, deadline: until })
      await db.updateTable('visits').set({ record, link_until: linkUntil, deadline: until, reminded: 0 }).where('member_id', '=', memberId).where('id', '=', id).execute()
      return linkUntil
    },

    /** The visit's link opens no more. @returns false when it was closed before */
    async revoke(memberId: MemberId, id: string, at: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('visits')
        .set({ link_closed: 'revoked' satisfies LinkEnd, link_closed_at: at })
        .where('member_id', '=', memberId)
        .where('id', '=', id)
        .where('link_closed', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** A new link takes the place of the visit's last one. @returns false when somebody else makes the visit, or it is reported */
    async renew(memberId: MemberId, id: string, at: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('visits')
        .set((set) => ({ link: set('link', '+', 1), link_until: at + linkMs, link_closed: null, link_closed_at: null, devices: '' }))
        .where('member_id', '=', memberId)
        .where('id', '=', id)
        .where('report_id', 'is', null)
        .where(({ or, eb }) => or([eb('link_closed', 'is', null), eb('link_closed', '<>', 'handed_over' satisfies LinkEnd)]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Portals with visits that have no report and were due between these moments. */
    async latePortals(since: number, until: number): Promise<MemberId[]> {
      const rows = await db.selectFrom('visits').select('member_id').distinct().where('report_id', 'is', null).where('deadline', '>', since).where('deadline', '<=', until).where('reminded', '<', reminderSteps.length).execute()
      return rows.map((row) => row.member_id as MemberId)
    },

    /** Takes a step of reminding for every visit that was due between these moments. @returns those that had not got so far */
    async remind(memberId: MemberId, step: number, since: number, until: number): Promise<StoredVisit[]> {
      const rows = await db
        .updateTable('visits')
        .set({ reminded: step })
        .where('member_id', '=', memberId)
        .where('report_id', 'is', null)
        .where('deadline', '>', since)
        .where('deadline', '<=', until)
        .where('reminded', '<', step)
        .returning([...columns])
        .execute()
      return rows.map(read)
    },

    /** The first device to open the link, where others are asked for a code. @returns false when there was one before */
    async firstDevice(memberId: MemberId, id: string, device: string): Promise<boolean> {
      const { numUpdatedRows } = await db.updateTable('visits').set({ devices: device }).where('member_id', '=', memberId).where('id', '=', id).where('devices', '=', '').executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** One more device that may open the link. */
    async addDevice(memberId: MemberId, id: string, device: string): Promise<void> {
      await db
        .updateTable('visits')
        .set({ devices: sql`devices || ${` ${device}`}` })
        .where('member_id', '=', memberId)
        .where('id', '=', id)
        .execute()
    },

    /** Whoever else was to visit this record does so no more. */
    async handOver(memberId: MemberId, { document, representativeId }: Visit, at: number): Promise<void> {
      const others = (await this.openAt(memberId, document)).filter(({ visit, link }) => link.closed !== 'handed_over' && visit.representativeId !== representativeId)
      if (others.length === 0) return
      await db
        .updateTable('visits')
        .set({ link_closed: 'handed_over' satisfies LinkEnd, link_closed_at: at })
        .where('member_id', '=', memberId)
        .where('id', 'in', others.map(({ visit }) => visit.id))
        .execute()
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
