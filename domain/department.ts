/** The company structure: who sits where, and everybody under a department. */
import { z } from 'zod'
import { DepartmentId, UserId } from './ids.ts'
import { Person } from './manager.ts'

export const Department = z.object({
  id: DepartmentId,
  name: z.string(),
  parentId: DepartmentId.nullable(),
  headId: UserId.nullable(),
})
export type Department = z.infer<typeof Department>

/** Departments and people of one portal as last read; there is no event for their changes, so it has an age. */
export const Directory = z.object({
  departments: z.array(Department),
  people: z.array(Person),
  /** Milliseconds since 1970 when the portal was asked. */
  readAt: z.number().int(),
})
export type Directory = z.infer<typeof Directory>

/** The departments themselves and everything below them. A loop in the portal's data does not hang the walk. */
export function withSubDepartments(directory: Directory, roots: readonly DepartmentId[]): Set<DepartmentId> {
  const found = new Set<DepartmentId>(roots)
  let grew = true
  while (grew) {
    grew = false
    for (const { id, parentId } of directory.departments) {
      if (parentId !== null && found.has(parentId) && !found.has(id)) {
        found.add(id)
        grew = true
      }
    }
  }
  return found
}

/** Everybody who belongs to one of the departments or to a department below, in ascending id. */
export function peopleOf(directory: Directory, roots: readonly DepartmentId[]): Person[] {
  const wanted = withSubDepartments(directory, roots)
  return directory.people.filter((person) => person.departments.some((id) => wanted.has(id))).sort((a, b) => a.id - b.id)
}

/** The heads of somebody's departments; where that is nobody, or themselves, whoever is above them. A loop in the portal's data ends the climb. */
export function headsAbove({ departments, people }: Directory, userId: UserId): Set<UserId> {
  const works = new Set(people.flatMap(({ id, active }) => (active ? [id] : [])))
  const found = new Set<UserId>()
  for (const begin of people.find(({ id }) => id === userId)?.departments ?? []) {
    const seen = new Set<DepartmentId>()
    let at: DepartmentId | null = begin
    while (at !== null && !seen.has(at)) {
      seen.add(at)
      const department = departments.find(({ id }) => id === at)
      const head = department?.headId ?? null
      at = head !== null && head !== userId && works.has(head) ? null : (department?.parentId ?? null)
      if (at === null && head !== null && head !== userId && works.has(head)) found.add(head)
    }
  }
  return found
}

/** Heads of the departments and of those below them. */
export function headsOf(directory: Directory, roots: readonly DepartmentId[]): Set<UserId> {
  const wanted = withSubDepartments(directory, roots)
  return new Set(directory.departments.flatMap(({ id, headId }) => (wanted.has(id) && headId !== null ? [headId] : [])))
}
