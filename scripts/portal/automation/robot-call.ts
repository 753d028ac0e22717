/** The handler POST of a robot's step, and the event token by which its reply finds the step again. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { authBlock } from '../door/tokens.ts'
import { deliver } from '../sending/delivery.ts'
import type { Instance, RegisteredRobot, Step } from '../state/app.ts'
import type { CrmRecord } from '../state/state.ts'
import { personOf } from '../world.ts'
import type { World } from '../world.ts'
import { localised } from './robot-kinds.ts'
import { propertyValues } from './robot-values.ts'

/** Entity and type of a record's document. */
export const entities = { lead: ['CCrmDocumentLead', 'LEAD'], deal: ['CCrmDocumentDeal', 'DEAL'] } as const
const sign = (world: World, text: string): string => createHmac('sha256', world.state.secret).update(text).digest('hex')

export function eventToken(world: World, instance: Instance, step: Step): string {
  const text = `${instance.id}|${step.activity}|${step.random}`
  return `${text}.${sign(world, text)}`
}

/** The running instance and the waiting step of a token; undefined where the token is forged, stale or already answered. */
export function stepOfToken(world: World, token: string): { instance: Instance; step: Step } | undefined {
  const dot = token.lastIndexOf('.')
  const text = token.slice(0, dot)
  const given = Buffer.from(token.slice(dot + 1))
  const right = Buffer.from(sign(world, text))
  if (dot < 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  const [workflow, activity, random] = text.split('|')
  const instance = world.state.instances.find((one) => one.id === workflow && one.state === 'running')
  const step = instance?.steps.find((one) => one.activity === activity && one.random === random && one.state === 'waiting')
  return instance && step && { instance, step }
}

/** Whether the step holds its branch: what the application registered decides; where it left that open, the person who placed the robot. */
export const waits = (world: World, robot: RegisteredRobot, step: Step): boolean =>
  robot.subscription ?? (step.placed.wait && !world.variants.has('subscription-left-out-means-no-wait'))

/** Calls the handler once. @returns the number of the delivery in the inspector's log */
export function callRobot(world: World, record: CrmRecord, instance: Instance, step: Step, robot: RegisteredRobot): number {
  const [entity, type] = entities[instance.document.kind]
  const waiting = waits(world, robot, step)
  // "Run on behalf of" decides whose token comes with the call; a dismissed person's would be worthless.
  const actor = personOf(world, step.placed.actAs ?? robot.authUserId)
  const auth = authBlock(world, actor?.active ? actor.id : robot.authUserId, !world.variants.has('no-refresh-token-in-calls'))
  const row = deliver(world, {
    kind: 'robot',
    code: robot.code,
    name: localised(robot.name, world.language),
    document: `${instance.document.kind} ${instance.document.id}`,
    url: robot.handler,
    awaited: waiting,
    asJson: world.variants.has('robot-calls-as-json'),
    payload: {
      workflow_id: instance.id,
      code: robot.code,
      document_id: ['crm', entity, `${type}_${instance.document.id}`],
      document_type: ['crm', entity, type],
      event_token: eventToken(world, instance, step),
      properties: propertyValues(world, record, instance, step.placed.values, robot.properties),
      use_subscription: waiting ? 'Y' : 'N',
      timeout_duration: String(waiting ? step.placed.timeoutSeconds : 0),
      ts: String(Math.floor(world.clock.now() / 1000)),
      auth,
    },
  })
  return row.id
}
