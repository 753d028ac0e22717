/** The tables as the code sees them. Columns are text and bigint only; times are milliseconds since 1970; `_sealed` is encrypted. */
import type { Generated } from 'kysely'

export interface PortalsTable {
  member_id: string
  /** `installed` or `gone`. */
  state: string
  client_endpoint: string
  oauth_url: string
  scope: string
  language: string
  application_token_hash: string | null
  access_sealed: string | null
  refresh_sealed: string | null
  access_expires: number
  token_user_id: number
  /** Grows with every new pair; a refresh that began from an older one is not written. */
  generation: number
  version: string
  installed_at: number
  installed_by: number
  /** Parked: nothing but installations and events is worked before this moment. */
  resume_at: number | null
  parked_for: string | null
  /** 1: numbers are put into texts of a batch by reference. */
  embeds: Generated<number>
  /** When it was last asked which workflows it has waiting. */
  swept_at: number | null
}

export interface WorkflowTemplatesTable {
  member_id: string
  template_id: string
}

export interface InboxTable {
  /** That of its first call. */
  id: string
  /** How many. */
  calls: number
  calls_sealed: string
}

export interface RunsTable {
  id: string
  member_id: string
  kind: string
  code: string | null
  dedupe: string
  state: string
  /** When it is due; null: finished. */
  wake_at: number | null
  document_kind: string | null
  document_id: number | null
  body_sealed: string | null
  report_id: string | null
  /** Of a robot's call. */
  workflow_id: string | null
  distribution_id: string | null
  outcome: string | null
  /** The sentence for people: what happened and what to do. */
  reason: string | null
  problem: string | null
  attempts: number
  /** What an administrator decided of its doubtful effects: `send` or `give_up`. */
  verdict: string | null
  title: string
  /** Lower-case text that the journal's search looks through. */
  search: string
  /** Ids in spaces, for the journal's filter. */
  direction_ids: string
  received_at: number
  read_at: number | null
  decided_at: number | null
  written_at: number | null
  answered_at: number | null
  finished_at: number | null
  read_requests: number
  write_requests: number
}

export interface EffectsTable {
  member_id: string
  run_id: string
  key: string
  position: number
  method: string
  phase: string
  params_sealed: string
  mark: string | null
  state: string
  /** How often it was sent without a clear answer. */
  attempt: number
  /** Look-ups that did not find it since the last sending. */
  checks: number
  sent_at: number | null
  result: string | null
  error_code: string | null
  error_text: string | null
}

export interface DistributionsTable {
  member_id: string
  id: string
  run_id: string
  document_kind: string
  document_id: number
  report_id: string | null
  decided_at: number
  record: string
}

/** Who was drawn in which direction, for the next turn; reserves that stepped in are left out. */
export interface PicksTable {
  member_id: string
  direction_id: string
  distribution_id: string
  run_id: string
  user_id: number
  decided_at: number
  /** Round of the direction's deck; null: drawn by another policy than even random. */
  round: number | null
  /** 0: the client's own manager, who got them without a draw; counts as load, not as a turn. */
  drawn: Generated<number>
}

/** `DirectionDraw.added` of a direction's last draw. */
export interface MissedTable {
  member_id: string
  direction_id: string
  decided_at: number
  record: string
}

/** Who serves a client in a direction. */
export interface ClientManagersTable {
  member_id: string
  /** A hash, as in `Distribution.clients`. */
  client: string
  direction_id: string
  distribution_id: string
  user_id: number
  decided_at: number
}

export interface MainsTable {
  member_id: string
  distribution_id: string
  user_id: number
  decided_at: number
}

/** The portal's chain of draws. */
export interface DrawsTable {
  member_id: string
  number: number
  draw: string
  /** With commas between. */
  drawn_for: string
  drawn_at: number
  period_from: number
  period_until: number
  commitment: string
  pool: string
  seed: string
  /** JSON list of user ids and nulls. */
  result: string
  announced: string
  link: string
}

/** What was decided for single people. */
export interface PersonRulesTable {
  member_id: string
  user_id: number
  version: number
  record: string
}

export interface DirectionsTable {
  member_id: string
  id: string
  position: number
  archived: number
  version: number
  record: string
}

export interface SettingsTable {
  member_id: string
  record: string
}

export interface RulesTable {
  member_id: string
  version: number
  record: string
}

/** What administrators changed. */
export interface ChangesTable {
  member_id: string
  number: number
  kind: string
  subject: string
  record: string
}

export interface ReportsTable {
  member_id: string
  id: string
  document_kind: string
  document_id: number
  submitted_at: number
  record: string
}

export interface VisitsTable {
  member_id: string
  id: string
  run_id: string
  document_kind: string
  document_id: number
  assigned_at: number
  /** 1: a workflow waits for the report, or was waiting when it came. */
  waits: number
  /** Until when it waits; null: without end. */
  until: number | null
  report_id: string | null
  /** Which of its links is the living one; the first is 1. */
  link: Generated<number>
  /** Until when that one opens; null: as long as it was signed for. */
  link_until: number | null
  /** `revoked` or `handed_over`: it opens no more. */
  link_closed: string | null
  link_closed_at: number | null
  /** Hashes of the devices that may open its link, with spaces between. */
  devices: Generated<string>
  /** Null: assigned before there were reminders. */
  deadline: number | null
  /** Steps of reminding that are done for this deadline. */
  reminded: Generated<number>
  record: string
}

export interface LinkCodesTable {
  member_id: string
  id: string
  visit_id: string
  /** A hash, as in `visits.devices`. */
  device: string
  /** A hash. */
  code: string
  sent_at: number
  until: number
  tries: number
}

export interface PhotosTable {
  member_id: string
  report_id: string
  id: string
  received_at: number
  /** Base64 of the picture; null: the portal has it. */
  content_sealed: string | null
  /** The run that brings it to the portal. */
  run_id: string | null
}

/** Of a photo, small enough to be kept as long as its report. */
export interface SmallPhotosTable {
  member_id: string
  report_id: string
  id: string
  /** Base64. */
  content_sealed: string
}

export interface FormsTable {
  member_id: string
  direction_id: string
  version: number
  record: string
}

export interface DirectoryTable {
  member_id: string
  read_at: number
  record: string
}

export interface LeasesTable {
  member_id: string
  owner: string
  epoch: number
  until: number
}

export interface LimitErrorsTable {
  member_id: string
  kind: string
  /** Its beginning, milliseconds since 1970. */
  hour: number
  count: number
}

/** Of the whole application, not of a portal. */
export interface SecretsTable {
  purpose: string
  since: number
  value_sealed: string
}

export interface ShadowsTable {
  member_id: string
  record: string
}

export interface Tables {
  portals: PortalsTable
  inbox: InboxTable
  runs: RunsTable
  effects: EffectsTable
  distributions: DistributionsTable
  picks: PicksTable
  missed: MissedTable
  client_managers: ClientManagersTable
  mains: MainsTable
  draws: DrawsTable
  person_rules: PersonRulesTable
  directions: DirectionsTable
  settings: SettingsTable
  rules: RulesTable
  shadows: ShadowsTable
  changes: ChangesTable
  reports: ReportsTable
  visits: VisitsTable
  link_codes: LinkCodesTable
  photos: PhotosTable
  small_photos: SmallPhotosTable
  forms: FormsTable
  directory: DirectoryTable
  leases: LeasesTable
  workflow_templates: WorkflowTemplatesTable
  limit_errors: LimitErrorsTable
  secrets: SecretsTable
}
