/** How a robot and a listener are written: what a portal registers, and a run that asks, draws and returns what it wants done. */
import type { Distribution } from '../domain/distribution.ts'
import type { DocumentRef, RunId, UserId } from '../domain/ids.ts'
import type { OutcomeCode } from '../domain/outcome.ts'
import type { Chance, Drawn } from '../domain/proof.ts'
import type { VisitReport } from '../domain/visit-report.ts'
import type { Visit } from '../domain/visit.ts'
import type { Ask } from './ask.ts'
import type { Effect } from './effect.ts'
import type { PropertyFields, ReadValues, ReturnFields, ReturnValues } from './fields.ts'
import type { Localised } from './localised.ts'

/** Time and chance come in by the door. */
export interface Given {
  readonly runId: RunId
  /** Milliseconds since 1970. */
  readonly now: number
  /** Chance that belongs to what is decided and not to the run: whoever starts the same distribution draws the same people from the same pool. */
  readonly chance: Chance
  /** First 26 characters of base32 of SHA-256 over the portal's id and the text. */
  hash(text: string): string
  readonly portal: { readonly memberId: string; readonly origin: string; readonly language: 'ru' | 'en' }
  /** Address that opens the report of one visit for one person, without login, until that moment; `number`: which of the visit's links. */
  visitLink(to: { readonly visitId: string; readonly number: number; readonly document: DocumentRef; readonly userId: UserId; readonly expiresAt: number }): string
}

/** What a run decided. Everything is written in one commit before anything is sent. */
export interface Plan<R> {
  readonly outcome: OutcomeCode
  readonly returns: R
  readonly effects: readonly Effect[]
  readonly keeps: Keeps
  /** A sentence for the host's log and the journal: what happened, why, what to do. */
  readonly log: string
  /** The visit that it is about, so that the journal names its client. */
  readonly about?: Visit
  /** The reply is not sent yet: once the effects are through, the run rests and `resume` says how it ends. Needs `keeps.visit`. */
  readonly wait?: Wait
}

/** For a report on the visit's record, at most until that moment (milliseconds since 1970; null: without end). */
export interface Wait {
  readonly for: 'report'
  readonly until: number | null
}

export interface Keeps {
  /** A new one: kept once under its id. */
  readonly distribution?: Distribution
  /** One that is kept already and has gone a step further. */
  readonly grown?: Distribution
  readonly visit?: Visit
  /** Every draw that was made for it, in order: they go into the portal's chain. */
  readonly drawn?: readonly Drawn[]
  /** Said by the call and taken; or read all the same, and found to be so, or otherwise. Absent: the call said nothing that would have been enough. */
  readonly said?: 'taken' | 'right' | 'wrong'
  /** A run that follows in the portal's line: the visit of this distribution, which was undone, is distributed anew. */
  readonly insteadOf?: string
}

/** What a resting run is taken up with. */
export interface Waited {
  readonly visit: Visit
  /** Null: the time was over before one came. */
  readonly report: VisitReport | null
}

/** Not yet: the run is taken up again at that moment (milliseconds since 1970), from its beginning. */
export interface Later {
  readonly again: number
}
export const isLater = (value: object): value is Later => 'again' in value

export interface RobotCall<P extends PropertyFields> {
  readonly document: DocumentRef
  readonly eventToken: string
  readonly properties: ReadValues<P>
  /** Null: the workflow has gone on already. `until`: when it stops waiting for us; null: never. */
  readonly waits: { readonly until: number | null } | null
  /** What the call says of its record may be taken without reading it: nothing of this call can be at the portal yet, and calls before it were right. */
  readonly trusted?: boolean
}

export interface Robot<P extends PropertyFields = PropertyFields, R extends ReturnFields = ReturnFields> {
  readonly name: Localised
  readonly description: Localised
  readonly properties: P
  readonly returns: R
  /** Document kinds whose automation offers the robot. */
  readonly documents: readonly DocumentRef['kind'][]
  /** True: the portal shows our own page (`/app/robot-settings`) in place of the inputs it would draw itself. */
  readonly settingsPage?: boolean
  run(call: RobotCall<P>, ask: Ask, given: Given): Promise<Plan<ReturnValues<R>> | Later>
  /** Of robots whose plans may wait: how it goes on. After a report the reply goes out; when the time was over nobody listens any more. */
  resume?(call: RobotCall<P>, waited: Waited, ask: Ask, given: Given): Promise<Plan<ReturnValues<R>>>
  /** What is done instead when the workflow had gone by the time of the reply. */
  unheard?(visit: Visit): readonly Effect[]
}

/** Gives a robot's file its types; the file's name is the robot's code. */
export const defineRobot = <P extends PropertyFields, R extends ReturnFields>(robot: Robot<P, R>): Robot<P, R> => robot

/** What happens when the portal tells of a change of a record; nobody waits for its returns. */
export interface RecordListener {
  /** The portal's name of the event, for example `ONCRMDEALUPDATE`. */
  readonly event: string
  run(document: DocumentRef, ask: Ask, given: Given): Promise<Plan<Record<string, never>> | Later>
}

/** What happens when a visit report has been submitted; nobody waits for its returns. */
export interface ReportListener {
  run(report: VisitReport, ask: Ask, given: Given): Promise<Plan<Record<string, never>> | Later>
}
