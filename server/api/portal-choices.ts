/** What a direction can be made of: departments in the order of the company's tree, pipelines with their stages, people for the reserve. */
import { peopleOf, type Department, type Directory } from '../../domain/department.ts'
import type { DepartmentId } from '../../domain/ids.ts'
import type { House } from '../house.ts'
import { freshDirectory } from '../runs/directory.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import type { ReadPipelines } from './pipelines.ts'

export const choicesHandlers = ({ store, portals, config, now }: House, pipelines: ReadPipelines): Pick<Handlers, 'portal.choices'> => ({
  async 'portal.choices'(_, { memberId }) {
    const portal = portals.ofInstallation(memberId)
    const directory = await freshDirectory({ portal, store, memberId, now, olderThanMs: config.directoryTtlMs })
    const found = await pipelines(portal)
    return {
      departments: inTreeOrder(directory).map(({ department: { id, name }, depth }) => ({
        id,
        name,
        depth,
        peopleCount: peopleOf(directory, [id]).filter(({ active }) => active).length,
      })),
      pipelines: found.map(({ id, name, stages }) => ({ id, name, stages: stages.map(({ id: stageId, name: stageName, color }) => ({ id: stageId, name: stageName, color })) })),
      people: directory.people
        .filter(({ active }) => active)
        .map(({ id }) => personView(id, directory))
        .sort((a, b) => a.name.localeCompare(b.name)),
    }
  },
})

/** Parents before children; a department whose parent is not there begins a tree of its own. */
export function inTreeOrder({ departments }: Directory): { department: Department; depth: number }[] {
  const ids = new Set<DepartmentId>(departments.map(({ id }) => id))
  const ordered: { department: Department; depth: number }[] = []
  const seen = new Set<DepartmentId>()
  const visit = (department: Department, depth: number) => {
    if (seen.has(department.id)) return
    seen.add(department.id)
    ordered.push({ department, depth })
    for (const child of departments) if (child.parentId === department.id) visit(child, depth + 1)
  }
  for (const department of departments) if (department.parentId === null || !ids.has(department.parentId)) visit(department, 0)
  // What is left hangs in a loop of the portal's own data.
  for (const department of departments) visit(department, 0)
  return ordered
}
