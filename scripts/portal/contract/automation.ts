/** Robots and triggers of stages, as the site draws them. */
import type { StageCard } from './cards.ts'

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

export interface StageQuestions {
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
}
