/** The office's part of the state: calendars, talk about tasks, chat, files, process templates, and events that wait to be fetched. */

export interface CalendarSection {
  id: number
  /** `user`, `group` or `company_calendar`. */
  type: string
  ownerId: number
  name: string
  description: string
  color: string
  textColor: string
  exported: boolean
  createdBy: number
  createdAt: number
  changedAt: number
}

export interface CalendarEvent {
  id: number
  type: string
  ownerId: number
  sectionId: number
  name: string
  description: string
  /** Milliseconds since 1970; `until` exclusive: a whole day ends at the next midnight. */
  from: number
  until: number
  wholeDays: boolean
  zoneFrom: string
  zoneTo: string
  color: string
  textColor: string
  accessibility: string
  importance: string
  isPrivate: boolean
  location: string
  remind: unknown[]
  rule: { frequency: string; interval: number; count: number | null; until: number | null; days: string[] } | null
  isMeeting: boolean
  hostId: number
  meeting: Record<string, unknown>
  /** Answers of those who were asked, by their numbers: H host, Q not yet, Y, N. */
  attendees: Record<string, string>
  crm: string[]
  createdBy: number
  createdAt: number
  changedAt: number
  version: number
}

/** One object and event: a later change of the same replaces the time, as the real queue keeps no history. */
export interface OfflineEvent {
  id: number
  at: number
  event: string
  data: unknown
  messageId: string
  /** Empty: nobody works at it. */
  processId: string
  reservedAt: number
  failed: boolean
  connector: string
}

export interface TaskComment {
  id: number
  taskId: number
  authorId: number
  at: number
  text: string
  /** A comment may be marked as the task's result. */
  resultId: number | null
  resultAt: number | null
}

export interface Elapsed {
  id: number
  taskId: number
  userId: number
  seconds: number
  text: string
  createdAt: number
  startedAt: number
}

export interface ChatMessage {
  id: number
  authorId: number
  /** The other person of a talk of two; 0 in a chat. */
  toId: number
  chatId: number
  at: number
  text: string
  params: Record<string, unknown>
  deleted: boolean
  likedBy: number[]
}

export interface DiskStorage {
  id: number
  name: string
  entityType: 'user' | 'common' | 'restapp'
  entityId: string
  rootId: number
}

export interface DiskVersion {
  id: number
  fileId: number
  at: number
  byId: number
  name: string
  /** Base64. */
  content: string
  size: number
}

export interface DiskObject {
  id: number
  storageId: number
  /** 0: a storage's root. */
  parentId: number
  kind: 'folder' | 'file'
  name: string
  createdAt: number
  updatedAt: number
  createdBy: number
  updatedBy: number
  deletedAt: number | null
  deletedBy: number
  /** Of a file, the newest last. */
  versions: DiskVersion[]
}

export interface BpTemplate {
  id: number
  documentType: [module: string, entity: string, type: string]
  name: string
  description: string
  /** 0 by hand, 1 on creation, 2 on change, 3 both. */
  autoExecute: number
  fileName: string
  /** A `.bpt` file as it came, base64: nobody here looks inside. */
  data: string
  changedAt: number
  userId: number
  /** Of the application that brought it. */
  systemCode: string
}

export interface BpTask {
  id: number
  workflowId: string
  templateId: number
  documentId: [module: string, entity: string, id: string]
  name: string
  userId: number
  /** 0 running, 1 yes, 2 no, 3 ok, 4 timed out. */
  status: number
  activity: string
  comment: string
  fields: Record<string, unknown>
  changedAt: number
}

export interface BpWorkflow {
  id: string
  templateId: number
  documentId: [module: string, entity: string, id: string]
  startedAt: number
  startedBy: number
  parameters: Record<string, unknown>
}

export interface UserField {
  id: number
  name: string
  type: string
  values: Record<string, unknown>
}

export interface UserFieldType {
  id: string
  handler: string
  title: string
  description: string
  options: Record<string, unknown>
}

export interface Office {
  sections: CalendarSection[]
  events: CalendarEvent[]
  offline: OfflineEvent[]
  comments: TaskComment[]
  elapsed: Elapsed[]
  messages: ChatMessage[]
  storages: DiskStorage[]
  templates: BpTemplate[]
  workflows: BpWorkflow[]
  bpTasks: BpTask[]
  userFields: UserField[]
  networks: { ip_range: string; name: string }[]
  calendarSettings: Record<string, Record<string, unknown>>
  /** Answers kept for 24 hours by what REST 3.0 calls an idempotency key. */
  replays: Record<string, { at: number; body: string; answer: Record<string, unknown> }>
}

export const emptyOffice = (): Office => ({
  sections: [],
  events: [],
  offline: [],
  comments: [],
  elapsed: [],
  messages: [],
  storages: [],
  templates: [],
  workflows: [],
  bpTasks: [],
  userFields: [],
  networks: [
    { ip_range: '10.0.0.0-10.255.255.255', name: '10.x.x.x' },
    { ip_range: '172.16.0.0-172.31.255.255', name: '172.x.x.x' },
    { ip_range: '192.168.0.0-192.168.255.255', name: '192.168.x.x' },
  ],
  calendarSettings: {},
  replays: {},
})
