/** Compares what a portal has waiting with what we know of it: answers that were lost are sent again, calls that never came are listed. */
import type { DocumentRef, MemberId, RunId } from '../../domain/ids.ts'
import { question, type Answers, type Question } from '../../manifest/ask.ts'
import { judgeWorkflow, workflowsOf, type Workflow, type WorkflowState } from '../../manifest/workflows.ts'
import type { Log } from '../log.ts'
import { PortalError } from '../portal/errors.ts'
import type { Portal, Portals } from '../portal/portal.ts'
import type { Store } from '../store/store.ts'
import { askPortal } from './ask-portal.ts'
import { startRounds, type Rounds } from './rounds.ts'

export interface SweepNeeds {
  readonly store: Store
  readonly portals: Portals
  readonly nudge: (memberId: MemberId) => void
  /** How long a call may take to reach us, and an answer to move a workflow on. */
  readonly stuckAfterMs: number
  readonly now: () => number
  readonly log: Log
}

export interface Swept {
  readonly workflowId: string
  readonly document: DocumentRef
  readonly startedAt: number
  readonly state: WorkflowState
  readonly runId: RunId | null
}

/** More waiting workflows than that nobody reads; the oldest are seen first. */
const mostPages = 10

/** @throws PortalError when the portal does not say */
export async function sweep(memberId: MemberId, { store, portals, nudge, stuckAfterMs, now, log }: SweepNeeds): Promise<Swept[]> {
  const workflows = await waitingAt(portals.ofInstallation(memberId))
  const ours = await store.runs.ofWorkflows(memberId, workflows.map(({ id }) => id))
  await store.workflows.learn(memberId, [...new Set(workflows.filter(({ id }) => ours.has(id)).map(({ template }) => template))])
  const templates = await store.workflows.templates(memberId)
  const swept = workflows.flatMap((workflow): Swept[] => {
    const run = ours.get(workflow.id) ?? null
    const state = judgeWorkflow(workflow, run, templates, stuckAfterMs, now())
    return state === null ? [] : [{ workflowId: workflow.id, document: workflow.document, startedAt: workflow.startedAt, state, runId: run?.runId ?? null }]
  })
  for (const { state, runId } of swept) {
    if (state !== 'unanswered' || runId === null || !(await answerAgain(memberId, runId, store, now()))) continue
    log.warn({ runId }, 'the workflow has not moved since our answer: it is sent again')
    nudge(memberId)
  }
  return swept
}

/** The portal ignores an answer that it has had, so that this can do no harm. @returns false when the run had none to give */
function answerAgain(memberId: MemberId, runId: RunId, store: Store, now: number): Promise<boolean> {
  return store.together(async (s) => {
    const replies = (await s.effects.ofRun(memberId, runId)).filter(({ phase }) => phase === 'reply')
    if (replies.length === 0) return false
    await s.effects.change(memberId, runId, replies.map(({ key }) => ({ key, state: 'planned' as const })))
    await s.runs.reopen(memberId, runId, now)
    return true
  })
}

async function waitingAt(portal: Portal): Promise<Workflow[]> {
  const rows: Workflow[] = []
  let start: number | null = 0
  for (let pages = 0; start !== null && pages < mostPages; pages += 1) {
    const answers: Answers<{ instances: Question<'bizproc.workflow.instances'> }> = await askPortal(portal, {
      instances: question('bizproc.workflow.instances', {
        SELECT: ['ID', 'MODIFIED', 'MODULE_ID', 'ENTITY', 'DOCUMENT_ID', 'STARTED', 'TEMPLATE_ID'],
        FILTER: { MODULE_ID: 'crm' },
        ORDER: { STARTED: 'ASC' },
        start,
      }),
    })
    const { instances } = answers
    if (!instances.ok) throw new PortalError('refused', instances.code, instances.text)
    rows.push(...workflowsOf(instances.value))
    start = instances.next
  }
  return rows
}

/**
 * A portal that no sweep has asked for that long is asked; several processes share them.
 * @param watch looks at the portal's state on the same occasion
 */
export function startSweeping(needs: SweepNeeds, watch: (memberId: MemberId) => Promise<void>, everyMs: number): Rounds {
  const { store, now, log } = needs
  // Not at once: after a start there is enough to do, and a call may still be on its way.
  return startRounds(Math.max(200, Math.min(everyMs, 60_000)), log, 'could not sweep', async () => {
    for (const memberId of await store.workflows.unswept(now() - everyMs, now())) {
      if (!(await store.workflows.claim(memberId, now() - everyMs, now()))) continue
      const unasked = (error: unknown) => log.warn({ memberId, code: error instanceof PortalError ? error.code : 'internal' }, 'a portal was not swept')
      await sweep(memberId, needs).catch(unasked)
      await watch(memberId).catch(unasked)
    }
  })
}
