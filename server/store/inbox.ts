/** Robots' calls as they came: one sealed row a commit, so that a disk takes them fast; the worker makes runs of them at once. */
import { sql } from 'kysely'
import type { MemberId, RunId } from '../../domain/ids.ts'
import type { Seal } from '../seal.ts'
import type { Db } from './open.ts'
import type { Arrival } from './run.ts'
import { begin } from './runs.ts'

export const aboutCommit = (id: string) => `inbox:${id}`
/** Runs begun by one statement: each has twenty values, and statements have a limit of them. */
const begunAtOnce = 500

/** A robot's call: an arrival whose body is written out only once, with those that it shares a commit with. */
export type Call = Omit<Arrival, 'body'> & { readonly body: object }

/** What is stored as one row. */
export interface Commit {
  readonly id: RunId
  readonly calls: number
  /** JSON; holds tokens, so it is sealed. */
  readonly text: string
}

/** @param calls at least one */
export const asCommit = (calls: readonly [Call, ...Call[]]): Commit => ({ id: calls[0].id, calls: calls.length, text: JSON.stringify(calls) })

export function inboxIn(db: Db, seal: Seal, embedded: boolean) {
  return {
    /** Resolves when they are on disk. Repeats of earlier ones among them are found out when they are taken in. */
    async keep(...commits: readonly [Commit, ...Commit[]]): Promise<void> {
      await db.insertInto('inbox').values(commits.map(({ id, calls, text }) => ({ id, calls, calls_sealed: seal.close(text, aboutCommit(id)) }))).execute()
    },

    /**
     * Begins runs for the oldest calls and drops repeats, and calls of portals that have left meanwhile; for one transaction.
     * @param most how many calls; as many more as share the last one's commit
     * @returns the portals of the calls that were there; none: nothing is left, or another process is at it
     */
    async takeIn(most: number): Promise<Set<MemberId>> {
      const oldest = db.selectFrom('inbox').select(['id', 'calls', sql<number>`sum(calls) over (order by id)`.as('so_far')]).orderBy('id').limit(most).as('oldest')
      const wanted = db.selectFrom('inbox').select('id').where('id', 'in', db.selectFrom(oldest).select('id').where(sql<boolean>`so_far - calls < ${most}`))
      // Deleted first: a transaction of SQLite that begins by reading could not write after somebody else has.
      const rows = await db
        .deleteFrom('inbox')
        .where('id', 'in', embedded ? wanted : wanted.forUpdate().skipLocked())
        .returningAll()
        .execute()
      const calls = rows.flatMap(({ id, calls_sealed }) => JSON.parse(seal.open(calls_sealed, aboutCommit(id))) as Call[])
      const portals = new Set(calls.map(({ memberId }) => memberId))
      if (portals.size === 0) return portals
      const installed = db.selectFrom('portals').select('member_id').where('member_id', 'in', [...portals]).where('state', '=', 'installed')
      // Held until the commit, so that a portal that is erased just now is erased with these runs or without them.
      const here = new Set<string>((await (embedded ? installed : installed.forShare()).execute()).map((row) => row.member_id))
      const taken = calls.filter(({ memberId }) => here.has(memberId)).map((call): Arrival => ({ ...call, body: JSON.stringify(call.body) }))
      for (let from = 0; from < taken.length; from += begunAtOnce) await begin(db, seal, taken.slice(from, from + begunAtOnce))
      return portals
    },
  }
}
