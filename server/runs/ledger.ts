/** What became of a distribution, read from the effects of all its runs: derived, never kept a second time. */
import { distributionOfDeal, type Distribution } from '../../domain/distribution.ts'
import { entityTypeId, type MemberId } from '../../domain/ids.ts'
import type { KeptDistribution, KeptVisit } from '../../manifest/ask.ts'
import { methods } from '../../manifest/methods.ts'
import type { StoredEffect } from '../store/effects.ts'
import type { Nouns } from '../store/store.ts'
import type { StoredVisit } from '../store/visits.ts'

export const isSettled = ({ state }: StoredEffect): boolean => state === 'done' || state === 'refused' || state === 'skipped'

export interface Became {
  readonly settled: boolean
  readonly planned: KeptDistribution['planned']
  readonly ticked: ReadonlySet<string>
  readonly taskCompleted: boolean
  /** By direction. */
  readonly dealIds: Readonly<Record<string, number>>
  readonly taskId: number | null
}

/** @param effects in the order of their runs within a phase */
export function became(effects: readonly StoredEffect[]): Became {
  const dealIds: Record<string, number> = {}
  let taskId: number | null = null
  let taskCompleted = false
  const ticked = new Set<string>()
  for (const { key, mark, state, result, method } of effects) {
    if (key.startsWith('undo:')) continue
    const direction = key.slice(key.indexOf(':') + 1)
    if (state === 'done' && method === 'task.checklistitem.complete') ticked.add(direction)
    if (state === 'done' && method === 'task.checklistitem.renew') ticked.delete(direction)
    if (state === 'done' && mark?.by === 'completed') taskCompleted = mark.completed
    if (state !== 'done' || mark === null) continue
    if (mark.by === 'origin' && mark.entityTypeId === entityTypeId.deal) {
      const direction = distributionOfDeal(mark.originId)?.directionId
      const made = methods['crm.item.add'].result.safeParse(result)
      if (direction !== undefined && made.success) dealIds[direction] = made.data.item.id
    }
    if (mark.by === 'task' && method === 'tasks.task.add') {
      const made = methods['tasks.task.add'].result.safeParse(result)
      if (made.success) taskId = made.data.task.id
    }
  }
  const dealPlanned = effects.some(({ mark }) => mark?.by === 'origin' && mark.entityTypeId === entityTypeId.deal)
  const taskPlanned = effects.some(({ mark }) => mark?.by === 'task')
  const settled = effects.filter(({ phase }) => phase === 'essential').every(isSettled)
  return { settled, planned: { deals: dealPlanned, task: taskPlanned }, ticked, taskCompleted, dealIds, taskId }
}

export async function keptDistribution(store: Nouns, memberId: MemberId, id: string): Promise<KeptDistribution | null> {
  const distribution = await store.distributions.get(memberId, id)
  return distribution ? withResults(store, memberId, distribution) : null
}

export async function withResults(store: Nouns, memberId: MemberId, distribution: Distribution): Promise<KeptDistribution> {
  return { distribution, ...became(await store.effects.ofDistribution(memberId, distribution)) }
}

export async function keptVisit(store: Nouns, memberId: MemberId, { visit, waits, reportId, link }: StoredVisit): Promise<KeptVisit> {
  const { settled, taskId } = became(await store.effects.ofRun(memberId, visit.runId))
  return { visit, waited: waits, settled, taskId, reportId, link }
}
