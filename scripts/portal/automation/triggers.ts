/** Triggers on stages: a record for which one fires moves forward to the stage that carries it. */
import type { PlacedTrigger, TriggerKind } from '../contract/automation.ts'
import type { Stage } from '../state/state.ts'
import { recordOf } from '../world.ts'
import type { World } from '../world.ts'
import { moveStage } from './automation.ts'

const keyOf = (kind: 'lead' | 'deal', statusId: string): string => `${kind}:${statusId}`

export const triggersOn = (world: World, kind: 'lead' | 'deal', statusId: string): string[] => world.state.triggers[keyOf(kind, statusId)] ?? []

export function placeTriggers(world: World, kind: 'lead' | 'deal', statusId: string, codes: readonly string[]): void {
  world.state.triggers[keyOf(kind, statusId)] = [...new Set(codes)]
  world.touch()
}

/** What a person can put on a stage; nothing before the installation is finished. */
export function triggerKinds(world: World): TriggerKind[] {
  const { installation } = world.state
  return installation?.finished ? installation.triggers.map(({ code, name }) => ({ code, name })) : []
}

/** Triggers that stand on the stage; blocked ones belong to an application that is gone or has not registered them again. */
export function placedTriggers(world: World, kind: 'lead' | 'deal', statusId: string): PlacedTrigger[] {
  const kinds = triggerKinds(world)
  return triggersOn(world, kind, statusId).map((code) => {
    const known = kinds.find((one) => one.code === code)
    return { code, name: known?.name ?? code, blocked: known === undefined }
  })
}

/** Moves the record to the nearest later stage that carries the trigger; where there is none, or no such record, nothing happens. */
export function fireTrigger(world: World, code: string, kind: 'lead' | 'deal' | null, recordId: number): void {
  const record = kind && recordOf(world, kind, recordId)
  if (!kind || !record || !world.state.installation?.finished) return
  const entityId = kind === 'lead' ? 'STATUS' : record.categoryId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${record.categoryId}`
  const line = world.state.stages.filter((one) => one.entityId === entityId).sort((one, other) => one.sort - other.sort)
  const at = line.findIndex((one) => one.statusId === record.stageId)
  // A closed record stays closed.
  if (at < 0 || line[at]?.semantics) return
  const target: Stage | undefined = line.slice(at + 1).find((one) => triggersOn(world, kind, one.statusId).includes(code))
  if (target) moveStage(world, record, target.statusId, null)
}
