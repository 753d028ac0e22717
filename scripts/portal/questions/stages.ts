/** The site's questions about stages: which robots and triggers stand on one, and what may be put there. */
import { z } from 'zod'
import { kindsFor, placedOn, stageRef } from '../automation/robot-kinds.ts'
import type { StageRef } from '../automation/robot-kinds.ts'
import { placedTriggers, placeTriggers, triggerKinds, triggersOn } from '../automation/triggers.ts'
import type { PlacedRobot } from '../contract/automation.ts'
import { SiteRefusal } from '../door/refusal.ts'
import type { World } from '../world.ts'
import { stageCard, stagesOf } from './cards.ts'
import { onlyAdministrator } from './question.ts'
import type { SiteCall, SiteQuestions } from './question.ts'

const id = z.number().int().positive()
const short = z.string().max(200)
const document = z.enum(['lead', 'deal']).optional()

/** A robot on a stage as the site sends it. */
export const Robot = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  kind: short,
  values: z.record(z.string().max(100), z.union([z.string().max(5_000), z.array(z.string().max(1_000)).max(200)])),
  afterPrevious: z.boolean(),
  timeoutSeconds: z.number().int().min(0).max(157_680_000),
  wait: z.boolean(),
  actAs: id.nullable(),
})

function refOf(world: World, asked: { stageId: string; document?: 'lead' | 'deal' | undefined }): StageRef {
  const ref = stageRef(world, asked.stageId, asked.document)
  if (!ref) throw new SiteRefusal(404, 'not_found', { ru: 'Такой стадии нет.', en: 'There is no such stage.' })
  return ref
}

/** A required property must be filled; a reference to an earlier robot fills it. */
function checkRobots(call: SiteCall, ref: StageRef, robots: readonly PlacedRobot[]): void {
  const kinds = kindsFor(call.world, ref, call.language)
  const standing = new Set(placedOn(call.world, ref.kind, ref.stage.statusId).map((robot) => robot.id))
  if (new Set(robots.map((robot) => robot.id)).size < robots.length) throw new SiteRefusal(400, 'invalid_input', 'id', 'id')
  for (const robot of robots) {
    const kind = kinds.find((one) => one.kind === robot.kind)
    if (!kind || (kind.blocked && !standing.has(robot.id)))
      throw new SiteRefusal(400, 'invalid_input', { ru: 'Такого робота больше нет.', en: 'There is no such robot any more.' }, 'kind')
    for (const field of kind.fields) {
      const value = robot.values[field.id] ?? field.default ?? ''
      const filled = Array.isArray(value) ? value.some((one) => one.trim() !== '') : value.trim() !== ''
      if (field.required && !filled) {
        throw new SiteRefusal(
          400,
          'invalid_input',
          call.language === 'ru' ? `Заполните поле «${field.name}» робота «${kind.name}».` : `Fill in "${field.name}" of the robot "${kind.name}".`,
          field.id,
        )
      }
    }
  }
}

type StageNames = 'stage.show' | 'stage.save' | 'stage.triggers'

export const stageQuestions: SiteQuestions<StageNames> = {
  'stage.show': {
    input: z.object({ stageId: short, document }),
    run({ world, language }, asked) {
      const ref = refOf(world, asked)
      return {
        stage: stageCard(world, ref.stage),
        stages: stagesOf(world, ref.stage.entityId),
        robots: placedOn(world, ref.kind, asked.stageId),
        kinds: kindsFor(world, ref, language),
        triggers: placedTriggers(world, ref.kind, asked.stageId),
        triggerKinds: triggerKinds(world),
      }
    },
  },

  'stage.save': {
    input: z.object({ stageId: short, document, robots: z.array(Robot).max(50) }),
    run(call, { robots, ...asked }) {
      onlyAdministrator(call)
      const ref = refOf(call.world, asked)
      checkRobots(call, ref, robots)
      // The first robot has no predecessor to hang under.
      const line = robots.map((robot, index) => (index === 0 ? { ...robot, afterPrevious: false } : robot))
      call.world.state.placed[`${ref.kind}:${asked.stageId}`] = line
      call.world.touch()
      return { robots: line }
    },
  },

  'stage.triggers': {
    input: z.object({ stageId: short, document, codes: z.array(short).max(50) }),
    run(call, { codes, ...asked }) {
      onlyAdministrator(call)
      const { world } = call
      const ref = refOf(world, asked)
      const known = new Set([...triggerKinds(world).map((one) => one.code), ...triggersOn(world, ref.kind, asked.stageId)])
      if (codes.some((code) => !known.has(code)))
        throw new SiteRefusal(400, 'invalid_input', { ru: 'Такого триггера больше нет.', en: 'There is no such trigger any more.' }, 'codes')
      placeTriggers(world, ref.kind, asked.stageId, codes)
      return { triggers: placedTriggers(world, ref.kind, asked.stageId) }
    },
  },
}
