/** People dismissed between the draw and the deal: others are picked for their directions, and what was written to them is moved on. */
import type { Distribution } from '../../domain/distribution.ts'
import { entityTypeId, type DirectionId, type UserId } from '../../domain/ids.ts'
import { mend } from '../../domain/mend.ts'
import { worst } from '../../domain/outcome.ts'
import { proving, type Drawn } from '../../domain/proof.ts'
import type { Given } from '../define.ts'
import { effect, type Effect } from '../effect.ts'
import { chainTexts } from './chain-texts.ts'
import { madeDeals, nameIn, servedOf } from './facts.ts'
import { dealComments, notices, observers, taskDescription } from './write.ts'

export interface Replaced {
  readonly distribution: Distribution
  readonly changed: readonly DirectionId[]
  readonly mainChanged: boolean
  readonly drawn: readonly Drawn[]
  /** A sentence: who is gone, who came instead, what has nobody. */
  readonly log: string
}

/** @param gone people that the portal says are dismissed; @returns null when none of them was picked */
export function replaceDismissed(distribution: Distribution, gone: ReadonlySet<UserId>, given: Given): Replaced | null {
  // Whoever is gone cannot be picked again, so no draw is named twice.
  const leaving = distribution.draw.picked.filter((id) => gone.has(id))
  const { pick, drawn } = proving(`${distribution.id}:without:${leaving.join(',')}`, given.chance)
  const mended = mend(distribution.draw, gone, pick)
  if (!mended) return null
  const { draw, changed } = mended
  const after: Distribution = { ...distribution, draw, outcome: worst(draw.directions.map(({ outcome }) => outcome)) }
  const nameOf = (id: DirectionId) => distribution.directions.find((one) => one.id === id)?.name ?? id
  const pickedGone = leaving.map((id) => nameIn(distribution, id))
  const ofChanged = draw.directions.filter(({ directionId }) => changed.includes(directionId))
  return {
    distribution: after,
    changed,
    mainChanged: draw.mainManager !== distribution.draw.mainManager,
    drawn,
    log: chainTexts[given.portal.language].instead(
      pickedGone,
      ofChanged.flatMap(({ directionId, picked }) => (picked === null ? [] : [`${nameOf(directionId)}, ${nameIn(after, picked)}`])),
      ofChanged.flatMap(({ directionId, picked }) => (picked === null ? [nameOf(directionId)] : [])),
    ),
  }
}

/** Gives the task to the new main manager, and everybody's names right in it. Items of the checklist keep the names that they were made with. */
export function moveTask({ distribution }: Replaced, taskId: number | null, given: Given): Effect[] {
  const { mainManager } = distribution.draw
  if (taskId === null || mainManager === null) return []
  const fields = { RESPONSIBLE_ID: mainManager, DESCRIPTION: taskDescription(distribution, given) }
  return [effect('essential', 'mend:task', 'tasks.task.update', { taskId, fields }, null)]
}

/**
 * Moves deals that were made for somebody who is gone: a new person responsible, everybody's names right in every deal.
 * A direction that has nobody left keeps its deal as it is; the run's sentence says so.
 */
export function moveDeals({ distribution, changed }: Replaced, dealIds: Readonly<Record<string, number>>, given: Given): Effect[] {
  const deal = madeDeals(dealIds)
  const updates = servedOf(distribution).flatMap((served): Effect[] => {
    const { direction, manager } = served
    const id = dealIds[direction.id]
    if (id === undefined) return []
    const fields = { assignedById: manager, ...observers(distribution, served), comments: dealComments(distribution, direction.id, given) }
    return [effect('essential', `mend:deal:${direction.id}`, 'crm.item.update', { entityTypeId: entityTypeId.deal, id, fields }, null)]
  })
  const newcomers = new Set(distribution.draw.directions.filter(({ directionId }) => changed.includes(directionId)).map(({ picked }) => picked))
  const told = notices(distribution, deal, given, (manager) => newcomers.has(manager)).map((one) => ({ ...one, key: `mend:${one.key}` }))
  return [...updates, ...told]
}
