/** A visit as an administrator sees it, and its personal link closed or made anew: at once in the store, told at the portal by a run. */
import type { VisitView } from '../../domain/contract/journal.ts'
import { visitLinkDays } from '../../domain/visit.ts'
import type { House } from '../house.ts'
import { renewCode, revokeCode } from '../runs/bodies.ts'
import { newRunId } from '../runs/chance.ts'
import type { Run } from '../store/run.ts'
import type { StoredVisit } from '../store/visits.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { refuse } from './refusal.ts'

export function visitLinkHandlers({ store, worker, now }: House): Pick<Handlers, 'visit.link'> {
  return {
    async 'visit.link'({ visitId, choice }, { memberId, name }) {
      const kept = await store.visits.get(memberId, visitId)
      if (!kept) throw refuse('not_found')
      const at = now()
      const id = newRunId(at)
      await store.together(async (s) => {
        await s.portals.hold(memberId)
        if (!(await s.visits[choice](memberId, visitId, at))) throw refuse('conflict')
        await s.runs.receive([
          {
            id,
            memberId,
            kind: 'event',
            code: choice === 'revoke' ? revokeCode : renewCode,
            dedupe: `${choice}:${id}`,
            document: kept.visit.document,
            reportId: null,
            body: JSON.stringify({ visitId, byName: name }),
            receivedAt: at,
          },
        ])
      })
      worker.nudge(memberId)
      return { runId: id }
    },
  }
}

/** The visit that this run assigned, or whose link its report came by. */
export async function visitOfRun({ store, now }: House, { memberId, id, kind, reportId }: Run): Promise<VisitView | null> {
  const report = kind === 'report' && reportId !== null ? await store.reports.get(memberId, reportId) : null
  const kept = report?.visitId ? await store.visits.get(memberId, report.visitId) : kind === 'robot' ? await store.visits.ofRun(memberId, id) : null
  return kept && viewOf(kept, personView(kept.visit.representativeId, await store.directory.get(memberId), kept.visit.names), now())
}

function viewOf({ visit, reportId, link }: StoredVisit, representative: VisitView['representative'], now: number): VisitView {
  const until = link.until ?? visit.assignedAt + visitLinkDays * 86_400_000
  return {
    visitId: visit.id,
    representative,
    deadline: visit.deadline,
    reportId,
    link: { state: link.closed ?? (until <= now ? 'expired' : 'open'), until, closedAt: link.closedAt },
  }
}
