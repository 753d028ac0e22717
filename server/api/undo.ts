/** Undo and select again: what stands against it is looked up at once, the doing is a run in the portal's line. */
import type { House } from '../house.ts'
import { recordPath } from '../../manifest/addresses.ts'
import { lookAtUndo } from '../../manifest/distribute/undo.ts'
import { createAsking } from '../runs/ask.ts'
import { undoCode } from '../runs/bodies.ts'
import { newRunId } from '../runs/chance.ts'
import type { Session } from './bearer.ts'
import type { Handlers } from './handlers.ts'
import { patient } from './patient.ts'
import { personView } from './people.ts'
import { refuse } from './refusal.ts'
import { taskUrl } from './run-view.ts'

export function undoHandlers(house: House): Pick<Handlers, 'undo.look' | 'undo.start'> {
  const { store, config, portals, worker, receive, now } = house
  const askOf = ({ memberId }: Session) => createAsking({ portal: patient(portals.ofInstallation(memberId), now), store, memberId, directoryTtlMs: config.directoryTtlMs, now }).ask

  return {
    async 'undo.look'({ distributionId }, asker) {
      const ask = askOf(asker)
      const kept = await ask.distribution(distributionId)
      if (!kept) throw refuse('not_found')
      const nothing = { touched: [], deals: 0, task: false }
      if (kept.distribution.undone) return { state: 'undone', ...nothing }
      if (!kept.settled) return { state: 'busy', ...nothing }
      const look = await lookAtUndo(kept, ask)
      if (!look) throw refuse('portal_refused')
      const directory = await store.directory.get(asker.memberId)
      return {
        state: look.touched.length > 0 ? 'touched' : 'possible',
        touched: look.touched.map((one) => ({
          ...one,
          person: one.userId === null ? null : personView(one.userId, directory, kept.distribution.names),
          url: one.kind === 'deal' ? recordPath({ kind: 'deal', id: one.id }) : taskUrl(one.userId ?? asker.userId, one.id),
        })),
        deals: look.deals.length,
        task: look.taskId !== null,
      }
    },

    async 'undo.start'({ distributionId, reason, again }, { memberId, userId, name }) {
      const distribution = await store.distributions.get(memberId, distributionId)
      if (!distribution) throw refuse('not_found')
      if (distribution.undone) throw refuse('conflict')
      const id = newRunId(now())
      await receive.run({
        id,
        memberId,
        kind: 'event',
        code: undoCode,
        // A refused one may be pressed again; of several that were pressed at once the later ones find it undone.
        dedupe: `undo:${id}`,
        document: distribution.document,
        reportId: null,
        body: JSON.stringify({ distributionId, reason, again, byId: userId, byName: name }),
        receivedAt: now(),
      })
      worker.nudge(memberId)
      return { runId: id }
    },
  }
}
