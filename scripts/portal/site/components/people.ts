/** A person in words: what they are, and whether they are here. */
import type { PersonCard } from '../../contract/cards.ts'
import { words } from '../state/language.ts'
import { date } from '../state/moments.ts'

export function roleOf(person: PersonCard): string {
  if (person.role === 'employee') return person.position || words.value.roles.employee
  const role = words.value.roles[person.role]
  const withDepartment = person.role === 'manager' || person.role === 'head'
  return withDepartment && person.departmentName ? `${role}, ${person.departmentName}` : role
}

/** Whether the person could sign in at all. */
export const mayEnter = (person: PersonCard) => person.active && person.joined

export interface PersonState {
  text: string
  kind: 'done' | 'wait' | 'bad' | ''
}
/** What keeps a person from work, the weightiest first; work time last. */
export function statesOf(person: PersonCard): PersonState[] {
  const t = words.value.person
  const states: PersonState[] = []
  if (!person.active) return [{ text: t.dismissed, kind: 'bad' }]
  if (!person.joined) states.push({ text: t.notJoined, kind: 'wait' })
  if (person.extranet) states.push({ text: t.extranet, kind: '' })
  // The end is not part of the absence: the last day is the one before it.
  if (person.absentUntil !== null) states.push({ text: t.absent(date(person.absentUntil - 1)), kind: 'wait' })
  if (person.workday !== 'off') states.push({ text: t.workday[person.workday], kind: person.workday === 'open' ? 'done' : '' })
  return states
}

export const nameFits = (person: PersonCard, search: string) => {
  const wanted = search.trim().toLowerCase()
  return wanted === '' || [person.name, person.position, person.departmentName].some((text) => text.toLowerCase().includes(wanted))
}

export interface PeopleGroup {
  id: number | null
  name: string
  people: PersonCard[]
}
/** Everybody once, under their first department; people without one come last. */
export function byDepartment(people: PersonCard[], departments: { id: number; name: string }[]): PeopleGroup[] {
  const groups: PeopleGroup[] = departments.map(({ id, name }) => ({
    id,
    name,
    people: people.filter((person) => person.departmentIds[0] === id),
  }))
  const known = new Set(departments.map((department) => department.id))
  const rest = people.filter((person) => person.departmentIds[0] === undefined || !known.has(person.departmentIds[0]))
  return [...groups, { id: null, name: words.value.person.noDepartment, people: rest }].filter((group) => group.people.length > 0)
}
