/** Questions of what was done: runs and distributions, why this manager, taking back, trying out. */
import { z } from 'zod'
import { loadMeasures } from '../draw.ts'
import { DirectionId, DocumentRef, ReportId, RunId, UserId } from '../ids.ts'
import { waysOfNaming } from '../named.ts'
import { OutcomeCode } from '../outcome.ts'
import { drawPolicies } from '../pick.ts'
import { reportLimits } from '../report-limits.ts'
import { RuleMatch } from '../rule.ts'
import { Touched } from '../undo.ts'
import { linkEnds } from '../visit.ts'
import { Moment, nothing, question } from './asking.ts'
import { ExcludedView, PersonView } from './people.ts'

/** Where a run or a distribution stands, as one word for a chip. */
export const runStates = ['waiting', 'working', 'doubtful', 'done', 'failed'] as const

export const RunState = z.enum(runStates)

/** What an administrator can have done by a run of its own, and what Fairlead tells people by one. */
export const presses = ['end', 'undo', 'again', 'revoke', 'renew', 'code', 'remind', 'test', 'alert'] as const

export const RunKind = z.enum(['robot', 'report', 'install', 'event'])

export const DistributionView = z.object({
  id: z.string(),
  runId: RunId,
  state: RunState,
  decidedAt: Moment,
  document: DocumentRef.extend({ title: z.string(), url: z.string() }),
  reportId: ReportId.nullable(),
  representative: PersonView.nullable(),
  comment: z.string(),
  outcome: OutcomeCode,
  policy: z.enum(drawPolicies),
  /** False: nobody was to be picked for two directions, so chances depended on the other directions too. */
  onePersonManyDirections: z.boolean(),
  /** What a load was, where the least loaded were picked. */
  load: z.enum(loadMeasures),
  loadDays: z.number().int(),
  directions: z.array(
    z.object({
      id: DirectionId,
      name: z.string(),
      departments: z.array(z.string()),
      eligible: z.array(PersonView),
      excluded: z.array(ExcludedView),
      picked: UserId.nullable(),
      /** Whoever took the client as the head, the reserve or a deputy of theirs, without a draw; `picked` is then this person. */
      reserve: PersonView.nullable(),
      /** How `picked` came to the client. */
      by: z.enum(waysOfNaming),
      /** The client's own manager, where they or their deputy got the client without a draw. */
      own: PersonView.nullable(),
      /** Whose deputy `picked` is. */
      standsFor: PersonView.nullable(),
      /** Whoever had the turn before, where it goes in turn. */
      before: PersonView.nullable(),
      /** Of even random: the deck's round, and who of the eligible had no card left in it; null: another policy. */
      /** Of least loaded: by user id, empty where this reader may not see figures; null: another policy. */
      loads: z.record(z.string(), z.number().int()).nullable(),
      /** The part of a load that stands for what somebody missed and may not catch up; whoever has none is left out. */
      added: z.record(z.string(), z.number().int()),
      /** Of weighted: likewise. */
      weights: z.record(z.string(), z.number().int()).nullable(),
      deck: z.object({ round: z.number().int(), hadTurn: z.array(UserId) }).nullable(),
      outcome: OutcomeCode,
      deal: z.object({ id: z.number().int(), url: z.string() }).nullable(),
    }),
  ),
  /** The rule by which it was picked, and what was found in the record: only for administrators; null: there were no rules. */
  match: RuleMatch.nullable(),
  mainManager: PersonView.nullable(),
  /** How many distinct people the main manager was picked among. */
  mainAmong: z.number().int(),
  /** How the main manager was chosen; null: not yet, or before there was a choice. */
  mainBy: z.enum(['draw', 'least_often', 'only', 'owner', 'priority']).nullable(),
  task: z.object({ id: z.number().int(), url: z.string() }).nullable(),
  /** Only for administrators. */
  seed: z.string().nullable(),
  /** When, by whom and why it was taken back; null while it holds. `nextRunId`: the run that selected again. */
  undone: z.object({ at: Moment, by: PersonView, reason: z.string(), runId: RunId, nextRunId: RunId.nullable() }).nullable(),
  /** The run in whose place people were selected again. */
  insteadOfRunId: RunId.nullable(),
})
export type DistributionView = z.infer<typeof DistributionView>

export const JournalRow = z.object({
  runId: RunId,
  kind: RunKind,
  /** Robot code where a robot was called. */
  robot: z.string().nullable(),
  /** What an administrator pressed in the panel; null: the run came from elsewhere. */
  press: z.enum(presses).nullable(),
  /** Its distribution was taken back. */
  undone: z.boolean(),
  at: Moment,
  state: RunState,
  outcome: OutcomeCode.nullable(),
  document: DocumentRef.extend({ title: z.string() }).nullable(),
  directions: z.array(z.string()),
  unserved: z.array(z.string()),
  mainManager: PersonView.nullable(),
  others: z.array(PersonView),
})
export type JournalRow = z.infer<typeof JournalRow>

export const VisitView = z.object({
  visitId: z.string(),
  representative: PersonView,
  deadline: Moment,
  reportId: ReportId.nullable(),
  link: z.object({
    state: z.enum(['open', 'expired', ...linkEnds]),
    /** Until when it opens, or opened. */
    until: Moment,
    /** When it was closed before its time. */
    closedAt: Moment.nullable(),
  }),
})
export type VisitView = z.infer<typeof VisitView>

export const journalQuestions = {
  'journal.list': question(
    'administrator',
    z.object({
      search: z.string().max(100).default(''),
      /** `no_eligible`: nobody to pick, for whatever cause. */
      outcome: OutcomeCode.nullable().default(null),
      directionId: DirectionId.nullable().default(null),
      /** Milliseconds since 1970; null: two weeks back. */
      since: Moment.nullable().default(null),
      /** From the previous answer; null: from the newest. */
      cursor: z.string().max(100).nullable().default(null),
    }),
    z.object({ rows: z.array(JournalRow), total: z.number().int(), next: z.string().nullable() }),
  ),
  'journal.show': question(
    'administrator',
    z.object({ runId: RunId }),
    z.object({
      row: JournalRow,
      distribution: DistributionView.nullable(),
      /** A draft ran beside the live rule when it was distributed: `shadow.show` tells whom that would have picked. */
      beside: z.boolean(),
      /** The visit that the run assigned, or that was reported by its link. */
      visit: VisitView.nullable(),
      /** Where effects are doubtful: how many, and from when on somebody may decide of them (the portal may work on them until then). */
      doubt: z.object({ effects: z.number().int(), from: Moment }).nullable(),
      /** Address that opens this entry at the portal, for whoever may read the journal. */
      link: z.string(),
      /** Stated reason where the run was refused or failed. */
      reason: z.string().nullable(),
      steps: z.array(z.object({ step: z.enum(['received', 'read', 'decided', 'written', 'answered', 'finished']), at: Moment, requests: z.number().int() })),
      effects: z.array(
        z.object({
          key: z.string(),
          method: z.string(),
          state: z.enum(['planned', 'sent', 'done', 'doubtful', 'refused', 'skipped']),
          error: z.string().nullable(),
        }),
      ),
    }),
  ),
  /**
   * `revoke`: the visit's link opens no more, from this moment on. `renew`: a new link takes its place, in the visit's task, and the old one is dead;
   * refused as `conflict` when the visit is reported or somebody else makes it. A run tells the representative: `journal.show` tells how it went.
   */
  'visit.link': question('administrator', z.object({ visitId: z.string().max(40), choice: z.enum(['revoke', 'renew']) }), z.object({ runId: RunId })),
  /**
   * Decides of a run whose effects nobody can find out about: `look` asks the portal at once, `send` makes them again, `give_up` takes them as
   * never made. Refused as `conflict` when the run is not doubtful (any more), or for `send` and `give_up` before `doubt.from`.
   */
  'run.judge': question('administrator', z.object({ runId: RunId, choice: z.enum(['look', 'send', 'give_up']) }), nothing),
  /** Records that a distribution can begin with: leads, or deals where the portal has no leads; by number or by a part of the title, else the newest. */
  'records.find': question('administrator', z.object({ search: z.string().max(100) }), z.object({ records: z.array(DocumentRef.extend({ title: z.string() })) })),
  /** What would become of a record now, as its entry would look; nothing is written. No directions: those of its latest report, else all. */
  'test.run': question(
    'administrator',
    z.object({ document: DocumentRef, directionIds: z.array(DirectionId).max(reportLimits.directions) }),
    z.object({
      from: z.enum(['ticked', 'report', 'all']),
      distribution: DistributionView.nullable(),
      /** Why nothing would be picked at all. */
      reason: z.string().nullable(),
    }),
  ),
  /** What undoing a distribution would take back, asked at the portal, and what people have worked on already: then it is refused. */
  'undo.look': question(
    'administrator',
    z.object({ distributionId: z.string().max(40) }),
    z.object({
      /** `busy`: it is still being carried out. */
      state: z.enum(['possible', 'touched', 'undone', 'busy']),
      touched: z.array(Touched.extend({ person: PersonView.nullable(), url: z.string() })),
      deals: z.number().int(),
      task: z.boolean(),
    }),
  ),
  /** Undoes a distribution, and with `again` selects people anew. Done by a run, which looks once more: `journal.show` tells how it went. */
  'undo.start': question(
    'administrator',
    z.object({ distributionId: z.string().max(40), reason: z.string().trim().min(3).max(500), again: z.boolean() }),
    z.object({ runId: RunId }),
  ),
  /** Workflows of the portal that wait for us, asked at the portal: those that missed our answer are answered again meanwhile. */
  'workflows.list': question(
    'administrator',
    nothing,
    z.object({
      workflows: z.array(
        z.object({
          workflowId: z.string(),
          document: DocumentRef,
          startedAt: Moment,
          /** `waits`: a run of ours is open; `unanswered`: our answer is sent again; `unheard`: its call never reached us. */
          state: z.enum(['waits', 'unanswered', 'unheard']),
          runId: RunId.nullable(),
        }),
      ),
    }),
  ),
  /** Ends a workflow whose call never reached us; refused as `conflict` for any other. Done by a run: `journal.show` tells how it went. */
  'workflows.end': question('administrator', z.object({ workflowId: z.string().min(1).max(200) }), z.object({ runId: RunId })),
  /** The record behind a lead or a deal, as far as this person may read it; newest first. */
  'why.show': question(
    'member',
    z.object({ document: DocumentRef }),
    z.object({ viewer: PersonView, distributions: z.array(DistributionView) }),
  ),
} as const
