/** What a replay on history needs: the cases of the past as our records know them, and the rules as they are. */
import { headsOf, peopleOf } from '../../domain/department.ts'
import type { Distribution } from '../../domain/distribution.ts'
import type { House } from '../house.ts'
import { freshDirectory } from '../runs/directory.ts'
import type { Handlers } from './handlers.ts'

const month = 30 * 86_400_000
/** More cases than a page takes in one answer; the newest are the likeliest to come again. */
const mostCases = 10_000
const passing = ['absent', 'workday_closed', 'dismissed'] as const

export function replayHandlers({ store, portals, config, now }: House): Pick<Handlers, 'replay.data'> {
  return {
    async 'replay.data'({ months }, { memberId }) {
      const all = await store.distributions.since(memberId, now() - months * month, mostCases)
      const directory = await freshDirectory({ portal: portals.ofInstallation(memberId), store, memberId, now, olderThanMs: config.directoryTtlMs })
      const directions = (await store.directions.all(memberId)).filter(({ archived }) => !archived)
      const personRules = await store.personRules.all(memberId)
      const members = new Set(directions.flatMap(({ departmentIds }) => peopleOf(directory, departmentIds).map(({ id }) => id)))
      return {
        cases: all.filter(({ undone }) => !undone).map(caseOf),
        undone: all.filter(({ undone }) => undone).length,
        directions: directions.map(({ id, name, departmentIds, reserveId }) => {
          const heads = headsOf(directory, departmentIds)
          return {
            id,
            name,
            members: peopleOf(directory, departmentIds).map((person) => ({ person, isHead: heads.has(person.id) })),
            heads: [...heads],
            reserve: directory.people.find((person) => person.id === reserveId) ?? null,
          }
        }),
        settings: await store.settings.get(memberId),
        personRules: [...personRules.values()],
        others: directory.people.filter(({ id }) => !members.has(id)),
      }
    },
  }
}

/** Whoever was in somebody's pool and out of it for a passing reason was away; of others nothing is known. */
function caseOf({ id, decidedAt, document, directions, draw }: Distribution) {
  const away = new Map<number, (typeof passing)[number]>()
  for (const { excluded } of draw.directions) {
    for (const { userId, reason } of excluded) {
      const known = passing.find((one) => one === reason)
      if (known) away.set(userId, known)
    }
  }
  return {
    id,
    at: decidedAt,
    directionIds: directions.map((one) => one.id),
    clients: [`${document.kind}:${document.id}`],
    away: [...away].map(([userId, reason]) => ({ userId: userId as (typeof draw.picked)[number], reason })),
    actual: draw.directions.map(({ directionId, picked }) => ({ directionId, picked })),
    actualMain: draw.mainManager,
  }
}
