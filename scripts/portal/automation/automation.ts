/** Robots on stages: a record that enters a stage starts an instance, a stage move ends every instance of the record. */
import { Refusal } from '../door/refusal.ts'
import { addTimeline, notify } from '../office/notices.ts'
import { fireRecordEvent } from '../sending/events.ts'
import type { Instance, RegisteredRobot, Step, StepState } from '../state/app.ts'
import { kindOf } from '../state/kinds.ts'
import type { CrmRecord } from '../state/state.ts'
import { nextId, randomLetters, randomText, recordOf, say } from '../world.ts'
import type { World } from '../world.ts'
import { callRobot, stepOfToken, waits } from './robot-call.ts'
import { localised, placedOn } from './robot-kinds.ts'
import { resolve, returnedValues, usersIn } from './robot-values.ts'
import { noteMove } from './stage-moves.ts'

const robotOf = (world: World, step: Step): RegisteredRobot | undefined => {
  const { installation } = world.state
  if (!installation?.finished) return undefined
  return installation.robots.find((robot) => `app:${robot.code}` === step.placed.kind)
}

const deliveryOf = (world: World, step: Step) => world.inspector.deliveries.find((row) => row.id === step.deliveryId)

/** Starts the stage's robots. Robots begin at once, side by side; one with "after previous" waits for its predecessor. */
export function enterStage(world: World, record: CrmRecord): void {
  const kind = kindOf(record.type)
  if (kind !== 'lead' && kind !== 'deal') return
  const placed = placedOn(world, kind, record.stageId)
  if (placed.length === 0) return
  const now = world.clock.now()
  let branch = -1
  const instance: Instance = {
    id: `${randomText(7)}.${String(nextId(world, 'instance')).padStart(8, '0')}`,
    document: { kind, id: record.id },
    stageId: record.stageId,
    startedAt: now,
    state: 'running',
    steps: placed.map((robot, index) => {
      if (index === 0 || !robot.afterPrevious) branch += 1
      return {
        robotId: robot.id,
        placed: structuredClone(robot),
        activity: `A${1000 + nextId(world, 'activity')}_${branch}_${index}_${record.id % 1000}`,
        branch,
        state: 'pending',
        since: now,
        random: randomLetters(32),
        deadline: null,
        returned: {},
        deliveryId: null,
      }
    }),
  }
  world.state.instances.push(instance)
  for (let index = 0; index <= branch; index += 1) advance(world, instance, index)
  forgetOld(world)
  world.touch()
}

/** Runs the branch until it waits or ends. */
function advance(world: World, instance: Instance, branch: number): void {
  for (const step of instance.steps.filter((one) => one.branch === branch)) {
    if (instance.state !== 'running') return
    if (step.state === 'done' || step.state === 'timed_out') continue
    if (step.state !== 'pending') break
    begin(world, instance, step)
    if ((step as Step).state !== 'done') break
  }
  settle(world, instance)
}

function begin(world: World, instance: Instance, step: Step): void {
  const record = recordOf(world, instance.document.kind, instance.document.id)
  if (!record) return stop(instance)
  step.since = world.clock.now()
  if (step.placed.kind.startsWith('portal:')) {
    step.state = 'done'
    runOwn(world, record, instance, step)
    return
  }
  const robot = robotOf(world, step)
  if (!robot) {
    // A blocked robot cannot run, and what hangs under it does not run either.
    for (const one of instance.steps) {
      if (one.branch === step.branch && one.state === 'pending') one.state = 'stopped'
    }
    addTimeline(
      world,
      'robot',
      record,
      null,
      false,
      say(
        world,
        `Робот «${step.placed.kind.slice(4)}» недоступен: приложение удалено или обновляется.`,
        `Robot "${step.placed.kind.slice(4)}" cannot run: its application is gone or being updated.`,
      ),
    )
    return
  }
  step.deliveryId = callRobot(world, record, instance, step, robot)
  if (!waits(world, robot, step)) {
    step.state = 'done'
    return
  }
  step.state = 'waiting'
  step.deadline = step.placed.timeoutSeconds > 0 ? step.since + step.placed.timeoutSeconds * 1000 : null
  armTimeouts(world)
}

function runOwn(world: World, record: CrmRecord, instance: Instance, step: Step): void {
  const value = (name: string) => resolve(world, record, instance, step.placed.values[name] ?? '')
  const text = (name: string) => {
    const resolved = value(name)
    return Array.isArray(resolved) ? resolved.join(', ') : resolved
  }
  if (step.placed.kind === 'portal:notify') {
    for (const userId of usersIn(value('user'))) notify(world, { userId, text: text('text'), tag: null, fromApp: false })
    addTimeline(world, 'robot', record, null, false, say(world, 'Робот «Написать сотруднику» выполнен.', 'Robot "Notify a person" is done.'))
  }
  if (step.placed.kind === 'portal:move-stage') moveStage(world, record, text('stage'), null)
}

/** Two stages whose robots move a record to each other would never end. */
const moving = new WeakMap<CrmRecord, number>()
const deepest = 10

/** @param by who moves it; null: a robot. Ends every instance of the record, then starts those of the new stage. */
export function moveStage(world: World, record: CrmRecord, stageId: string, by: { userId: number; fromApp: boolean } | null): void {
  const kind = kindOf(record.type)
  const stage = world.state.stages.find((one) => one.statusId === stageId && (kind === 'lead') === (one.entityId === 'STATUS'))
  if (!stage || record.stageId === stageId || (kind !== 'lead' && kind !== 'deal')) return
  const now = world.clock.now()
  stopInstances(world, record)
  Object.assign(record, { stageId, movedAt: now, updatedAt: now, movedBy: by?.userId ?? record.movedBy })
  noteMove(world, record, 'moved')
  addTimeline(world, 'stage', record, by?.userId ?? null, by?.fromApp ?? false, stage.name)
  fireRecordEvent(world, 'UPDATE', record, by?.userId ?? null)
  const depth = moving.get(record) ?? 0
  moving.set(record, depth + 1)
  if (depth < deepest) enterStage(world, record)
  moving.set(record, depth)
  world.touch()
}

/** Ends whatever runs on the record. */
export function stopInstances(world: World, record: CrmRecord): void {
  for (const instance of world.state.instances) {
    if (instance.state === 'running' && instance.document.kind === kindOf(record.type) && instance.document.id === record.id) stop(instance)
  }
}

function stop(instance: Instance): void {
  instance.state = 'stopped'
  for (const step of instance.steps) {
    if (step.state !== 'done' && step.state !== 'timed_out') step.state = 'stopped'
  }
}

/** Ends a running instance by its id, as an administrator's call does. @returns whether there was one */
export function endInstance(world: World, id: string, status: string, keep: boolean): boolean {
  const instance = world.state.instances.find((one) => one.id === id)
  if (!instance || (keep && instance.state !== 'running')) return false
  if (instance.state === 'running') {
    stop(instance)
    const record = recordOf(world, instance.document.kind, instance.document.id)
    if (record) addTimeline(world, 'robot', record, null, true, status || say(world, 'Роботы стадии остановлены.', "The stage's robots were ended."))
  }
  if (!keep) world.state.instances = world.state.instances.filter((one) => one !== instance)
  armTimeouts(world)
  world.touch()
  return true
}

const unfinished: readonly StepState[] = ['pending', 'working', 'waiting']

/** Ends the instance when no branch has anything left to do; a branch that has not begun yet has all of its steps left. */
function settle(world: World, instance: Instance): void {
  if (instance.state === 'running' && !instance.steps.some((step) => unfinished.includes(step.state))) instance.state = 'done'
  armTimeouts(world)
}

/** The reply of a waiting robot: ends its step, keeps what it returned and goes on in the same breath. */
export function answerStep(world: World, token: string, values: Readonly<Record<string, unknown>>, message: string): void {
  const found = stepOfToken(world, token)
  if (!found) throw new Refusal(403, 'ACCESS_DENIED', 'Access denied!')
  const { instance, step } = found
  const robot = robotOf(world, step)
  step.returned = returnedValues(world, values, robot?.returns ?? {})
  step.state = 'done'
  step.deadline = null
  const row = deliveryOf(world, step)
  if (row) row.state = 'replied'
  const record = recordOf(world, instance.document.kind, instance.document.id)
  if (record) {
    const name = localised(robot?.name ?? step.placed.kind, world.language)
    addTimeline(world, 'robot', record, null, true, message || say(world, `Робот «${name}» ответил.`, `Robot "${name}" replied.`))
  }
  advance(world, instance, step.branch)
  world.touch()
}

/** Steps whose time is over finish with `IsTimeout` and their branches go on. */
export function expireSteps(world: World): void {
  const now = world.clock.now()
  for (const instance of world.state.instances) {
    if (instance.state !== 'running') continue
    for (const step of instance.steps) {
      if (step.state !== 'waiting' || step.deadline === null || step.deadline > now) continue
      step.state = 'timed_out'
      step.returned = { IsTimeout: '1' }
      const row = deliveryOf(world, step)
      if (row) row.state = 'timed_out'
      advance(world, instance, step.branch)
      world.touch()
    }
  }
  armTimeouts(world)
}

export function armTimeouts(world: World): void {
  const due = world.state.instances
    .filter((instance) => instance.state === 'running')
    .flatMap((instance) => instance.steps)
    .flatMap((step) => (step.state === 'waiting' && step.deadline !== null ? [step.deadline] : []))
  world.clock.alarmAt(due.length > 0 ? Math.min(...due) : null)
}

/** Ended instances are history; the newest are enough to show. */
function forgetOld(world: World): void {
  const { instances } = world.state
  if (instances.length <= 500) return
  const ended = instances.filter((instance) => instance.state !== 'running')
  const forgotten = new Set(ended.slice(0, instances.length - 500))
  world.state.instances = instances.filter((instance) => !forgotten.has(instance))
}
