/** The page of settings that a robot's application brings along: its address, and what it is told about the robot. */
import { entities } from '../automation/robot-call.ts'
import { kindsFor, localised, stageRef } from '../automation/robot-kinds.ts'
import { documentFields } from '../automation/robot-values.ts'
import type { PlacedRobot, RobotDraft, RobotKind } from '../contract/automation.ts'
import { SiteRefusal } from '../door/refusal.ts'
import type { RegisteredRobot, RobotProperty } from '../state/app.ts'
import type { Language } from '../state/state.ts'
import type { World } from '../world.ts'

export const robotPlacement = 'BIZPROC_ACTIVITY_PROPERTIES_DIALOG'

export interface RobotPage {
  readonly url: string
  readonly options: Record<string, unknown>
}

const isEmptyMap = (map: object): boolean => Object.keys(map).length === 0

function propertyOf(id: string, property: RobotProperty, language: Language): Record<string, unknown> {
  const options = Object.fromEntries(Object.entries(property.options).map(([value, label]) => [value, localised(label, language)]))
  return {
    Id: id,
    Type: property.type,
    Name: localised(property.name, language),
    Description: localised(property.description, language),
    Multiple: property.multiple,
    Required: property.required,
    // PHP writes an empty map as an empty list.
    Options: isEmptyMap(options) ? [] : options,
    Settings: [],
    Default: property.default ?? '',
  }
}

/** Older portals hand on their own record, whose keys are in capitals. */
const lettered = (world: World, record: Record<string, unknown>): Record<string, unknown> =>
  world.variants.has('placement-options-in-capitals') ? Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toUpperCase(), value])) : record

function currentValues(robot: RegisteredRobot, placed: PlacedRobot): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(robot.properties).map(([id, { multiple, default: fallback }]) => {
      const empty = Array.isArray(fallback) ? fallback.map(String) : String(fallback ?? '')
      const value = placed.values[id] ?? empty
      if (!multiple) return [id, Array.isArray(value) ? (value[0] ?? '') : value]
      return [id, Array.isArray(value) ? value : value === '' ? [] : [value]]
    }),
  )
}

/** What earlier robots return, as values that can be put into a property. */
const returnsOf = (before: readonly PlacedRobot[], kinds: readonly RobotKind[]) =>
  before.flatMap((one) => {
    const kind = kinds.find((candidate) => candidate.kind === one.kind)
    if (!kind || kind.returns.length === 0) return []
    const rows = kind.returns.map(({ id, name, type, multiple }) => [id, { Id: id, Name: name, Type: type, Multiple: multiple }])
    const Return: Record<string, unknown> = Object.fromEntries(rows)
    return [{ Id: one.id, Type: kind.kind.replace(/^app:/, 'rest_'), Title: kind.name, Return }]
  })

/** @param draft the stage's robots as they are on the screen, which need not be saved */
export function robotPage(world: World, draft: RobotDraft, language: Language): RobotPage {
  const ref = stageRef(world, draft.stageId, draft.document)
  const placed = draft.robots.find((one) => one.id === draft.robotId)
  const { installation } = world.state
  const robot = installation?.finished ? installation.robots.find((one) => `app:${one.code}` === placed?.kind) : undefined
  if (!ref || !placed || !robot || robot.settingsUrl === null)
    throw new SiteRefusal(404, 'not_found', {
      ru: 'У этого робота нет своей страницы настроек.',
      en: 'This robot has no page of settings of its own.',
    })
  const [entity, type] = entities[ref.kind]
  const before = draft.robots.slice(
    0,
    Math.max(
      0,
      draft.robots.findIndex((one) => one.id === placed.id),
    ),
  )
  return {
    url: robot.settingsUrl,
    options: {
      code: robot.code,
      activity_name: placed.id,
      properties: Object.fromEntries(Object.entries(robot.properties).map(([id, property]) => [id, lettered(world, propertyOf(id, property, language))])),
      current_values: currentValues(robot, placed),
      document_type: ['crm', entity, type],
      document_fields: documentFields(ref.kind, language),
      template: { parameters: [], variables: [], constants: [], return_activities: returnsOf(before, kindsFor(world, ref, language)) },
    },
  }
}
