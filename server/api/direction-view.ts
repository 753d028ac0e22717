/** A direction as the panel shows it: who is in it, what it is called at the portal, and what an administrator should mend. */
import type { DirectionView } from '../../domain/contract/configuration.ts'
import { headsOf, peopleOf, type Directory } from '../../domain/department.ts'
import type { Direction } from '../../domain/direction.ts'
import { exclusionOf } from '../../domain/manager.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Pipeline } from './pipelines.ts'

/** Enough of a portal's state to show a direction; null where the portal could not be asked. */
export interface Around {
  readonly directory: Directory | null
  readonly pipelines: readonly Pipeline[] | null
  readonly settings: Settings
}

export function viewOf(direction: Direction, { directory, pipelines, settings }: Around): DirectionView {
  const { departmentIds, categoryId, stageId } = direction
  const people = directory ? peopleOf(directory, departmentIds).filter(({ active }) => active) : []
  const heads = directory ? headsOf(directory, departmentIds) : new Set()
  const presence = { absence: null, workday: 'unknown' } as const
  const eligible = people.filter((person) => exclusionOf({ person, presence, isHead: heads.has(person.id) }, settings, 0) === null)
  const category = pipelines?.find(({ id }) => id === categoryId)
  const stage = category?.stages.find(({ id }) => id === stageId)
  const known = new Map(directory?.departments.map(({ id, name }) => [id, name]))
  const reserveWorks = direction.reserveId === null || directory?.people.some(({ id, active }) => active && id === direction.reserveId)
  const problem = problemOf({
    stage_gone: pipelines !== null && !stage,
    department_gone: directory !== null && !departmentIds.every((id) => known.has(id)),
    no_people: directory !== null && eligible.length === 0,
    reserve_gone: directory !== null && !reserveWorks,
  })
  return {
    ...direction,
    peopleCount: people.length,
    departmentNames: departmentIds.flatMap((id) => known.get(id) ?? []),
    categoryName: category?.name ?? null,
    stageName: stage?.name ?? null,
    problem,
  }
}

/** The worst first: what keeps a deal from being made, then what keeps a manager from being picked. */
const problemOf = (found: Record<NonNullable<DirectionView['problem']>, boolean>): DirectionView['problem'] =>
  (['stage_gone', 'department_gone', 'no_people', 'reserve_gone'] as const).find((problem) => found[problem]) ?? null
