/** The history of stages: one row for each step that a lead or a deal takes. */
import { semanticsOf } from '../crm/fields.ts'
import { crmTypes } from '../state/kinds.ts'
import type { CrmRecord } from '../state/state.ts'
import { nextId } from '../world.ts'
import type { World } from '../world.ts'

export function noteMove(world: World, record: CrmRecord, how: 'made' | 'moved'): void {
  if (record.type > crmTypes.deal) return
  const { stageMoves } = world.state
  const last = stageMoves.findLast((move) => move.ownerTypeId === record.type && move.ownerId === record.id)
  const semantics = semanticsOf(world, record)
  stageMoves.push({
    id: nextId(world, 'stageMove'),
    ownerTypeId: record.type,
    ownerId: record.id,
    typeId: how === 'made' ? 1 : last && last.categoryId !== record.categoryId ? 5 : semantics === 'P' ? 2 : 3,
    at: world.clock.now(),
    categoryId: record.categoryId,
    stageId: record.stageId,
    semantics,
  })
}
