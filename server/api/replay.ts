/** What a replay on history needs: the cases of the past as our records know them, and the rules as they are. */
import { headsOf, peopleOf } from '../../domain/department.ts'
import type { House } from '../house.ts'
import { freshDirectory } from '../runs/directory.ts'
import type { Handlers } from './handlers.ts'
import { caseOf, choicesOf } from './past.ts'

const month = 30 * 86_400_000
/** More cases than a page takes in one answer; the newest are the likeliest to come again. */
const mostCases = 10_000

export function replayHandlers({ store, portals, config, now }: House): Pick<Handlers, 'replay.data'> {
  return {
    async 'replay.data'({ months }, { memberId }) {
      const all = await store.distributions.since(memberId, now() - months * month, mostCases)
      const directory = await freshDirectory({ portal: portals.ofInstallation(memberId), store, memberId, now, olderThanMs: config.directoryTtlMs })
      const directions = (await store.directions.all(memberId)).filter(({ archived }) => !archived)
      const personRules = await store.personRules.all(memberId)
      const { rules } = await store.rules.get(memberId)
      const members = new Set(directions.flatMap(({ departmentIds }) => peopleOf(directory, departmentIds).map(({ id }) => id)))
      return {
        cases: all.filter(({ undone }) => !undone).map((one) => caseOf(one, rules)),
        undone: all.filter(({ undone }) => undone).length,
        directions: directions.map(({ id, name, departmentIds, reserveId, tags }) => {
          const heads = headsOf(directory, departmentIds)
          return {
            id,
            name,
            members: peopleOf(directory, departmentIds).map((person) => ({ person, isHead: heads.has(person.id) })),
            heads: [...heads],
            tags,
            reserve: directory.people.find((person) => person.id === reserveId) ?? null,
          }
        }),
        settings: await store.settings.get(memberId),
        personRules: [...personRules.values()],
        choices: choicesOf(rules),
        others: directory.people.filter(({ id }) => !members.has(id)),
      }
    },
  }
}
