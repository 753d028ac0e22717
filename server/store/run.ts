/** What a run is: how it arrives, how it stands, and the row that it is read from. */
import type { DocumentRef, MemberId, ReportId, RunId } from '../../domain/ids.ts'
import type { OutcomeCode } from '../../domain/outcome.ts'
import type { RunsTable } from './schema.ts'

export type RunKind = 'robot' | 'report' | 'install' | 'event'
/** `received`: nothing decided; `planned`: effects are written down; `doubtful`: waiting to look an effect up; `waiting`: for a person. */
export type RunStage = 'received' | 'planned' | 'doubtful' | 'waiting' | 'done' | 'failed'

/** Of doubtful effects: made again although they may be there already, or taken as never made. */
export type Verdict = 'send' | 'give_up'

/** Wake-up time of a run that waits without end. */
export const never = Number.MAX_SAFE_INTEGER

export interface Arrival {
  readonly id: RunId
  readonly memberId: MemberId
  readonly kind: RunKind
  /** Robot code or event name. */
  readonly code: string | null
  /** The same text from the same portal is the same run. */
  readonly dedupe: string
  readonly document: DocumentRef | null
  readonly reportId: ReportId | null
  /** The portal's workflow that called, where one did. */
  readonly workflowId?: string | null
  /** JSON; holds tokens, so it is sealed. */
  readonly body: string
  readonly receivedAt: number
}

export interface Run {
  readonly id: RunId
  readonly memberId: MemberId
  readonly kind: RunKind
  readonly code: string | null
  readonly dedupe: string
  readonly stage: RunStage
  readonly wakeAt: number | null
  readonly document: DocumentRef | null
  readonly reportId: ReportId | null
  readonly distributionId: string | null
  readonly outcome: OutcomeCode | null
  readonly reason: string | null
  readonly problem: string | null
  readonly attempts: number
  readonly verdict: Verdict | null
  readonly title: string
  readonly directionIds: readonly string[]
  readonly at: {
    readonly received: number
    readonly read: number | null
    readonly decided: number | null
    readonly written: number | null
    readonly answered: number | null
    readonly finished: number | null
  }
  readonly requests: { readonly read: number; readonly write: number }
}

export interface Decision {
  readonly outcome: OutcomeCode
  readonly reason: string
  readonly distributionId: string | null
  readonly title: string
  readonly search: string
  readonly directionIds: readonly string[]
  readonly readAt: number | null
  readonly decidedAt: number
  readonly readRequests: number
}

export const toRun = (row: Omit<RunsTable, 'body_sealed' | 'search'>): Run => ({
  id: row.id as RunId,
  memberId: row.member_id as MemberId,
  kind: row.kind as RunKind,
  code: row.code,
  dedupe: row.dedupe,
  stage: row.state as RunStage,
  wakeAt: row.wake_at,
  document: row.document_kind !== null && row.document_id !== null ? { kind: row.document_kind as DocumentRef['kind'], id: row.document_id } : null,
  reportId: row.report_id as ReportId | null,
  distributionId: row.distribution_id,
  outcome: row.outcome as OutcomeCode | null,
  reason: row.reason,
  problem: row.problem,
  attempts: row.attempts,
  verdict: row.verdict as Verdict | null,
  title: row.title,
  directionIds: row.direction_ids.split(' ').filter((id) => id !== ''),
  at: { received: row.received_at, read: row.read_at, decided: row.decided_at, written: row.written_at, answered: row.answered_at, finished: row.finished_at },
  requests: { read: row.read_requests, write: row.write_requests },
})

export const aboutRun = (id: string) => `run:${id}`
