/** The application's part of the state: what it registered, its tokens and open pages, and robots at work. */
import type { PlacedRobot } from '../contract/automation.ts'
import type { UserFieldType } from './office.ts'

export interface RobotProperty {
  name: unknown
  description: unknown
  type: string
  required: boolean
  multiple: boolean
  default: unknown
  options: Record<string, unknown>
}

export interface RegisteredRobot {
  code: string
  handler: string
  authUserId: number
  /** null: left to the person who places it. */
  subscription: boolean | null
  name: unknown
  description: unknown
  properties: Record<string, RobotProperty>
  returns: Record<string, RobotProperty>
  filter: { include: unknown[]; exclude: unknown[] }
  /** The application's own page of settings; null: the portal draws the fields. */
  settingsUrl: string | null
}

export interface RegisteredTrigger {
  code: string
  name: string
}

export interface Binding {
  id: number
  placement: string
  handler: string
  title: string
  description: string
  langAll: Record<string, Record<string, string>>
  options: Record<string, unknown>
  userId: number
}

export interface EventHandler {
  id: number
  event: string
  handler: string
  /** 0: the token of whoever's action fired the event. */
  authType: number
  /** Changes go into the queue instead of to an address; `connector` names the source whose own changes do not. */
  offline?: boolean
  connector?: string
  /** Of ONOFFLINEEVENT: the least seconds between two calls, and when the last one went out. */
  minTimeout?: number
  toldAt?: number
}

export interface Installation {
  id: number
  code: string
  version: number
  installedBy: number
  installedAt: number
  finished: boolean
  /** The SDK asks to be told once that this is the first run. */
  firstRun: boolean
  scope: string[]
  robots: RegisteredRobot[]
  /** For the designer of processes, which this portal does not have. */
  activities?: RegisteredRobot[]
  triggers: RegisteredTrigger[]
  /** Kinds of user fields that the application draws. */
  fieldTypes?: UserFieldType[]
  bindings: Binding[]
  handlers: EventHandler[]
  options: Record<string, string>
  userOptions: Record<string, Record<string, string>>
}

export interface Token {
  access: string
  refresh: string
  userId: number
  scope: string[]
  expiresAt: number
  refreshUntil: number
  /** A refresh token dies when it is used, the access token beside it lives on until its hour is over. */
  refreshed: boolean
}

export interface Frame {
  appSid: string
  userId: number
  openedAt: number
}

export type StepState = 'pending' | 'working' | 'waiting' | 'done' | 'timed_out' | 'stopped'

export interface Step {
  robotId: string
  /** What the robot was when the instance began: a running case keeps the settings it began with. */
  placed: PlacedRobot
  activity: string
  branch: number
  state: StepState
  since: number
  /** 32 random characters: one execution, one event token. */
  random: string
  deadline: number | null
  returned: Record<string, string | string[]>
  deliveryId: number | null
}

export interface Instance {
  id: string
  document: { kind: 'lead' | 'deal'; id: number }
  stageId: string
  startedAt: number
  state: 'running' | 'done' | 'stopped'
  steps: Step[]
}
