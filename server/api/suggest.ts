/** Pairs departments with pipelines of the same name. Pure. */
import { peopleOf, type Directory } from '../../domain/department.ts'
import { nameLength, type Direction } from '../../domain/direction.ts'
import type { Pipeline } from './pipelines.ts'

export type Suggestion = Pick<Direction, 'name' | 'departmentIds' | 'categoryId' | 'stageId'>

/** Words that say that it is a department or a pipeline, and not which. */
const general = new Set(['отдел', 'департамент', 'группа', 'служба', 'бригада', 'воронка', 'department', 'dept', 'team', 'group', 'division', 'pipeline', 'the', 'of'])

/** What is left of a name without its general words, each word without its ending: «Отдел сантехники» and «Сантехника» are one. */
export function stem(name: string): string {
  return (name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !general.has(word))
    .map((word) => (word.length > 5 ? word.slice(0, Math.max(5, word.length - 3)) : word))
    .join(' ')
}

const matches = (one: string, other: string): boolean => {
  const [a, b] = [stem(one), stem(other)]
  return a !== '' && b !== '' && (a === b || (a.length >= 5 && b.length >= 5 && (a.startsWith(b) || b.startsWith(a))))
}

/** @param taken directions that are there already: their departments are not suggested again */
export function suggestDirections(directory: Directory, pipelines: readonly Pipeline[], taken: readonly Direction[]): Suggestion[] {
  const used = new Set(taken.flatMap(({ departmentIds }) => departmentIds))
  const free = [...pipelines]
  return directory.departments.flatMap((department): Suggestion[] => {
    if (used.has(department.id) || !peopleOf(directory, [department.id]).some(({ active }) => active)) return []
    const at = free.findIndex(({ name }) => matches(name, department.name))
    const pipeline = free[at]
    const stage = pipeline?.stages.find(({ semantics }) => semantics !== 'S' && semantics !== 'F')
    if (!pipeline || !stage) return []
    free.splice(at, 1)
    return [{ name: pipeline.name.slice(0, nameLength).trim(), departmentIds: [department.id], categoryId: pipeline.id, stageId: stage.id }]
  })
}
