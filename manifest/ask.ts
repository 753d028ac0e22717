/** What a run may ask: the portal (reading only), our ledger, and the configuration. */
import type { Direction } from '../domain/direction.ts'
import type { Directory } from '../domain/department.ts'
import type { Distribution } from '../domain/distribution.ts'
import type { DirectionId, DocumentRef, ReportId, UserId } from '../domain/ids.ts'
import type { Deck } from '../domain/pick.ts'
import type { PersonRules } from '../domain/person-rules.ts'
import type { Rule } from '../domain/rule.ts'
import type { Settings } from '../domain/settings.ts'
import type { VisitReport } from '../domain/visit-report.ts'
import type { LinkState, Visit } from '../domain/visit.ts'
import type { AskMethod, Params, ResultOf } from './methods.ts'

export interface Question<M extends AskMethod = AskMethod> {
  readonly method: M
  readonly params: Params
}

/** Only methods that ask fit: what a run wants done it returns as effects. */
export const question = <M extends AskMethod>(method: M, params: Params = {}): Question<M> => ({ method, params })

/** `total` and `next` stand beside lists. A command that failed says why; the others of its batch are not touched. */
export type Answered<T> =
  | { readonly ok: true; readonly value: T; readonly total: number | null; readonly next: number | null }
  | { readonly ok: false; readonly code: string; readonly text: string }

export type Answers<Q extends Record<string, Question>> = { readonly [K in keyof Q]: Answered<ResultOf<Q[K]['method']>> }

export interface Ask {
  /** Asks in as few requests as the portal allows (50 commands each), without halting; references reach back within 50. */
  portal<Q extends Record<string, Question>>(questions: Q): Promise<Answers<Q>>
  /** Departments and people: from our store, or from the portal (one more request) when there are none or they are old. */
  directory(): Promise<Directory>
  directions(): Promise<readonly Direction[]>
  settings(): Promise<Settings>
  /** Rules by what a record says, in their order. */
  rules(): Promise<readonly Rule[]>
  report(id: ReportId): Promise<VisitReport | null>
  latestReport(document: DocumentRef): Promise<VisitReport | null>
  visit(id: string): Promise<KeptVisit | null>
  /** Visits to this record that have no report yet, those that were handed over left out. */
  openVisits(document: DocumentRef): Promise<readonly KeptVisit[]>
  /** The visits that this report is the report of. */
  visitsOf(report: ReportId): Promise<readonly KeptVisit[]>
  /** What was kept under this business key, and whether all its essential effects are through. */
  distribution(id: string): Promise<KeptDistribution | null>
  /** The distribution that made this deal; null: none of ours did. */
  ofDeal(dealId: number): Promise<{ readonly kept: KeptDistribution; readonly directionId: DirectionId } | null>
  /** Who was drawn the last time in each direction; nobody yet: absent. A reserve who stepped in does not count. */
  lastPicked(directions: readonly DirectionId[]): Promise<ReadonlyMap<DirectionId, UserId>>
  /** For how many directions everybody was drawn since that moment (milliseconds since 1970); nobody's nothing is absent. */
  assigned(since: number): Promise<ReadonlyMap<UserId, number>>
  /** When everybody was given a client since that moment, in any direction; milliseconds since 1970. */
  given(since: number): Promise<ReadonlyMap<UserId, readonly number[]>>
  /** Who serves this client (hashes as in `Distribution.clients`) since that moment, in each direction. */
  serving(clients: readonly string[], since: number): Promise<ReadonlyMap<DirectionId, { readonly userId: UserId; readonly at: number }>>
  /** How often everybody was the main manager since that moment, and who was the last time. */
  mains(since: number): Promise<{ readonly times: ReadonlyMap<UserId, number>; readonly last: UserId | null }>
  /** Of those for whom an administrator decided something. */
  personRules(): Promise<ReadonlyMap<UserId, PersonRules>>
  /** The decks of even random as the draws so far have left them; not begun: absent. */
  decks(directions: readonly DirectionId[]): Promise<ReadonlyMap<DirectionId, Deck>>
  /** What is added to loads so that nobody catches up too much, as each direction's last draw has left it; none yet: absent. */
  missed(directions: readonly DirectionId[]): Promise<ReadonlyMap<DirectionId, ReadonlyMap<UserId, number>>>
}

export interface KeptDistribution {
  readonly distribution: Distribution
  /** Whether everything essential that was planned so far is through, whichever run planned it. */
  readonly settled: boolean
  /** Which of its steps were planned, by whatever run. */
  readonly planned: { readonly deals: boolean; readonly task: boolean }
  /** What the listener of deals did last: directions whose item is ticked, and whether the task is completed, by us. */
  readonly ticked: ReadonlySet<string>
  readonly taskCompleted: boolean
  /** Results at the portal; deals by direction. Missing ones are absent. */
  readonly dealIds: Readonly<Record<string, number>>
  readonly taskId: number | null
}

export interface KeptVisit {
  readonly visit: Visit
  /** A workflow was waiting for the report when it came. */
  readonly waited: boolean
  /** All essential effects of the assignment are through. */
  readonly settled: boolean
  readonly taskId: number | null
  readonly reportId: ReportId | null
  readonly link: LinkState
}
