/** Who could make a visit: the departments that the robot names, or those of the person responsible for the lead. */
import { peopleOf, type Directory } from '../../domain/department.ts'
import type { DepartmentId, UserId } from '../../domain/ids.ts'
import type { Person } from '../../domain/manager.ts'

export type Found = { readonly ok: true; readonly ids: readonly DepartmentId[] } | { readonly ok: false; readonly unknown: string | null }

/**
 * A registered robot has no field of departments (protocol: types of properties), so a person writes a name or a number.
 * @param named as typed; empty: the departments of `responsible`
 */
export function departmentsFor(directory: Directory, named: readonly string[], responsible: number | null): Found {
  if (named.length === 0) {
    const ids = directory.people.find(({ id }) => id === responsible)?.departments ?? []
    return ids.length === 0 ? { ok: false, unknown: null } : { ok: true, ids }
  }
  const ids: DepartmentId[] = []
  for (const text of named) {
    const wanted = text.toLowerCase()
    const found = directory.departments.filter(({ id, name }) => String(id) === wanted || name.toLowerCase() === wanted)
    if (found.length === 0) return { ok: false, unknown: text }
    ids.push(...found.map(({ id }) => id))
  }
  return { ok: true, ids: [...new Set(ids)] }
}

export const activeIn = (directory: Directory, ids: readonly DepartmentId[]): Person[] => peopleOf(directory, ids).filter(({ active }) => active)

export const namesOf = (directory: Directory, people: readonly UserId[]): Record<string, string> =>
  Object.fromEntries(directory.people.filter(({ id }) => people.includes(id)).map(({ id, name }) => [String(id), name]))
