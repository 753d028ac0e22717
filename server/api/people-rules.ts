/** The people whom directions could pick, and what an administrator decides for each of them. */
import type { PersonOfPool } from '../../domain/contract/configuration.ts'
import { peopleOf, type Directory } from '../../domain/department.ts'
import type { Direction } from '../../domain/direction.ts'
import type { Person } from '../../domain/manager.ts'
import { type PersonRules, usualRules } from '../../domain/person-rules.ts'
import type { House } from '../house.ts'
import { freshDirectory } from '../runs/directory.ts'
import type { Session } from './bearer.ts'
import { changing, savePerson } from './changing.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { refuse } from './refusal.ts'

export function peopleHandlers(house: House): Pick<Handlers, 'people.list' | 'people.save' | 'me.show' | 'me.pause'> {
  const { store, portals, config, now } = house
  const directoryOf = (memberId: Parameters<typeof store.directory.get>[0]) =>
    freshDirectory({ portal: portals.ofInstallation(memberId), store, memberId, now, olderThanMs: config.directoryTtlMs })
  const current = async (memberId: Parameters<typeof store.directory.get>[0]) => (await store.directions.all(memberId)).filter(({ archived }) => !archived)

  const inPool = async (memberId: Parameters<typeof store.directory.get>[0], userId: Person['id']) => {
    const departments = (await current(memberId)).flatMap(({ departmentIds }) => departmentIds)
    return peopleOf(await directoryOf(memberId), [...new Set(departments)]).some(({ id, active }) => id === userId && active)
  }

  const keep = (asker: Session, rules: PersonRules): Promise<void> =>
    changing(house, asker, { kind: 'person', subject: String(rules.userId) }, async (s) => {
      if (!(await savePerson(s, asker.memberId, rules, now()))) throw refuse('conflict')
    })

  return {
    async 'people.list'(_, { memberId }) {
      const directory = await directoryOf(memberId)
      const directions = await current(memberId)
      const known = await store.personRules.all(memberId)
      const pool = peopleOf(directory, [...new Set(directions.flatMap(({ departmentIds }) => departmentIds))]).filter(({ active, everActive }) => active && everActive)
      const people = pool.map((person) => viewOf(person, directory, directions, known.get(person.id) ?? usualRules(person.id)))
      return { people: people.sort((a, b) => a.person.name.localeCompare(b.person.name)) }
    },

    async 'people.save'(rules, asker) {
      const { memberId } = asker
      const directory = await directoryOf(memberId)
      const person = directory.people.find(({ id, active }) => id === rules.userId && active)
      if (!person) throw refuse('not_found')
      const saved = { ...rules, version: rules.version + 1 }
      await keep(asker, saved)
      return { person: viewOf(person, directory, await current(memberId), saved) }
    },

    async 'me.show'(_, { memberId, userId }) {
      const rules = (await store.personRules.all(memberId)).get(userId)
      const pausedUntil = rules?.pausedUntil ?? null
      return { inPool: await inPool(memberId, userId), pausedUntil: pausedUntil !== null && pausedUntil > now() ? pausedUntil : null }
    },

    async 'me.pause'({ until }, asker) {
      const { memberId, userId } = asker
      if (until !== null && (until <= now() || until > now() + longestPauseMs)) throw refuse('invalid_input', 'until')
      if (!(await inPool(memberId, userId))) throw refuse('not_found')
      const known = (await store.personRules.all(memberId)).get(userId) ?? usualRules(userId)
      await keep(asker, { ...known, pausedUntil: until, version: known.version + 1 })
      return { pausedUntil: until }
    },
  }
}

const longestPauseMs = 366 * 86_400_000

function viewOf({ id }: Person, directory: Directory, directions: readonly Direction[], rules: PersonRules): PersonOfPool {
  const serves = directions.filter(({ departmentIds }) => peopleOf(directory, departmentIds).some((one) => one.id === id))
  return { person: personView(id, directory), directions: serves.map(({ name }) => name), rules }
}
