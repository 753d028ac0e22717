/**
 * What the portal's own site asks of the portal: `POST /site/api/<name>` with JSON, the acting person in the header
 * `X-Acting-User` (there are no passwords here), the language in `X-Language: ru|en`.
 * Refused: HTTP 4xx with `{ error, detail }`. Moments are milliseconds since 1970.
 */

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

/** A declared property or return value of a robot, in the site's language. */
export interface RobotField {
  id: string
  type: 'bool' | 'date' | 'datetime' | 'double' | 'int' | 'select' | 'string' | 'text' | 'user'
  name: string
  description: string
  required: boolean
  multiple: boolean
  default: string | string[] | null
  options: { value: string; label: string }[]
}

export interface RobotKind {
  /** `app:<CODE>`, `portal:notify` or `portal:move-stage`. */
  kind: string
  name: string
  description: string
  fields: RobotField[]
  returns: RobotField[]
  fromApp: boolean
  /** Registered by an application that is gone: it cannot run and can only be removed. */
  blocked: boolean
  /** What the application asked for with USE_SUBSCRIPTION; null: it left it to the person. */
  subscription: boolean | null
  /** The application shows a page of its own instead of the fields. */
  ownPage: boolean
}

export interface TriggerKind {
  code: string
  name: string
}

/** A trigger on a stage; blocked: its application is gone or has not registered it again. */
export interface PlacedTrigger extends TriggerKind {
  blocked: boolean
}

/** A robot whose page of settings is to be opened, as it stands in the unsaved draft of its stage. */
export interface RobotDraft {
  stageId: string
  document: 'lead' | 'deal'
  robotId: string
  robots: PlacedRobot[]
}

export interface PlacedRobot {
  id: string
  kind: string
  /** Property values; text may hold `{=<robot id>:<return id>}`. */
  values: Record<string, string | string[]>
  afterPrevious: boolean
  /** Seconds; 0: waits without end. Only where the robot waits for an answer. */
  timeoutSeconds: number
  wait: boolean
  /** "Run on behalf of"; null: who registered it. */
  actAs: number | null
}

/** A robot that ran, or runs, with a record. */
export interface RobotRow {
  robot: string
  state: 'working' | 'waiting' | 'done' | 'timed_out' | 'stopped'
  since: number
  /** By the id of the return value, as the application sent it. */
  returned: Record<string, string>
  /** The same for a reader: declared names, people by name; what is empty is left out. */
  returnedWords: { id: string; label: string; text: string }[]
}

export interface CommandRow {
  key: string
  method: string
  /** Plain words on what it was about. */
  summary: string
  error: string | null
  params: string
  result: string
}

/** Commands `from` to `to` of a batch, counted from 1. */
export interface CommandLine {
  from: number
  to: number
  summary: string
}

export interface CallRow {
  id: number
  at: number
  method: string
  app: string
  /** Plain words on what it was about. */
  summary: string
  status: number
  error: string | null
  durationMs: number
  /** Commands of a batch, in order. */
  commands: CommandRow[]
  /** The same commands in fewer lines: neighbours of one kind are told together. */
  lines: CommandLine[]
  params: string
  result: string
  unknownFields: string[]
  /** The request bucket after it; null where it was not looked at. */
  bucket: number | null
  /** Seconds that its method has used up in ten minutes; of a batch, the most that one of its methods has. */
  operating: number | null
}

export interface DeliveryRow {
  id: number
  at: number
  kind: 'robot' | 'event'
  name: string
  document: string | null
  url: string
  /** null: no connection. */
  status: number | null
  durationMs: number
  state: 'accepted' | 'lost' | 'waiting_reply' | 'replied' | 'timed_out'
  /** What was sent, as JSON without tokens. */
  body: string
  /** Number of the delivery that this one repeats by hand. */
  replayOf: number | null
}

export const faultNames = ['answer_503', 'answer_lost', 'delivered_twice', 'limit_exhausted', 'app_unreachable', 'slow'] as const
export type FaultName = (typeof faultNames)[number]

/**
 * What can go wrong by chance; those from `delivered_twice` on concern what the portal sends to the application.
 * `token_rotated`: the whole pair of the caller is dead, as when somebody else refreshed it. `uninstalled`: an administrator takes the application off just then.
 */
export const weatherKinds = [
  'answer_lost',
  'applied_late',
  'lost_request',
  'server_error',
  'bad_gateway',
  'limit_503',
  'limit_429',
  'slow',
  'token_expired',
  'token_rotated',
  'uninstalled',
  'delivered_twice',
  'delivered_late',
  'delivery_dropped',
] as const
export type WeatherKind = (typeof weatherKinds)[number]

export interface WeatherRule {
  kind: WeatherKind
  /** A method (`oauth/token` for the OAuth server), an event or a robot's code; `crm.*` is a beginning; empty: everything. */
  of: string
  /** From 0 to 1. */
  chance: number
  /** How much later or slower, at most. */
  milliseconds: number
}

/** Everything that a frame needs to open one of the application's pages as the portal does. */
export interface FrameOpening {
  appSid: string
  /** `<host[:port]>|<0|1>|<APP_SID>`; the SDK reads the portal from it. */
  frameName: string
  /** Where the hidden form goes, query included. */
  action: string
  /** Fields of the hidden form. */
  form: Record<string, string>
  /** Origin of the application: messages are taken from it and sent to it only. */
  appOrigin: string
  appName: string
  /** Answer to `getInitData`. */
  initData: Record<string, unknown>
}

/** Kinds of records that `selectCRM` offers here; there are no quotes. */
export const choosableKinds = ['lead', 'contact', 'company', 'deal'] as const

/** As the frame's `selectCRM` hands it to the application. */
export interface ChoosableRecord {
  /** `L_1348`, `C_2`, `CO_3`, `D_4`. */
  id: string
  kind: (typeof choosableKinds)[number]
  title: string
  desc: string
  url: string
}

export interface NewRecord {
  title: string
  contactName: string
  companyTitle: string
  phone: string
  email: string
  address: string
}

export interface SiteApi {
  'state.show': {
    ask: Record<string, never>
    answer: {
      acting: PersonCard
      people: PersonCard[]
      departments: { id: number; name: string; parentId: number | null; headId: number | null }[]
      counts: { leads: number; deals: number; tasks: number; notifications: number }
      app: { code: string; name: string; installed: boolean; finished: boolean; version: number; newerVersion: number | null }
      /** From real state, not from clicks. `leadId` is the lead that the tutor tells of, a deal's number where there are no leads. */
      tutor: {
        step: 1 | 2 | 3 | 4 | 5
        leadId: number
        leadTitle: string
        deals: number
        people: { administrator: number; representative: number; manager: number | null }
      }
      crmMode: 'leads' | 'simple'
      faults: FaultName[]
      weather: WeatherRule[]
      addresses: { portal: string; app: string }
    }
  }
  'leads.board': {
    ask: Record<string, never>
    answer: {
      stages: StageCard[]
      leads: {
        id: number
        title: string
        contactName: string
        companyTitle: string
        hasPhone: boolean
        stageId: string
        assigned: PersonCard
        createdAt: number
        automation: 'waiting' | 'working' | null
        deals: number
      }[]
    }
  }
  'lead.show': {
    ask: { id: number }
    answer: {
      id: number
      title: string
      stageId: string
      stages: StageCard[]
      client: ClientCard
      assigned: PersonCard
      observers: PersonCard[]
      source: string
      comments: string
      createdAt: number
      timeline: TimelineEntry[]
      tabs: TabCard[]
      /** Places above the timeline. */
      activities: TabCard[]
      deals: DealCard[]
      tasks: TaskCard[]
      automation: RobotRow[]
    }
  }
  'lead.add': { ask: NewRecord; answer: { id: number } }
  'lead.move': { ask: { id: number; stageId: string }; answer: Record<string, never> }
  'deals.list': {
    ask: Record<string, never>
    answer: { categories: { id: number; name: string; stages: StageCard[] }[]; deals: DealCard[] }
  }
  'deal.show': {
    ask: { id: number }
    answer: {
      deal: DealCard
      stages: StageCard[]
      client: ClientCard
      observers: PersonCard[]
      comments: string
      timeline: TimelineEntry[]
      tabs: TabCard[]
      /** Places above the timeline. */
      activities: TabCard[]
      tasks: TaskCard[]
      automation: RobotRow[]
    }
  }
  /** A deal of the general pipeline with its client: a contact, a company, or both. */
  'deal.add': { ask: NewRecord; answer: { id: number } }
  'deal.move': { ask: { id: number; stageId: string }; answer: Record<string, never> }
  'tasks.list': { ask: { everybody: boolean }; answer: { tasks: TaskCard[] } }
  'task.complete': { ask: { id: number; done: boolean }; answer: Record<string, never> }
  'task.tick': { ask: { id: number; itemId: number; done: boolean }; answer: Record<string, never> }
  'notifications.list': {
    ask: Record<string, never>
    answer: { notifications: { id: number; at: number; text: string; app: string | null; read: boolean }[] }
  }
  'notifications.read': { ask: Record<string, never>; answer: Record<string, never> }
  /** Only administrators: absence in whole days, work time, dismissal. */
  'person.change': {
    ask: { id: number; absentDays?: number | null; workday?: PersonCard['workday']; active?: boolean }
    answer: { person: PersonCard }
  }
  /** `document`: whose stage; without it a lead's comes first, where there are leads. */
  'stage.show': {
    ask: { stageId: string; document?: 'lead' | 'deal' }
    answer: {
      stage: StageCard
      stages: StageCard[]
      robots: PlacedRobot[]
      kinds: RobotKind[]
      triggers: PlacedTrigger[]
      triggerKinds: TriggerKind[]
    }
  }
  /** Refused with `field` where a required property is empty. Only administrators. */
  'stage.save': { ask: { stageId: string; document?: 'lead' | 'deal'; robots: PlacedRobot[] }; answer: { robots: PlacedRobot[] } }
  /** The triggers of a stage from now on; they are put there and taken away at once. Only administrators. */
  'stage.triggers': { ask: { stageId: string; document?: 'lead' | 'deal'; codes: string[] }; answer: { triggers: PlacedTrigger[] } }
  'market.show': {
    ask: Record<string, never>
    answer: {
      code: string
      name: string
      tagline: string
      description: string
      publisher: string
      version: number
      installedVersion: number | null
      finished: boolean
      scopes: { code: string; name: string }[]
    }
  }
  /** Registers the application and hands out tokens; the install page is then opened with `frame.open`. Only administrators. */
  'market.install': { ask: Record<string, never>; answer: Record<string, never> }
  'market.update': { ask: Record<string, never>; answer: Record<string, never> }
  /** ONAPPPAYMENT, as when a subscription is paid or runs out. */
  'market.payment': { ask: { expired: boolean }; answer: Record<string, never> }
  'market.uninstall': { ask: { clean: boolean }; answer: Record<string, never> }
  /** `bindingId` null: the application's own page (or its install page until it is finished). `robot`: a robot's own page of settings. */
  'frame.open': { ask: { bindingId: number | null; options: Record<string, string>; robot?: RobotDraft }; answer: FrameOpening }
  'frame.installFinish': { ask: { appSid: string; finished: boolean }; answer: Record<string, never> }
  'frame.refreshAuth': { ask: { appSid: string }; answer: { AUTH_ID: string; AUTH_EXPIRES: number; REFRESH_ID: string } }
  'frame.records': { ask: { appSid: string; kinds: ChoosableRecord['kind'][]; search: string }; answer: { records: ChoosableRecord[] } }
  'frame.setOption': { ask: { appSid: string; of: 'app' | 'user'; name: string; value: string }; answer: Record<string, unknown> }
  'inspector.show': {
    /** `failed`: only failed calls and lost deliveries. `caller`: calls of one caller (`webhook` or the application's code), empty: of all. */
    ask: { search: string; failed?: boolean; caller?: string }
    answer: {
      calls: CallRow[]
      deliveries: DeliveryRow[]
      callers: string[]
      bucket: { level: number; limit: number; drainPerSecond: number }
      operating: { method: string; seconds: number; limit: number }[]
    }
  }
  /** Everything that `inspector.show` would show, with whole parameters and answers; tokens are left out. `har`: HTTP Archive 1.2. */
  'inspector.export': { ask: { search: string; failed?: boolean; caller?: string; format: 'har' | 'json' }; answer: { name: string; text: string } }
  /** Sends a delivery once more, word for word, with the tokens that it had. Only administrators. */
  'delivery.replay': { ask: { id: number }; answer: { id: number } }
  'weather.show': {
    ask: Record<string, never>
    answer: {
      rules: WeatherRule[]
      /** How often each rule has struck since they were set. */
      struck: number[]
      seed: number
      /** How far the portal's clock is ahead of this computer's, milliseconds. */
      skew: number
      /** What rules may name: methods that were called, events and robots that were delivered. */
      names: string[]
    }
  }
  /** A storm: a little of everything, the same as in `npm run storm`. */
  'weather.storm': { ask: { seed: number }; answer: Record<string, never> }
  /** Replaces the rules. `skew`: see above; left out, it stays. */
  'weather.set': { ask: { rules: WeatherRule[]; seed: number; skew?: number | undefined }; answer: Record<string, never> }
  'fault.set': { ask: { name: FaultName; on: boolean }; answer: Record<string, never> }
  /** Restores the seed; the application is gone from the portal as if it had never been installed. */
  'reset': { ask: Record<string, never>; answer: Record<string, never> }
}
