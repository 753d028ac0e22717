/** People, stages, records and tasks, as cards of the site show them. Moments are milliseconds since 1970. */

export interface PersonCard {
  id: number
  name: string
  position: string
  /** One word for "acts as": what this person is in the story. */
  role: 'administrator' | 'representative' | 'manager' | 'head' | 'employee'
  departmentIds: number[]
  departmentName: string
  active: boolean
  joined: boolean
  extranet: boolean
  absentUntil: number | null
  /** 'off': time keeping is not on for this person. */
  workday: 'open' | 'paused' | 'closed' | 'not_opened' | 'off'
}

export interface StageCard {
  id: string
  name: string
  /** `#RRGGBB`. */
  color: string
  semantics: 'process' | 'success' | 'failure'
  robots: number
}

export interface TabCard {
  placement: string
  /** Number of the binding; handed back to `frame.open`. */
  bindingId: number
  title: string
  /** The portal draws it, the application's page stays hidden (`useBuiltInInterface`). */
  builtIn: boolean
}

export interface TimelineEntry {
  id: number
  at: number
  kind: 'comment' | 'created' | 'stage' | 'robot' | 'task'
  author: PersonCard | null
  /** Name of the application, where one did it. */
  app: string | null
  /** Plain text with BB codes. */
  text: string
  files: { name: string; url: string; image: boolean }[]
}

export interface DealCard {
  id: number
  title: string
  categoryId: number
  categoryName: string
  stage: StageCard
  assigned: PersonCard
  createdAt: number
  /** Made since this person last opened the list. */
  isNew: boolean
  leadId: number | null
  fromApp: boolean
}

export interface ClientCard {
  contactId: number | null
  contactName: string
  companyId: number | null
  companyTitle: string
  phones: string[]
  emails: string[]
  address: string
}

export interface TaskCard {
  id: number
  title: string
  /** Plain text with BB codes. */
  description: string
  responsible: PersonCard
  createdBy: PersonCard
  createdAt: number
  deadline: number | null
  status: 'waiting' | 'running' | 'done'
  bindings: { kind: 'lead' | 'deal' | 'contact' | 'company'; id: number; title: string }[]
  checklist: { id: number; title: string; done: boolean }[]
}
