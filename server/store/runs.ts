/** Runs: the life of each call, report, installation and event. */
import type { DocumentRef, MemberId, ReportId, RunId } from '../../domain/ids.ts'
import type { OutcomeCode } from '../../domain/outcome.ts'
import type { Seal } from '../seal.ts'
import type { Db } from './open.ts'
import { aboutRun, type Arrival, type Decision, type Run, type RunKind, type RunStage, toRun, type Verdict } from './run.ts'
import type { RunsTable } from './schema.ts'

const keyOf = ({ member_id, dedupe, id }: Pick<RunsTable, 'member_id' | 'dedupe' | 'id'>) => `${member_id} ${dedupe} ${id}`

/** Begins a run for each arrival that is not a repeat of an earlier one; @returns the ids of these. */
export async function begin(db: Db, seal: Seal, arrivals: readonly Arrival[]): Promise<Set<string>> {
  const rows = arrivals.map(({ id, memberId, kind, code, dedupe, document, reportId, workflowId, body, receivedAt }) => ({
    id,
    member_id: memberId,
    kind,
    code,
    dedupe,
    state: 'received',
    wake_at: receivedAt,
    document_kind: document?.kind ?? null,
    document_id: document?.id ?? null,
    report_id: reportId,
    workflow_id: workflowId ?? null,
    body_sealed: seal.close(body, aboutRun(id)),
    attempts: 0,
    title: '',
    search: document === null ? '' : String(document.id),
    direction_ids: '',
    received_at: receivedAt,
    read_requests: 0,
    write_requests: 0,
  }))
  const stored = await db
    .insertInto('runs')
    // In one order everywhere: two processes that store the same calls the other way round would wait for each other.
    .values(rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
    .onConflict((conflict) => conflict.columns(['member_id', 'dedupe']).doNothing())
    .returning('id')
    .execute()
  return new Set(stored.map(({ id }) => id))
}

export function runsIn(db: Db, seal: Seal) {
  const update = (memberId: MemberId, id: RunId) => db.updateTable('runs').where('member_id', '=', memberId).where('id', '=', id)
  const ofPortal = (memberId: MemberId) => db.selectFrom('runs').selectAll().where('member_id', '=', memberId)

  return {
    /** Stores arrivals; @returns the ids of those that are new, a repeat of an earlier one is left out. */
    receive: (arrivals: readonly Arrival[]): Promise<Set<string>> => begin(db, seal, arrivals),

    async get(memberId: MemberId, id: RunId): Promise<Run | null> {
      const row = await ofPortal(memberId).where('id', '=', id).executeTakeFirst()
      return row ? toRun(row) : null
    },

    /** The newest run of each of these workflows. */
    async ofWorkflows(memberId: MemberId, workflows: readonly string[]): Promise<Map<string, { runId: RunId; answeredAt: number | null; answeredAgain: boolean }>> {
      if (workflows.length === 0) return new Map()
      const rows = await db
        .selectFrom('runs')
        .leftJoin('effects', (join) => join.onRef('effects.member_id', '=', 'runs.member_id').onRef('effects.run_id', '=', 'runs.id').on('effects.phase', '=', 'reply'))
        .select(['runs.id', 'runs.workflow_id', 'runs.finished_at', 'effects.attempt'])
        .where('runs.member_id', '=', memberId)
        .where('runs.workflow_id', 'in', [...workflows])
        .orderBy('runs.id')
        .execute()
      return new Map(rows.map((row) => [row.workflow_id ?? '', { runId: row.id as RunId, answeredAt: row.finished_at, answeredAgain: (row.attempt ?? 0) > 1 }]))
    },

    async byDedupe(memberId: MemberId, dedupe: string): Promise<Run | null> {
      const row = await ofPortal(memberId).where('dedupe', '=', dedupe).executeTakeFirst()
      return row ? toRun(row) : null
    },

    async ofReport(memberId: MemberId, reportId: ReportId): Promise<Run | null> {
      const row = await ofPortal(memberId).where('kind', '=', 'report').where('report_id', '=', reportId).executeTakeFirst()
      return row ? toRun(row) : null
    },

    /** @returns the stored JSON, or null after it was forgotten */
    async body(memberId: MemberId, id: RunId): Promise<string | null> {
      const row = await db.selectFrom('runs').select('body_sealed').where('member_id', '=', memberId).where('id', '=', id).executeTakeFirst()
      return row?.body_sealed ? seal.open(row.body_sealed, aboutRun(id)) : null
    },

    async rewriteBody(memberId: MemberId, id: RunId, body: string): Promise<void> {
      await update(memberId, id).set({ body_sealed: seal.close(body, aboutRun(id)) }).execute()
    },

    /**
     * The next run of a portal's line: uninstalling and installing first, since the rest depends on them, then by arrival.
     * @param all false: only what is told of the application itself, for a portal that is parked or not installed
     */
    async due(memberId: MemberId, now: number, all: boolean): Promise<Run | null> {
      const open = () => ofPortal(memberId).where('wake_at', '<=', now)
      // Asked apart, by kind and code alone: among ten thousand waiting calls both have next to nothing to look through.
      const lifeOf = (kind: RunKind) => open().where('kind', '=', kind).where('code', '>=', kind === 'event' ? 'ONAPP' : '').where('code', '<', kind === 'event' ? 'ONAPQ' : 'z').execute()
      const life = [...(await lifeOf('install')), ...(await lifeOf('event'))].sort((a, b) => (a.id < b.id ? -1 : 1))
      if (life[0]) return toRun(life[0])
      if (!all) return null
      const row = await open().orderBy('id').limit(1).executeTakeFirst()
      return row ? toRun(row) : null
    },

    /** When the portal told first of a change of this record; null: never. */
    async heardOf(memberId: MemberId, { kind, id }: DocumentRef): Promise<number | null> {
      const { at } = await db
        .selectFrom('runs')
        .select(({ fn }) => fn.min('received_at').as('at'))
        .where('member_id', '=', memberId)
        .where('kind', '=', 'event')
        .where('code', 'like', 'ON%')
        .where('document_kind', '=', kind)
        .where('document_id', '=', id)
        .executeTakeFirstOrThrow()
      return at === null ? null : Number(at)
    },

    /** The newest run with one of these codes. */
    async newestOf(memberId: MemberId, codes: readonly string[]): Promise<Run | null> {
      const row = await ofPortal(memberId).where('kind', '=', 'event').where('code', 'in', [...codes]).orderBy('id', 'desc').limit(1).executeTakeFirst()
      return row ? toRun(row) : null
    },

    /** The last of a robot's calls that are due: its tokens are the newest. */
    async newestCall(memberId: MemberId, now: number): Promise<Run | null> {
      const row = await ofPortal(memberId).where('wake_at', '<=', now).where('kind', '=', 'robot').orderBy('id', 'desc').limit(1).executeTakeFirst()
      return row ? toRun(row) : null
    },

    /** Portals with something due that no other process is at work on. */
    async line(now: number, owner: string): Promise<MemberId[]> {
      const due = await db
        .selectFrom('runs')
        .leftJoin('leases', 'leases.member_id', 'runs.member_id')
        .select('runs.member_id')
        .distinct()
        .where('wake_at', '<=', now)
        .where(({ or, eb }) => or([eb('leases.until', 'is', null), eb('leases.until', '<=', now), eb('leases.owner', '=', owner)]))
        .execute()
      return due.map((row) => row.member_id as MemberId)
    },

    /** Open runs by stage, and for how long the first of them has been due, milliseconds. */
    async waiting(now: number): Promise<{ stage: string; count: number; dueFor: number }[]> {
      const rows = await db
        .selectFrom('runs')
        .select(({ fn }) => ['state', fn.countAll<number>().as('count'), fn.min('wake_at').as('first')])
        .where('wake_at', 'is not', null)
        .groupBy('state')
        .execute()
      return rows.map(({ state, count, first }) => ({ stage: state, count: Number(count), dueFor: Math.max(0, now - Number(first ?? now)) }))
    },

    /** When the next run will be due that is not due yet. */
    async nextWake(now: number): Promise<number | null> {
      const next = await db
        .selectFrom('runs')
        .select(({ fn }) => fn.min('wake_at').as('at'))
        .where('wake_at', '>', now)
        .executeTakeFirst()
      return next?.at ?? null
    },

    /** Installations of this portal that nobody has proved yet: a stranger may claim any portal's id. */
    async pendingInstalls(memberId: MemberId): Promise<number> {
      const row = await db
        .selectFrom('runs')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('member_id', '=', memberId)
        .where('kind', '=', 'install')
        .where('state', '=', 'received')
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async decide(memberId: MemberId, id: RunId, decision: Decision): Promise<void> {
      await update(memberId, id)
        .set({
          state: 'planned',
          wake_at: decision.decidedAt,
          attempts: 0,
          problem: null,
          outcome: decision.outcome,
          reason: decision.reason,
          distribution_id: decision.distributionId,
          title: decision.title,
          search: decision.search,
          direction_ids: decision.directionIds.length === 0 ? '' : ` ${decision.directionIds.join(' ')} `,
          read_at: decision.readAt,
          decided_at: decision.decidedAt,
          read_requests: decision.readRequests,
        })
        .execute()
    },

    /** @param failed counts towards giving up; @param problem why it waits, as a stable code */
    async postpone(memberId: MemberId, id: RunId, wakeAt: number, stage: RunStage, failed: boolean, problem: string | null = null): Promise<void> {
      await update(memberId, id)
        .set((set) => ({ wake_at: wakeAt, state: stage, attempts: set('attempts', '+', failed ? 1 : 0), problem }))
        .execute()
    },

    /** What was decided turned out otherwise. */
    async amend(memberId: MemberId, id: RunId, outcome: OutcomeCode, reason: string): Promise<void> {
      await update(memberId, id).set({ outcome, reason }).execute()
    },

    /** Of these runs those that rest are taken up at once. */
    async wake(memberId: MemberId, ids: readonly RunId[], now: number): Promise<void> {
      if (ids.length === 0) return
      await db.updateTable('runs').set({ wake_at: now }).where('member_id', '=', memberId).where('id', 'in', [...ids]).where('state', '=', 'waiting').execute()
    },

    /** A run that nothing has been decided of yet looks again at once, where it waits for something that has come. */
    async hasten(memberId: MemberId, dedupe: string, now: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('runs')
        .set({ wake_at: now })
        .where('member_id', '=', memberId)
        .where('dedupe', '=', dedupe)
        .where('state', '=', 'received')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Wakes a doubtful run, with a verdict of an administrator or without. @returns false when it is not doubtful */
    async judge(memberId: MemberId, id: RunId, verdict: Verdict | null, now: number): Promise<boolean> {
      const { numUpdatedRows } = await update(memberId, id).set({ verdict, wake_at: now }).where('state', '=', 'doubtful').executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Nothing is doubtful any more, so nothing is left to be judged. */
    async endDoubt(memberId: MemberId, id: RunId): Promise<void> {
      await update(memberId, id).set({ verdict: null, state: 'planned' }).execute()
    },

    async countRequest(memberId: MemberId, id: RunId): Promise<void> {
      await update(memberId, id).set((set) => ({ write_requests: set('write_requests', '+', 1) })).execute()
    },

    async mark(memberId: MemberId, id: RunId, step: 'written' | 'answered', at: number): Promise<void> {
      const column = step === 'written' ? 'written_at' : 'answered_at'
      await update(memberId, id).set({ [column]: at }).where(column, 'is', null).execute()
    },

    async finish(memberId: MemberId, id: RunId, end: { stage: 'done' | 'failed'; outcome: OutcomeCode; reason: string | null; problem: string | null; at: number }): Promise<void> {
      await update(memberId, id)
        .set({
          state: end.stage,
          wake_at: null,
          outcome: end.outcome,
          problem: end.problem,
          finished_at: end.at,
          ...(end.reason === null ? {} : { reason: end.reason }),
        })
        .execute()
    },

    /** Takes up what was over: something of it is to be sent again. */
    async reopen(memberId: MemberId, id: RunId, at: number): Promise<void> {
      await update(memberId, id).set({ state: 'planned', wake_at: at, finished_at: null }).execute()
    },

    /** Installations that arrived after this run. */
    async installsAfter(memberId: MemberId, id: RunId): Promise<RunId[]> {
      const rows = await db.selectFrom('runs').select('id').where('member_id', '=', memberId).where('kind', '=', 'install').where('id', '>', id).execute()
      return rows.map((row) => row.id as RunId)
    },

    /** Ends everything that is still open, except the run that says so and installations that came after it. */
    async closeAll(memberId: MemberId, except: RunId, problem: string, at: number): Promise<void> {
      await db
        .updateTable('runs')
        .set({ state: 'failed', outcome: 'failed', wake_at: null, problem, finished_at: at, body_sealed: null })
        .where('member_id', '=', memberId)
        .where('wake_at', 'is not', null)
        .where('id', '<>', except)
        .where(({ or, eb }) => or([eb('kind', '<>', 'install'), eb('id', '<', except)]))
        .execute()
    },

    /** Bodies hold people's words and tokens: only the keys that recognise a repeat outlive them. */
    async forgetBodies(finishedBefore: number): Promise<void> {
      await db.updateTable('runs').set({ body_sealed: null }).where('finished_at', '<', finishedBefore).where('body_sealed', 'is not', null).execute()
    },
  }
}
