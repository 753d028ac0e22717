/** Workflows of the portal that wait for us: which rightly, which missed our answer, which never reached us; and ending one of those. */
import type { House } from '../house.ts'
import { endingCode } from '../runs/bodies.ts'
import { newRunId } from '../runs/chance.ts'
import { sweep } from '../runs/sweep.ts'
import type { Handlers } from './handlers.ts'
import { refuse } from './refusal.ts'

export function workflowHandlers(house: House): Pick<Handlers, 'workflows.list' | 'workflows.end'> {
  const { store, config, portals, worker, receive, log, now } = house
  const swept = (memberId: Parameters<typeof sweep>[0]) => sweep(memberId, { store, portals, nudge: worker.nudge, stuckAfterMs: config.stuckAfterMs, now, log })
  return {
    async 'workflows.list'(_, { memberId }) {
      return { workflows: await swept(memberId) }
    },

    async 'workflows.end'({ workflowId }, { memberId }) {
      // Asked anew: only what no call of ours belongs to may be ended from here.
      const found = (await swept(memberId)).find((one) => one.workflowId === workflowId)
      if (found?.state !== 'unheard') throw refuse('conflict')
      const id = newRunId(now())
      await receive.run({
        id,
        memberId,
        kind: 'event',
        code: endingCode,
        dedupe: `end:${workflowId}`,
        document: found.document,
        reportId: null,
        body: JSON.stringify({ workflowId }),
        receivedAt: now(),
      })
      worker.nudge(memberId)
      return { runId: id }
    },
  }
}
