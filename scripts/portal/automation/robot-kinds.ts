/** Kinds of robots that a stage offers: the portal's own two, and those that the application registered. */
import type { PlacedRobot, RobotField, RobotKind } from '../contract/automation.ts'
import type { RegisteredRobot, RobotProperty } from '../state/app.ts'
import type { Language, Stage } from '../state/state.ts'
import type { World } from '../world.ts'

export interface StageRef {
  readonly kind: 'lead' | 'deal'
  readonly stage: Stage
}

/**
 * The general pipeline of deals uses some of the names of lead stages, so whoever knows says which is meant; otherwise a lead's
 * stage comes first, where there are leads.
 */
export function stageRef(world: World, statusId: string, only?: 'lead' | 'deal'): StageRef | undefined {
  const { crmMode, stages } = world.state
  const lead = crmMode === 'leads' && only !== 'deal' ? stages.find((one) => one.entityId === 'STATUS' && one.statusId === statusId) : undefined
  if (lead) return { kind: 'lead', stage: lead }
  const deal = only === 'lead' ? undefined : stages.find((one) => one.entityId !== 'STATUS' && one.statusId === statusId)
  return deal && { kind: 'deal', stage: deal }
}

export const placedOn = (world: World, kind: 'lead' | 'deal', statusId: string): PlacedRobot[] => world.state.placed[`${kind}:${statusId}`] ?? []

/** Texts may be one for all languages or one for each. */
export function localised(value: unknown, language: Language): string {
  if (typeof value !== 'object' || value === null) return value === null || value === undefined ? '' : String(value)
  const texts = value as Record<string, unknown>
  return String(texts[language] ?? texts['en'] ?? Object.values(texts)[0] ?? '')
}

const fieldTypes: readonly RobotField['type'][] = ['bool', 'date', 'datetime', 'double', 'int', 'select', 'string', 'text', 'user']

function fieldOf(id: string, property: RobotProperty, language: Language): RobotField {
  const fallback = property.default
  return {
    id,
    type: fieldTypes.find((type) => type === property.type) ?? 'string',
    name: localised(property.name, language),
    description: localised(property.description, language),
    required: property.required,
    multiple: property.multiple,
    default: fallback === null || fallback === undefined ? null : Array.isArray(fallback) ? fallback.map(String) : String(fallback),
    options: Object.entries(property.options).map(([value, label]) => ({ value, label: localised(label, language) })),
  }
}

const plain = (id: string, type: RobotField['type'], name: string, options: RobotField['options'] = []): RobotField => ({
  id,
  type,
  name,
  description: '',
  required: true,
  multiple: false,
  default: null,
  options,
})

function ownKinds(world: World, kind: 'lead' | 'deal', entityId: string, language: Language): RobotKind[] {
  const ru = language === 'ru'
  const stages = world.state.stages.filter((stage) => stage.entityId === entityId).map((stage) => ({ value: stage.statusId, label: stage.name }))
  const own = { returns: [], fromApp: false, blocked: false, subscription: false, ownPage: false }
  return [
    {
      kind: 'portal:notify',
      name: ru ? 'Написать сотруднику' : 'Notify a person',
      description: ru ? 'Уведомление тому, кого вы выберете' : 'A notification to whom you choose',
      fields: [plain('user', 'user', ru ? 'Кому' : 'To'), plain('text', 'text', ru ? 'Текст' : 'Text')],
      ...own,
    },
    {
      kind: 'portal:move-stage',
      name: ru ? 'Сменить стадию' : 'Move to a stage',
      description: ru
        ? `Переводит ${kind === 'lead' ? 'лид' : 'сделку'} и заканчивает роботов прежней стадии`
        : `Moves the ${kind} and ends the robots of its old stage`,
      fields: [plain('stage', 'select', ru ? 'Стадия' : 'Stage', stages)],
      ...own,
    },
  ]
}

const entities = { lead: ['crm', 'CCrmDocumentLead', 'LEAD'], deal: ['crm', 'CCrmDocumentDeal', 'DEAL'] } as const

function ruleHits(rule: unknown, kind: 'lead' | 'deal'): boolean {
  if (rule === 'b24') return true
  if (rule === 'box') return false
  const parts = Array.isArray(rule) ? rule.map(String) : [String(rule)]
  return parts.every((part, index) => entities[kind][index]?.toLowerCase() === part.toLowerCase())
}

/** Whether the robot's FILTER offers it for leads, or for deals. */
export function offeredFor(robot: RegisteredRobot, kind: 'lead' | 'deal'): boolean {
  const { include, exclude } = robot.filter
  return (include.length === 0 || include.some((rule) => ruleHits(rule, kind))) && !exclude.some((rule) => ruleHits(rule, kind))
}

/** Everything placeable on the stage, and blocked kinds of robots that stand there though their application is gone. */
export function kindsFor(world: World, { kind, stage }: StageRef, language: Language): RobotKind[] {
  const { installation } = world.state
  const registered = installation?.finished ? installation.robots : []
  const fromApp = registered
    .filter((robot) => offeredFor(robot, kind))
    .map((robot): RobotKind => ({
      kind: `app:${robot.code}`,
      name: localised(robot.name, language),
      description: localised(robot.description, language),
      fields: Object.entries(robot.properties).map(([id, property]) => fieldOf(id, property, language)),
      returns: Object.entries(robot.returns).map(([id, property]) => fieldOf(id, property, language)),
      fromApp: true,
      blocked: false,
      subscription: robot.subscription,
      ownPage: robot.settingsUrl !== null,
    }))
  const known = new Set(fromApp.map((one) => one.kind))
  const gone = [...new Set(placedOn(world, kind, stage.statusId).map((robot) => robot.kind))].filter(
    (one) => one.startsWith('app:') && !known.has(one),
  )
  const blocked = gone.map((one): RobotKind => ({
    kind: one,
    name: one.slice(4),
    description: '',
    fields: [],
    returns: [],
    fromApp: true,
    blocked: true,
    subscription: null,
    ownPage: false,
  }))
  return [...fromApp, ...ownKinds(world, kind, stage.entityId, language), ...blocked]
}
