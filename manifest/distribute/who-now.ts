/** Who could be picked now in each direction, stored or only drafted, or sent on a visit, before there is a client. */
import { headsOf } from '../../domain/department.ts'
import type { Direction } from '../../domain/direction.ts'
import { eligibleOf } from '../../domain/eligible.ts'
import type { DepartmentId, DirectionId, UserId } from '../../domain/ids.ts'
import type { Exclusion } from '../../domain/manager.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Ask } from '../ask.ts'
import { activeIn } from '../visit/people.ts'
import { readPeople } from './read.ts'
import { standingsOf } from './standing.ts'

export interface Now {
  readonly eligible: readonly UserId[]
  readonly excluded: readonly Exclusion[]
}

/** What the draw looks at in a direction, stored or not. */
export type Pooled = Pick<Direction, 'departmentIds' | 'tags'> & { readonly id?: DirectionId }

/** @returns those of each direction, in order; null when the portal did not say who is there */
export async function whoNow(directions: readonly Pooled[], settings: Settings, ask: Ask, now: number): Promise<Now[] | null> {
  const directory = await ask.directory()
  const members = directions.map(({ departmentIds }) => activeIn(directory, departmentIds))
  const pool = [...new Map(members.flat().map((person) => [person.id, person])).values()]
  const personRules = await ask.personRules()
  const read = await readPeople(ask, { pool, rules: settings, countDealsOf: pool.filter(({ id }) => personRules.get(id)?.dealLimit) }, now)
  if (!read) return null
  const standing = await standingsOf({ read: { ...read, contactIds: [], companyId: null }, options: settings, personRules, clients: [], now }, ask)
  return directions.map(({ id = null, departmentIds, tags }, index) => {
    const heads = headsOf(directory, departmentIds)
    const candidates = (members[index] ?? []).map((person) => standing.candidate(person, heads, id))
    return eligibleOf({ candidates, demand: { tags, hours: settings.hours } }, settings, now)
  })
}

/** As `assign-visit` would draw. @returns null when the portal did not say who is there */
export async function couldGo(departments: readonly DepartmentId[], ask: Ask, now: number): Promise<Now | null> {
  const [rules, directory] = [await ask.settings(), await ask.directory()]
  const read = await readPeople(ask, { pool: activeIn(directory, departments), rules }, now)
  if (!read) return null
  const heads = headsOf(directory, departments)
  return eligibleOf({ candidates: [...read.people.values()].map((one) => ({ ...one, isHead: heads.has(one.person.id) })) }, rules, now)
}
