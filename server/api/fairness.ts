/** Whether people were picked fairly: computed from the ledger's own records, each direction and the main managers apart. */
import { setImmediate as breathe } from 'node:timers/promises'
import type { FairnessGroup } from '../../domain/contract/fairness.ts'
import type { Distribution } from '../../domain/distribution.ts'
import { chanceDraws, fairnessOf, type Fairness } from '../../domain/fairness.ts'
import { isJudged, judge, type Judged } from '../../domain/fairness-verdict.ts'
import { mainOf, type MadeDraw, picksOf } from '../../domain/made-draws.ts'
import type { House } from '../house.ts'
import { randomOf, sha256 } from '../runs/chance.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'

const day = 86_400_000
/** More of one direction are not repeated a thousand times in front of a page; the newest say most. */
const mostDraws = 3000
export const newest = (draws: readonly MadeDraw[]): readonly MadeDraw[] => draws.slice(-mostDraws)
/** Between two breaths calls and pages come in; milliseconds. */
const breathMs = 12

export function fairnessHandlers({ store, now }: House): Pick<Handlers, 'fairness.show'> {
  return {
    async 'fairness.show'({ days }, { memberId }) {
      const from = now() - days * day
      const all = await store.distributions.since(memberId, from)
      // What was undone gave its picks back; what was selected again stands in its place.
      const holding = all.filter(({ undone }) => !undone)
      const directory = await store.directory.get(memberId)
      const named = Object.assign({}, ...holding.map(({ names }) => names)) as Record<string, string>
      const parts = [...[...directionsIn(holding)].map(([key, name]) => ({ key: String(key), name, draws: newest(holding.flatMap((one) => picksOf(one, key))) })), { key: 'main', name: '', draws: newest(holding.flatMap(mainOf)) }]
      const judged = parts.filter(({ draws }) => isJudged(chanceDraws(draws))).length
      const found: Fairness[] = []
      for (const { key, draws } of parts) found.push(await breathing(draws, `${memberId}\n${days}\n${key}`, { groups: judged }))
      const verdicts = judge(found.map(({ byChance }) => ({ draws: byChance?.draws ?? 0, p: byChance?.p ?? 1 })))
      const groups = parts.map(({ key, name }, index) => groupOf(key, name, found[index] as Fairness, verdicts[index] as Judged, (id) => personView(id, directory, named)))
      return {
        from,
        distributions: holding.length,
        selectedAgain: holding.filter(({ insteadOf }) => insteadOf !== null).length,
        directions: groups.slice(0, -1).filter(({ draws }) => draws > 0),
        main: groups.at(-1) as FairnessGroup,
      }
    },
  }
}

/** By their newest names, in the order of their first appearance. */
export function directionsIn(distributions: readonly Distribution[]): Map<Distribution['directions'][number]['id'], string> {
  return new Map(distributions.flatMap(({ directions }) => directions.map(({ id, name }) => [id, name] as const)))
}

function groupOf(key: string, name: string, { byChance, byOrder }: Fairness, judged: Judged, person: (id: Parameters<typeof personView>[0]) => ReturnType<typeof personView>): FairnessGroup {
  return {
    key,
    name,
    draws: (byChance?.draws ?? 0) + (byOrder?.draws ?? 0),
    chance: byChance && { ...byChance, ...judged, people: byChance.people.map(({ userId, ...share }) => ({ person: person(userId), ...share })) },
    order: byOrder && { ...byOrder, people: byOrder.people.map(({ userId, share, ...rest }) => ({ person: person(userId), expected: share, usual: null, ...rest })) },
  }
}

/** @param how fewer runs where only what was to be expected is asked for */
export async function breathing(draws: readonly MadeDraw[], identity: string, how?: Parameters<typeof fairnessOf>[2]): Promise<Fairness> {
  // A seed of its own: the same records give the same figures whoever looks.
  const work = fairnessOf(draws, randomOf(sha256(`${identity}\n${draws.length}`), 'fairness'), how)
  let paused = performance.now()
  let step = work.next()
  while (!step.done) {
    if (performance.now() - paused > breathMs) {
      await breathe()
      paused = performance.now()
    }
    step = work.next()
  }
  return step.value
}
