/** Everything the portal knows, as one typed graph of plain JSON values: what is here survives a restart, what is not does not. */
import type { PlacedRobot } from '../contract/automation.ts'
import type { Frame, Installation, Instance, Token } from './app.ts'
import type { CrmState } from './crm.ts'
import type { CrmKind, CrmType } from './kinds.ts'
import type { DiskObject, Office } from './office.ts'

export type Language = 'ru' | 'en'
/** With leads, or "simple": without them, the story begins with a deal of the general pipeline. */
export type CrmMode = 'leads' | 'simple'
export interface Workday {
  state: 'open' | 'paused' | 'closed' | 'not_opened' | 'off'
  /** Milliseconds since 1970; of the last working day that was opened. */
  openedAt: number | null
  closedAt: number | null
  /** Since when it is paused, and the milliseconds of pauses before. */
  pausedAt?: number | null
  pausedFor?: number
  /** Latitude and longitude. */
  placeOpen?: [number, number]
  placeClose?: [number, number]
}

export interface Absence {
  id: number
  /** Milliseconds since 1970; `until` exclusive. */
  from: number
  until: number
  /** `chart`: from the absence chart, answered in its own shape; `calendar`: an event marked "absent". */
  source: 'chart' | 'calendar'
  title: string
}

export interface Person {
  id: number
  name: string
  lastName: string
  secondName: string
  position: string
  email: string
  timeZone: string
  departments: number[]
  administrator: boolean
  representative: boolean
  extranet: boolean
  active: boolean
  registeredAt: number
  /** Null: invited and never came in. */
  lastActivityAt: number | null
  absences: Absence[]
  workday: Workday
  /** What `user.add` and `.update` wrote beside these, by the names of REST. */
  more?: Record<string, unknown>
}

export interface Department {
  id: number
  name: string
  parentId: number | null
  headId: number | null
  sort: number
}

export interface Pipeline {
  id: number
  name: string
  sort: number
  originId: string
  originatorId: string
  /** Fields that must be filled from this stage on, by camelCase name, with the title that people see. */
  required: { field: string; title: string; stageId: string }[]
}

export interface Stage {
  id: number
  /** `STATUS` for leads, `DEAL_STAGE` or `DEAL_STAGE_<pipeline>` for deals. */
  entityId: string
  statusId: string
  name: string
  sort: number
  color: string
  semantics: 'S' | 'F' | null
  system: boolean
}

export interface Multifield {
  id: number
  typeId: 'PHONE' | 'EMAIL' | 'WEB' | 'IM' | 'LINK'
  valueType: string
  value: string
}

/** A lead, deal, contact or company; what a kind does not have stays empty. */
export interface CrmRecord {
  type: CrmType
  id: number
  title: string
  name: string
  secondName: string
  lastName: string
  post: string
  companyTitle: string
  address: string
  address2: string
  city: string
  stageId: string
  categoryId: number
  assignedById: number
  createdBy: number
  updatedBy: number
  movedBy: number
  createdAt: number
  updatedAt: number
  movedAt: number
  contactIds: number[]
  companyId: number
  /** A contact may work for several; `companyId` is the first of them. */
  companyIds: number[]
  /** Sort weights of linked contacts (of a contact: companies) that were given one, by their numbers. */
  linkSorts: Record<string, number>
  leadId: number
  observers: number[]
  opportunity: number
  currencyId: string
  manualOpportunity: boolean
  sourceId: string
  sourceDescription: string
  comments: string
  originatorId: string | null
  originId: string | null
  returning: boolean
  opened: boolean
  fm: Multifield[]
  /** Every other known field (utm, birthdate, user fields…) by its name in `crm.item.*`. */
  more: Record<string, unknown>
  /** Made through the application's token. */
  fromApp: boolean
}

export interface Address {
  id: number
  typeId: number
  /** 8: of a requisite; 1: of a lead. */
  entityTypeId: number
  entityId: number
  anchorTypeId: number
  anchorId: number
  address1: string
  address2: string
  city: string
  postalCode: string
  region?: string
  province: string
  country: string
}

export interface Task {
  id: number
  title: string
  description: string
  responsibleId: number
  createdBy: number
  createdAt: number
  changedAt: number
  closedAt: number | null
  deadline: number | null
  /** 2 waiting, 3 running, 4 awaiting control, 5 done, 6 deferred. */
  status: 2 | 3 | 4 | 5 | 6
  priority: number
  groupId: number
  parentId: number
  accomplices: number[]
  auditors: number[]
  tags: string[]
  /** `L_12`, `D_5`, `C_7`, `CO_9`. */
  crm: string[]
  guid: string
  xmlId: string | null
  fromApp: boolean
  checklist: ChecklistItem[]
  /** Every other field that was written, by its camelCase name, as answers show it. */
  more?: Record<string, string | null>
  /** Who marked it so, by their numbers. */
  marks?: { favorite: number[]; muted: number[]; pinned: number[] }
  /** Files of the disk. */
  files?: { id: number; fileId: number; byId: number; at: number }[]
  history?: { id: number; at: number; byId: number; field: string; from: string | null; to: string | null }[]
}

export interface ChecklistItem {
  id: number
  /** 0: a list of its own. */
  parentId: number
  title: string
  sort: number
  done: boolean
  important: boolean
  createdBy: number
  /** A accomplice or U auditor, by the person's number. */
  members?: Record<string, string>
  toggledBy: number | null
  toggledAt: number | null
}

export interface TimelineRow {
  id: number
  kind: 'comment' | 'created' | 'stage' | 'robot' | 'task'
  record: { kind: CrmKind; id: number }
  at: number
  authorId: number | null
  fromApp: boolean
  text: string
  /** Numbers of files on the disk. */
  files?: number[]
}

export interface Notification {
  id: number
  userId: number
  at: number
  text: string
  tag: string | null
  fromApp: boolean
  read: boolean
  /** 0 or none: the portal or the application, not a person. */
  authorId?: number
  subTag?: string
}

export interface State extends CrmState {
  language: Language
  crmMode: CrmMode
  memberId: string
  /** Shared key behind application and event tokens. */
  secret: string
  webhookSecret: string
  seededAt: number
  lastId: Record<string, number>
  people: Person[]
  departments: Department[]
  pipelines: Pipeline[]
  stages: Stage[]
  records: CrmRecord[]
  addresses: Address[]
  tasks: Task[]
  timeline: TimelineRow[]
  notifications: Notification[]
  /** Robots on stages, by `lead:<stage>` or `deal:<stage>`. */
  placed: Record<string, PlacedRobot[]>
  /** Codes of triggers on stages, by the same keys. */
  triggers: Record<string, string[]>
  instances: Instance[]
  installation: Installation | null
  tokens: Token[]
  codes: { code: string; userId: number; expiresAt: number }[]
  frames: Frame[]
  office: Office
  /** Folders and files of all storages. */
  disk: DiskObject[]
  /** When each person looked at the list of deals: everything after `since` is new to them. */
  dealsSeen: Record<string, { at: number; since: number }>
  whyOpened: boolean
  /** `leadId`: number of the record that the tutor tells of, a deal where there are no leads. */
  tutor: { leadId: number; administratorId: number; representativeId: number }
}
