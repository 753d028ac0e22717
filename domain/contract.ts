/** The contract between client and server: every question with the schema of what is asked and what is answered. */
import { z } from 'zod'
import { Change, standings } from './change.ts'
import { verdicts } from './fairness.ts'
import { Touched } from './undo.ts'
import { DirectionId, DocumentRef, PhotoId, ReportId, RunId, UserId } from './ids.ts'
import { Direction } from './direction.ts'
import { exclusionReasons, Person } from './manager.ts'
import { OutcomeCode } from './outcome.ts'
import { loadMeasures } from './draw.ts'
import { codePattern, devicePattern } from './link-code.ts'
import { waysOfNaming } from './named.ts'
import { PersonRules } from './person-rules.ts'
import { drawPolicies } from './pick.ts'
import { DrawEntry, DrawPeriod } from './proof.ts'
import { RuleMatch, RuleSet } from './rule.ts'
import { Settings } from './settings.ts'
import { AnswerValue, DirectionAnswers, Form, Question } from './question.ts'
import { reportLimits } from './report-limits.ts'
import { linkEnds } from './visit.ts'
import { Failure, visitFacts } from './visit-facts.ts'
import { ReportPhotos } from './visit-report.ts'

/** Stable codes of refusal; the client has a sentence for each. */
export const refusalCodes = [
  'invalid_input',
  'too_large',
  'session_required',
  'session_expired',
  'forbidden',
  'not_found',
  'conflict',
  'not_installed',
  'portal_refused',
  'portal_unreachable',
  'internal',
] as const
export const Refusal = z.object({ error: z.enum(refusalCodes), detail: z.string().optional() })
export type Refusal = z.infer<typeof Refusal>
export type RefusalCode = Refusal['error']

const Moment = z.number().int()
const PersonView = z.object({ id: UserId, name: z.string(), position: z.string() })
export type PersonView = z.infer<typeof PersonView>

/** Where a run or a distribution stands, as one word for a chip. */
export const runStates = ['waiting', 'working', 'doubtful', 'done', 'failed'] as const
const RunState = z.enum(runStates)
/** What an administrator can have done by a run of its own, and what Fairlead tells people by one. */
export const presses = ['end', 'undo', 'again', 'revoke', 'renew', 'code', 'remind', 'test', 'alert'] as const
const RunKind = z.enum(['robot', 'report', 'install', 'event'])

const DirectionView = Direction.extend({
  /** Everybody in the departments and below, and how many of them the rules would let take part now. */
  peopleCount: z.number().int(),
  departmentNames: z.array(z.string()),
  categoryName: z.string().nullable(),
  stageName: z.string().nullable(),
  /** What an administrator should mend, worst first. */
  problem: z.enum(['no_people', 'department_gone', 'stage_gone', 'reserve_gone']).nullable(),
})
export type DirectionView = z.infer<typeof DirectionView>

const PersonOfPool = z.object({ person: PersonView, directions: z.array(z.string()), rules: PersonRules })
export type PersonOfPool = z.infer<typeof PersonOfPool>

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
      excluded: z.array(
        z.object({
          person: PersonView,
          reason: z.enum(exclusionReasons),
          /** Null where there is no end, or where this reader may not see dates. */
          until: Moment.nullable(),
        }),
      ),
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

const FairShare = z.object({ person: PersonView, tookPart: z.number().int(), picked: z.number(), expected: z.number() })
/** Draws of one direction, or of the main managers: by chance with a test, in order with the gap alone. */
const FairnessGroup = z.object({
  key: z.string(),
  name: z.string(),
  draws: z.number().int(),
  chance: z
    .object({ draws: z.number().int(), p: z.number(), gap: z.object({ size: z.number(), usual: z.number() }), verdict: z.enum(verdicts), people: z.array(FairShare) })
    .nullable(),
  order: z
    .object({ draws: z.number().int(), gap: z.number(), astray: z.number().int(), loads: z.object({ first: z.number(), last: z.number() }).nullable(), people: z.array(FairShare) })
    .nullable(),
})
export type FairnessGroup = z.infer<typeof FairnessGroup>

const JournalRow = z.object({
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

const Named = z.record(z.string(), z.string())
const ChangeRow = Change.extend({
  by: PersonView,
  /** Whether it can be put back; `restored`: everything is as it was before it. */
  standing: z.enum(standings),
  /** The newest later change of the same, where there is one. */
  later: z.number().int().nullable(),
})
export type ChangeRow = z.infer<typeof ChangeRow>

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

const OwnShare = z.object({ tookPart: z.number().int(), picked: z.number(), expected: z.number() })

/** In the order in which they are shown. */
export const selfTestSteps = ['record', 'draw', 'deals', 'task', 'comments', 'event', 'clean'] as const
const SelfTest = z.object({
  startedAt: Moment,
  finishedAt: Moment.nullable(),
  by: PersonView,
  steps: z.array(
    z.object({
      step: z.enum(selfTestSteps),
      /** `look`: not as it should be, and nothing is broken; `skipped`: what it needs was not there. */
      state: z.enum(['waiting', 'working', 'fine', 'look', 'bad', 'skipped']),
      made: z.number().int(),
      /** In the portal's language or its own words; lines apart by line breaks. */
      detail: z.string(),
    }),
  ),
})
export type SelfTest = z.infer<typeof SelfTest>

/** What a visit's personal link opens; its page has no portal around it. */
export const VisitLinkContext = z.object({
  /** `incomplete`: forged, changed or cut short; `revoked` also when another link took its place; `code`: this device has to prove itself. */
  link: z.enum(['open', 'code', 'expired', 'incomplete', ...linkEnds]),
  language: z.enum(['ru', 'en']),
  /** Only where the link is open: asks `visit.show`, `visit.submit` and `visit.result` for this record, nothing else, until it expires. */
  visit: z.object({ visitId: z.string(), document: DocumentRef, session: z.string(), expiresAt: Moment }).nullable(),
})
export type VisitLinkContext = z.infer<typeof VisitLinkContext>

/** `visitor`: a person of the portal, or the bearer of a visit's personal link, who may ask nothing else. */
export type Access = 'anyone' | 'visitor' | 'member' | 'administrator'
const question = <A extends Access, I extends z.ZodType, O extends z.ZodType>(access: A, input: I, output: O) => ({
  access,
  input,
  output,
})

const nothing = z.object({})
const Device = z.string().regex(devicePattern)

/** Asked as `POST /api/<name>` with a JSON body; `Authorization: Bearer <session>` unless `anyone` may ask. */
export const contract = {
  /** Exchanges the frame's access token for a session; the server asks the portal whose token it is. */
  'session.open': question(
    'anyone',
    z.object({ memberId: z.string().max(64), accessToken: z.string().min(8).max(500) }),
    z.object({
      session: z.string(),
      /** Milliseconds since 1970. */
      expiresAt: Moment,
      user: PersonView,
      administrator: z.boolean(),
      domain: z.string(),
    }),
  ),
  /** How far an installation is; `ticket` was handed to the installing page and names its run. */
  'install.progress': question(
    'anyone',
    z.object({ ticket: z.string().max(500) }),
    z.object({
      state: z.enum(['proving', 'registering', 'done', 'failed']),
      /** One entry for each thing registered, in order; `robot` is its name in the installer's language, where it is one. */
      steps: z.array(z.object({ name: z.string(), robot: z.string().nullable(), done: z.boolean() })),
      /** Stable code of what went wrong, for example `not_administrator`. */
      problem: z.string().nullable(),
    }),
  ),
  'installation.show': question(
    'administrator',
    nothing,
    z.object({
      domain: z.string(),
      memberId: z.string(),
      version: z.string(),
      installedAt: Moment,
      installedBy: PersonView.nullable(),
      token: z.enum(['valid', 'expired_refreshable', 'refused']),
      scopes: z.object({ needed: z.array(z.string()), missing: z.array(z.string()) }),
      robots: z.array(z.object({ code: z.string(), name: z.string(), registered: z.boolean() })),
      placements: z.array(z.object({ code: z.string(), registered: z.boolean() })),
      events: z.array(z.object({ name: z.string(), registered: z.boolean() })),
      directory: z.object({ departments: z.number().int(), people: z.number().int(), readAt: Moment }).nullable(),
      runs: z.object({ waiting: z.number().int(), doubtful: z.number().int(), failed: z.number().int() }),
    }),
  ),
  /** Registers again whatever the portal has lost; answers as `installation.show` would afterwards. */
  'installation.mend': question('administrator', nothing, z.object({ registered: z.number().int() })),
  /** Runs the whole path on a demo record and takes it away again. Refused as `conflict` while one is under way. */
  'selftest.start': question('administrator', nothing, nothing),
  /** The newest self-test; null: there was none. */
  'selftest.show': question('administrator', nothing, z.object({ test: SelfTest.nullable() })),
  'directory.refresh': question('administrator', nothing, z.object({ departments: z.number().int(), people: z.number().int(), readAt: Moment })),
  /** What a direction can be made of. */
  'portal.choices': question(
    'administrator',
    nothing,
    z.object({
      departments: z.array(z.object({ id: z.number().int(), name: z.string(), depth: z.number().int(), peopleCount: z.number().int() })),
      pipelines: z.array(
        z.object({ id: z.number().int(), name: z.string(), stages: z.array(z.object({ id: z.string(), name: z.string(), color: z.string().nullable() })) }),
      ),
      /** Active people by name. */
      people: z.array(PersonView),
    }),
  ),
  'directions.list': question('member', nothing, z.object({ directions: z.array(DirectionView) })),
  /** Makes a direction (`id` and `version` null) or changes one; refused as `conflict` when `version` is not the stored one. */
  'directions.save': question(
    'administrator',
    Direction.pick({ name: true, departmentIds: true, categoryId: true, stageId: true, fieldDefaults: true, reserveId: true, tags: true }).extend({
      id: DirectionId.nullable(),
      version: z.number().int().nullable(),
    }),
    z.object({ direction: DirectionView }),
  ),
  /** Archives or brings back; an archived direction keeps its id for ever. */
  'directions.archive': question(
    'administrator',
    z.object({ id: DirectionId, archived: z.boolean(), version: z.number().int() }),
    z.object({ direction: DirectionView }),
  ),
  'directions.order': question('administrator', z.object({ ids: z.array(DirectionId).max(200) }), z.object({ directions: z.array(DirectionView) })),
  /** Directions suggested from departments and pipelines of the same name; nothing is stored. */
  'directions.suggest': question(
    'administrator',
    nothing,
    z.object({ suggestions: z.array(Direction.pick({ name: true, departmentIds: true, categoryId: true, stageId: true })) }),
  ),
  /** The questions that a direction asks, as they are now. */
  'form.show': question('administrator', z.object({ directionId: DirectionId }), Form),
  /** Asks others from now on, as a new version; refused as `conflict` when `version` is not the newest. */
  'form.save': question('administrator', z.object({ directionId: DirectionId, version: z.number().int().min(0), questions: z.array(Question).max(30) }), Form),
  /** What a robot's own settings can be made of. */
  'robot.choices': question(
    'member',
    z.object({ document: DocumentRef.shape.kind }),
    z.object({
      /** Archived ones too: a robot may still name one. */
      directions: z.array(z.object({ id: DirectionId, name: z.string(), archived: z.boolean() })),
      /** In the portal's order; a deal's stages by pipeline, a lead's in one group without a name. */
      stages: z.array(z.object({ group: z.string(), stages: z.array(z.object({ id: z.string(), name: z.string() })) })),
    }),
  ),
  /** Everybody whom a direction could pick, with what was decided for them. */
  'people.list': question('administrator', nothing, z.object({ people: z.array(PersonOfPool) })),
  /** Refused as `conflict` when `version` is not the stored one. */
  'people.save': question('administrator', PersonRules, z.object({ person: PersonOfPool })),
  /** What is published of the portal's draws: the hashes of this period's and the next one's secret, and the newest link of the chain. */
  'draws.show': question(
    'administrator',
    nothing,
    z.object({ current: DrawPeriod, next: DrawPeriod, last: z.object({ number: z.number().int(), link: z.string() }).nullable() }),
  ),
  /** The chain itself, up to 2,000 entries an answer; `scripts/verify-draws.mjs` checks all answers put together. */
  'draws.export': question(
    'administrator',
    /** 0: from the first. */
    z.object({ after: z.number().int().min(0).default(0) }),
    z.object({
      format: z.literal('fairlead-draws-1'),
      portal: z.string(),
      exportedAt: Moment,
      periods: z.array(DrawPeriod),
      draws: z.array(DrawEntry),
      /** The newest entry of the whole chain, in this answer or not. */
      last: z.object({ number: z.number().int(), link: z.string() }).nullable(),
    }),
  ),
  /** What the asker has decided for themselves; `inPool` false: they serve no direction. */
  'me.show': question('member', nothing, z.object({ inPool: z.boolean(), pausedUntil: Moment.nullable() })),
  /** Takes no new clients before that moment (at most a year away); null: does again. Refused as `not_found` for whoever serves no direction. */
  'me.pause': question('member', z.object({ until: Moment.nullable() }), z.object({ pausedUntil: Moment.nullable() })),
  /** How often the asker was picked, and how often that was to be expected from the very draws they took part in; nobody else's numbers. */
  'me.numbers': question(
    'member',
    z.object({ days: z.union([z.literal(28), z.literal(90), z.literal(365)]) }),
    z.object({
      from: Moment,
      directions: z.array(OwnShare.extend({ name: z.string() })),
      /** Null: nobody was to be chosen among. */
      main: OwnShare.nullable(),
      /** Clients who came to them without a draw: their own, or those of a reserve, a head or somebody they are deputy of. */
      withoutDraw: z.number().int(),
      /** Path of the application's page at the portal. */
      page: z.string(),
    }),
  ),
  'settings.show': question('administrator', nothing, Settings),
  'settings.save': question('administrator', Settings, Settings),
  /** Who changed what and when, newest first; values as they are stored, with the names of what they name. */
  'changes.list': question(
    'administrator',
    /** From the previous answer; null: from the newest. */
    z.object({ cursor: z.number().int().min(1).nullable().default(null) }),
    z.object({
      rows: z.array(ChangeRow),
      next: z.number().int().nullable(),
      /** By id, as everything is called now. */
      names: z.object({ people: Named, departments: Named, directions: Named, pipelines: Named, stages: Named }),
    }),
  ),
  /** Puts back what was before that change, as a new change; refused as `conflict` where it is so already, or a later change touched the same. */
  'changes.undo': question('administrator', z.object({ number: z.number().int().min(1) }), nothing),
  /** Rules by what a record says, first match wins; the settings are what holds for all others. */
  'rules.show': question('administrator', nothing, RuleSet),
  /** Refused as `conflict` when `version` is not the stored one. */
  'rules.save': question('administrator', z.object({ version: z.number().int().min(0), rules: RuleSet.shape.rules }), RuleSet),
  /** What conditions can look at: fields of leads, of deals where the portal has no leads, as the portal names them. */
  'rules.choices': question(
    'administrator',
    nothing,
    z.object({
      fields: z.array(
        z.object({
          field: z.string(),
          name: z.string(),
          /** `choice`: one of `values`; `flag`: yes or no; `other`: only whether there is anything. */
          kind: z.enum(['text', 'number', 'choice', 'flag', 'other']),
          values: z.array(z.object({ value: z.string(), name: z.string() })),
        }),
      ),
    }),
  ),
  'journal.list': question(
    'administrator',
    z.object({
      search: z.string().max(100).default(''),
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
  /** Whether people were picked fairly in the last days: expected counts come from each draw's own people and weights. */
  'fairness.show': question(
    'administrator',
    z.object({ days: z.union([z.literal(28), z.literal(90), z.literal(365)]) }),
    z.object({ from: Moment, distributions: z.number().int(), selectedAgain: z.number().int(), directions: z.array(FairnessGroup), main: FairnessGroup }),
  ),
  /** Distributions of the past and the rules as they are: a page replays them under a draft by itself and may stop at any time. */
  'replay.data': question(
    'administrator',
    z.object({ months: z.number().int().min(1).max(24) }),
    z.object({
      /** Oldest first; those that were undone are left out and counted. */
      cases: z.array(
        z.object({
          id: z.string(),
          at: Moment,
          directionIds: z.array(DirectionId),
          clients: z.array(z.string()),
          away: z.array(z.object({ userId: UserId, reason: z.enum(['absent', 'workday_closed', 'dismissed']) })),
          actual: z.array(z.object({ directionId: DirectionId, picked: UserId.nullable() })),
          actualMain: UserId.nullable(),
        }),
      ),
      undone: z.number().int(),
      directions: z.array(
        z.object({ id: DirectionId, name: z.string(), members: z.array(z.object({ person: Person, isHead: z.boolean() })), heads: z.array(UserId), reserve: Person.nullable() }),
      ),
      settings: Settings,
      personRules: z.array(PersonRules),
      others: z.array(Person),
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
  /** Exchanges a personal link's token for what it opens, where the page came from the phone and not from us. */
  'visit.open': question('anyone', z.object({ token: z.string().max(4000), language: z.enum(['ru', 'en']), device: Device.nullable().default(null) }), VisitLinkContext),
  /** Has a code sent to the representative, for a link that asks for one; `sent` false: not before `again`. Refused as `forbidden` for any other link. */
  'visit.askCode': question('anyone', z.object({ token: z.string().max(4000), device: Device }), z.object({ sent: z.boolean(), again: Moment })),
  /** `left`: attempts that this code has left; 0: another one is needed. */
  'visit.giveCode': question(
    'anyone',
    z.object({ token: z.string().max(4000), device: Device, code: z.string().regex(codePattern) }),
    z.object({ opened: VisitLinkContext, left: z.number().int() }),
  ),
  /** What the report's page shows; refused unless this person may read the record at the portal, or has the link of a visit to it. */
  'visit.show': question(
    'visitor',
    z.object({ document: DocumentRef }),
    z.object({
      document: DocumentRef.extend({ title: z.string() }),
      /** A deal that a distribution made: there is nothing to report on it. */
      made: z.boolean(),
      client: z.object({ contactName: z.string(), companyTitle: z.string(), phone: z.string(), address: z.string() }),
      /** Of the link's own visit: until when it should be made. */
      deadline: Moment.nullable(),
      directions: z.array(z.object({ id: DirectionId, name: z.string(), form: Form })),
      /** The newest report on this record, if there is one. */
      report: z
        .object({ id: ReportId, submittedAt: Moment, representative: PersonView, directionIds: z.array(DirectionId), comment: z.string(), answers: z.array(DirectionAnswers), photos: ReportPhotos, failure: Failure.nullable() })
        .nullable(),
      starter: z.enum(['report', 'robot']),
    }),
  ),
  /** Stores the report; the same `reportId` again is the same report and changes nothing. */
  'visit.submit': question(
    'visitor',
    z.object({
      reportId: ReportId,
      document: DocumentRef,
      /** At least one, unless the visit did not take place. */
      directionIds: z.array(DirectionId).max(reportLimits.directions),
      comment: z.string().max(reportLimits.comment),
      /** By the version of the questions that was asked; those of directions that are not ticked are left alone. */
      answers: z
        .array(z.object({ directionId: DirectionId, version: z.number().int().min(0), values: z.record(z.string(), AnswerValue) }))
        .max(reportLimits.directions)
        .default([]),
      /** Announced here; each follows by itself to `/api/visit.photo/<report>/<photo>` as `image/jpeg`. */
      photos: ReportPhotos.default([]),
      ...visitFacts,
    }),
    /** `linkUntil`: of a visit that was put off, until when its link opens now. */
    z.object({ reportId: ReportId, submittedAt: Moment, linkUntil: Moment.nullable() }),
  ),
  /** Which of a report's photos are here, for a phone that does not know what arrived. */
  'visit.photos': question('visitor', z.object({ reportId: ReportId }), z.object({ here: z.array(PhotoId) })),
  /** A report as it is printed, for whoever may read its record. */
  'visit.printed': question(
    'member',
    z.object({ reportId: ReportId }),
    z.object({
      document: DocumentRef.extend({ title: z.string() }),
      client: z.object({ contactName: z.string(), companyTitle: z.string(), phone: z.string(), address: z.string() }),
      representative: PersonView,
      submittedAt: Moment,
      directions: z.array(z.object({ id: DirectionId, name: z.string(), given: DirectionAnswers.shape.given })),
      comment: z.string(),
      ...visitFacts,
      /** `picture`: a JPEG in base64, small; null: not here any more, or not yet. */
      photos: z.array(ReportPhotos.element.extend({ picture: z.string().nullable() })),
      team: z.array(z.object({ id: DirectionId, name: z.string(), person: z.string().nullable(), main: z.boolean() })),
    }),
  ),
  /** What became of a report: asked again until `state` is `done` or `failed`. */
  'visit.result': question(
    'visitor',
    z.object({ reportId: ReportId }),
    z.object({ state: RunState, outcome: OutcomeCode.nullable(), distribution: DistributionView.nullable() }),
  ),
  /** The record behind a lead or a deal, as far as this person may read it; newest first. */
  'why.show': question(
    'member',
    z.object({ document: DocumentRef }),
    z.object({ viewer: PersonView, distributions: z.array(DistributionView) }),
  ),
} as const

export type Contract = typeof contract
export type QuestionName = keyof Contract
export type Input<Q extends QuestionName> = z.input<Contract[Q]['input']>
export type Parsed<Q extends QuestionName> = z.output<Contract[Q]['input']>
export type Answer<Q extends QuestionName> = z.output<Contract[Q]['output']>

/** One property of a robot as its page of settings shows it; `value` is the portal's own text, an expression of its designer included. */
const RobotSetting = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  type: z.enum(['string', 'text', 'int', 'bool', 'user', 'select']),
  multiple: z.boolean(),
  values: z.array(z.string()),
  options: z.array(z.object({ value: z.string(), name: z.string() })),
})
export type RobotSetting = z.infer<typeof RobotSetting>

/** How our pages are opened inside a portal; the server writes it into the page as JSON. */
export const PageContext = z.object({
  page: z.enum(['panel', 'install', 'visit', 'why', 'robot']),
  memberId: z.string(),
  /** The person's: theirs may be one that texts at the portal are not written in. */
  language: z.enum(['ru', 'en', 'pl']),
  /** The record of the card, where the page is a tab. */
  document: DocumentRef.nullable(),
  /** Only for the installing page. */
  ticket: z.string().nullable(),
  /** Only for a robot's page of settings. */
  robot: z.object({ code: z.string(), document: DocumentRef.shape.kind, settings: z.array(RobotSetting) }).nullable(),
  /** The journal's entry that the page was opened for by a link. */
  runId: RunId.nullable(),
})
export type PageContext = z.infer<typeof PageContext>
