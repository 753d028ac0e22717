/** The journal's questions to the runs: a page of them, and how many stand how. */
import { sql } from 'kysely'
import type { MemberId } from '../../domain/ids.ts'
import type { Db } from './open.ts'
import { toRun, type Run } from './run.ts'

export interface JournalFilter {
  readonly search: string
  /** Any of these; null: any. */
  readonly outcomes: readonly string[] | null
  readonly directionId: string | null
  readonly since: number
  /** Id of the last run of the previous page. */
  readonly cursor: string | null
  readonly limit: number
}

/** The text anywhere in the column, as it stands: what a person types is not a pattern. */
const holds = (column: 'search' | 'direction_ids', text: string) =>
  sql<boolean>`${sql.ref(column)} like ${`%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`} escape '\\'`

export function journalIn(db: Db) {
  const matching = (memberId: MemberId, { search, outcomes, directionId, since }: JournalFilter) => {
    let query = db
      .selectFrom('runs')
      .where('member_id', '=', memberId)
      .where('received_at', '>=', since)
      // The portal tells of an installation twice, by page and by event: a reader needs one of them, unless the other failed.
      .where(({ not, eb }) => not(eb('kind', '=', 'install').and('code', '=', 'event').and('state', '=', 'done')))
      // Of the runs of a self-test the last one tells how it ended.
      .where(({ not, eb }) => not(eb('kind', '=', 'event').and('code', 'like', 'selftest.%').and('code', '<>', 'selftest.look')))
      // Most changes of a deal change nothing here.
      .where(({ not, eb }) => not(eb('kind', '=', 'event').and('document_kind', 'is not', null).and('state', '<>', 'failed').and(eb.or([eb('reason', 'is', null), eb('reason', '=', '')]))))
    const wanted = search.trim().toLowerCase()
    if (wanted !== '') query = query.where(holds('search', wanted))
    if (outcomes !== null) query = query.where('outcome', 'in', [...outcomes])
    if (directionId !== null) query = query.where(holds('direction_ids', ` ${directionId} `))
    return query
  }

  return {
    /** Newest first. */
    async page(memberId: MemberId, filter: JournalFilter): Promise<{ runs: Run[]; total: number }> {
      const all = matching(memberId, filter)
      const { total } = await all.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
      const page = filter.cursor === null ? all : all.where('id', '<', filter.cursor)
      const rows = await page.selectAll().orderBy('id', 'desc').limit(filter.limit).execute()
      return { runs: rows.map(toRun), total: Number(total) }
    },

    async counts(memberId: MemberId, failedSince: number): Promise<{ waiting: number; doubtful: number; failed: number }> {
      const rows = await db
        .selectFrom('runs')
        .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
        .where('member_id', '=', memberId)
        .where(({ or, eb, and }) => or([eb('wake_at', 'is not', null), and([eb('state', '=', 'failed'), eb('finished_at', '>=', failedSince)])]))
        .groupBy('state')
        .execute()
      const of = (...states: string[]) => rows.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + Number(row.count), 0)
      return { waiting: of('received', 'planned'), doubtful: of('doubtful'), failed: of('failed') }
    },
  }
}
