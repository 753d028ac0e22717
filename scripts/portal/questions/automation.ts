/** What robots do, or did, with a record, as the site shows it: by name, and what they returned in words. */
import { localised } from '../automation/robot-kinds.ts'
import { usersIn } from '../automation/robot-values.ts'
import type { RobotRow } from '../contract/automation.ts'
import type { Instance, RegisteredRobot, RobotProperty, Step } from '../state/app.ts'
import { kindOf } from '../state/kinds.ts'
import type { CrmRecord, Language } from '../state/state.ts'
import { fullName, personOf } from '../world.ts'
import type { World } from '../world.ts'

const shownInstances = 5

const instancesOf = (world: World, record: CrmRecord): Instance[] => {
  const kind = kindOf(record.type)
  return world.state.instances.filter((one) => one.document.kind === kind && one.document.id === record.id)
}

export function automationOf(world: World, record: CrmRecord): 'waiting' | 'working' | null {
  const running = instancesOf(world, record).filter((one) => one.state === 'running')
  if (running.length === 0) return null
  return running.some((one) => one.steps.some((step) => step.state === 'waiting')) ? 'waiting' : 'working'
}

function nameOf(kind: string, robot: RegisteredRobot | undefined, language: Language): string {
  if (robot) return localised(robot.name, language)
  if (kind === 'portal:notify') return language === 'ru' ? 'Написать сотруднику' : 'Notify a person'
  if (kind === 'portal:move-stage') return language === 'ru' ? 'Сменить стадию' : 'Move to a stage'
  return kind.slice(4)
}

/** A person is shown by name, whether the return value was declared as one or only looks like one. */
function inWords(world: World, language: Language, value: string, property: RobotProperty | undefined): string {
  const isUser = property?.type === 'user' || /^user_\d+$/.test(value)
  const person = isUser ? personOf(world, usersIn(value)[0] ?? 0) : undefined
  if (person) return fullName(person)
  if (property?.type !== 'bool') return value
  const yes = /^[Y1]$/i.test(value)
  return language === 'ru' ? (yes ? 'да' : 'нет') : yes ? 'yes' : 'no'
}

/** The portal's own value, which a robot gets when its time is over. */
const isTimeout: RobotProperty = {
  name: { ru: 'Срок вышел', en: 'Timed out' },
  description: '',
  type: 'bool',
  required: false,
  multiple: false,
  default: null,
  options: {},
}

function returnedWords(world: World, language: Language, step: Step, robot: RegisteredRobot | undefined): RobotRow['returnedWords'] {
  return Object.entries(step.returned).flatMap(([id, value]) => {
    const property = robot?.returns[id] ?? (id === 'IsTimeout' ? isTimeout : undefined)
    const values = (Array.isArray(value) ? value : [value]).filter((one) => one !== '')
    if (values.length === 0) return []
    const text = values.map((one) => inWords(world, language, one, property)).join(', ')
    return [{ id, label: localised(property?.name, language) || id, text }]
  })
}

/** Robots of the record's latest instances, newest instance first; those that have not begun are left out. */
export function robotRows(world: World, language: Language, record: CrmRecord): RobotRow[] {
  return instancesOf(world, record)
    .slice(-shownInstances)
    .reverse()
    .flatMap((instance) => instance.steps)
    .flatMap((step) => {
      if (step.state === 'pending') return []
      const robot = world.state.installation?.robots.find((one) => `app:${one.code}` === step.placed.kind)
      return [
        {
          robot: nameOf(step.placed.kind, robot, language),
          state: step.state,
          since: step.since,
          returned: Object.fromEntries(Object.entries(step.returned).map(([id, value]) => [id, Array.isArray(value) ? value.join(', ') : value])),
          returnedWords: returnedWords(world, language, step, robot),
        },
      ]
    })
}
