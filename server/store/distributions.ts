/** Distributions as they were decided; what they became is read from the effects of their run. */
import { setImmediate as breathe } from 'node:timers/promises'
import { Distribution } from '../../domain/distribution.ts'
import type { DocumentRef, MemberId, ReportId } from '../../domain/ids.ts'
import type { Db } from './open.ts'
import { picksIn } from './picks.ts'

const read = (record: string): Distribution => Distribution.parse(JSON.parse(record))

export function distributionsIn(db: Db) {
  const picks = picksIn(db)
  const ofPortal = (memberId: MemberId) => db.selectFrom('distributions').select('record').where('member_id', '=', memberId)

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
      await picks.write(memberId, distribution)
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
      await picks.write(memberId, distribution)
    },

    async get(memberId: MemberId, id: string): Promise<Distribution | null> {
      const row = await ofPortal(memberId).where('id', '=', id).executeTakeFirst()
      return row ? read(row.record) : null
    },

    /** The newest: people may have been selected again. */
    async ofReport(memberId: MemberId, reportId: ReportId): Promise<Distribution | null> {
      const row = await ofPortal(memberId).where('report_id', '=', reportId).orderBy('decided_at', 'desc').executeTakeFirst()
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

    /** Decided from that moment on and before `until`, oldest first; the newest ones where there are more than `limit`. */
    async since(memberId: MemberId, from: number, limit = 20_000, until: number | null = null): Promise<Distribution[]> {
      const found = ofPortal(memberId).where('decided_at', '>=', from)
      const rows = await (until === null ? found : found.where('decided_at', '<', until)).orderBy('decided_at', 'desc').limit(limit).execute()
      const all: Distribution[] = []
      for (const [index, { record }] of rows.reverse().entries()) {
        all.push(read(record))
        // Between two breaths calls, pages and turns come in.
        if (index % 200 === 199) await breathe()
      }
      return all
    },

    async several(memberId: MemberId, ids: readonly string[]): Promise<Map<string, Distribution>> {
      if (ids.length === 0) return new Map()
      const rows = await ofPortal(memberId).where('id', 'in', [...ids]).execute()
      return new Map(rows.map((row) => read(row.record)).map((one) => [one.id, one]))
    },
  }
}
