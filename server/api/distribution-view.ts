/** A distribution as somebody may see it: reasons for everybody, dates and the seed for administrators and heads. */
import type { DistributionView } from '../../domain/contract/journal.ts'
import { headsOf, type Directory } from '../../domain/department.ts'
import type { Direction } from '../../domain/direction.ts'
import type { Distribution } from '../../domain/distribution.ts'
import { isOneEach } from '../../domain/draw.ts'
import type { DirectionId } from '../../domain/ids.ts'
import type { House } from '../house.ts'
import { againDedupe } from '../runs/bodies.ts'
import { withResults } from '../runs/ledger.ts'
import { personView } from './people.ts'
import { recordPath } from '../../manifest/addresses.ts'
import { dealUrl, runState, taskUrl } from './run-view.ts'
import type { Session } from './bearer.ts'

/** What the view depends on: a visitor of a link is nobody special. */
export type Viewer = Pick<Session, 'memberId' | 'userId' | 'administrator'>

export async function distributionViews({ store, now }: House, viewer: Viewer, distributions: readonly Distribution[]): Promise<DistributionView[]> {
  const { memberId } = viewer
  const directory = await store.directory.get(memberId)
  const directions = await store.directions.all(memberId)
  const runOf = async (id: string | null) => (id === null ? null : ((await store.distributions.get(memberId, id))?.runId ?? null))
  return Promise.all(
    distributions.map(async (distribution) => {
      const { dealIds, taskId } = await withResults(store, memberId, distribution)
      const run = await store.runs.get(memberId, distribution.runId)
      const { document, draw, names, undone } = distribution
      const person = (id: Parameters<typeof personView>[0]) => personView(id, directory, names)
      return {
        id: distribution.id,
        runId: distribution.runId,
        state: run ? runState(run, now()) : 'done',
        decidedAt: distribution.decidedAt,
        document: { ...document, title: distribution.client.title, url: recordPath(document) },
        reportId: distribution.reportId,
        representative: distribution.representativeId === null ? null : person(distribution.representativeId),
        comment: distribution.comment,
        outcome: run?.outcome ?? distribution.outcome,
        policy: draw.policy,
        onePersonManyDirections: !isOneEach(draw),
        load: draw.load,
        loadDays: draw.loadDays,
        directions: draw.directions.map(({ directionId, eligible, excluded, picked, fallback, by, standsFor, lastPicked, deck, loads, added, weights, outcome }) => {
          const was = distribution.directions.find(({ id }) => id === directionId)
          const dates = viewer.administrator || isHead(viewer, directory, directions, directionId)
          const dealId = dealIds[directionId]
          return {
            id: directionId,
            name: was?.name ?? '',
            departments: was?.departments ?? [],
            eligible: eligible.map(person),
            excluded: excluded.map(({ userId, reason, until, limit = null }) => ({ person: person(userId), reason, until: dates ? until : null, limit: dates ? limit : null })),
            picked,
            reserve: fallback && picked !== null ? person(picked) : null,
            by: fallback && by === 'draw' ? 'reserve' : by,
            own: by === 'client_manager' && picked !== null ? person(picked) : null,
            standsFor: standsFor === null ? null : person(standsFor),
            before: draw.policy === 'in_turn' && lastPicked !== null ? person(lastPicked) : null,
            loads: draw.policy === 'least_loaded' ? (dates ? loads : {}) : null,
            added: dates ? Object.fromEntries(Object.entries(added).filter(([, number]) => number > 0)) : {},
            weights: draw.policy === 'weighted' ? (dates ? weights : {}) : null,
            deck: deck && { round: deck.round, hadTurn: deck.hadTurn.filter((id) => eligible.includes(id)) },
            outcome,
            deal: dealId === undefined ? null : { id: dealId, url: dealUrl(dealId) },
          }
        }),
        match: viewer.administrator ? distribution.match : null,
        mainManager: draw.mainManager === null ? null : person(draw.mainManager),
        mainAmong: draw.mainBy?.by === 'draw' ? draw.mainBy.eligible.length : draw.picked.length,
        mainBy: draw.mainBy?.by === 'draw' && draw.main === 'least_often' ? 'least_often' : (draw.mainBy?.by ?? null),
        task: taskId === null || draw.mainManager === null ? null : { id: taskId, url: taskUrl(draw.mainManager, taskId) },
        seed: viewer.administrator ? draw.seed : null,
        undone: undone && { at: undone.at, by: { ...person(undone.byId), name: undone.byName }, reason: undone.reason, runId: undone.runId, nextRunId: undone.successor === null ? null : ((await store.runs.byDedupe(memberId, againDedupe(distribution.id)))?.id ?? null) },
        insteadOfRunId: await runOf(distribution.insteadOf),
      }
    }),
  )
}

function isHead({ userId }: Viewer, directory: Directory | null, directions: readonly Direction[], id: DirectionId): boolean {
  const direction = directions.find((one) => one.id === id)
  return directory !== null && direction !== undefined && headsOf(directory, direction.departmentIds).has(userId)
}
