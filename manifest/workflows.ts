/** What a portal's waiting workflows tell us: which wait rightly, which missed our answer, which never reached us. Pure. */
import type { DocumentRef } from '../domain/ids.ts'
import type { Plan } from './define.ts'
import { effect } from './effect.ts'
import type { Localised } from './localised.ts'
import type { ResultOf } from './methods.ts'

export interface Workflow {
  readonly id: string
  readonly template: string
  readonly document: DocumentRef
  /** Milliseconds since 1970, by the portal's clock. */
  readonly startedAt: number
  readonly movedAt: number
}

/** The newest run of ours that came from a workflow. `answeredAt`: null while it is not over. */
export interface Ours {
  readonly answeredAt: number | null
  /** Its answer was sent more than once: whatever it waits for, it is not that. */
  readonly answeredAgain: boolean
}

/** `waits`: a run of ours is open; `unanswered`: it has not moved since our answer; `unheard`: our robots are in it and no call came. */
export const workflowStates = ['waits', 'unanswered', 'unheard'] as const
export type WorkflowState = (typeof workflowStates)[number]

/** Two clocks, and dates without milliseconds. */
const clocksDifferMs = 5000

/**
 * @param templates processes in which our robots have been seen
 * @param patienceMs how long a call may take to reach us, and an answer to move a workflow on
 * @returns null: none of our business
 */
export function judgeWorkflow(workflow: Workflow, ours: Ours | null, templates: ReadonlySet<string>, patienceMs: number, now: number): WorkflowState | null {
  if (!ours) return templates.has(workflow.template) && now - workflow.startedAt > patienceMs ? 'unheard' : null
  if (ours.answeredAt === null) return 'waits'
  const moved = workflow.movedAt > ours.answeredAt + clocksDifferMs
  return moved || ours.answeredAgain || now - ours.answeredAt <= patienceMs ? null : 'unanswered'
}

const kinds: Readonly<Record<string, DocumentRef['kind']>> = { LEAD: 'lead', DEAL: 'deal' }

/** Of leads and deals; others have no robots of ours. */
export function workflowsOf(rows: ResultOf<'bizproc.workflow.instances'>): Workflow[] {
  return rows.flatMap(({ ID, DOCUMENT_ID, TEMPLATE_ID, STARTED, MODIFIED }) => {
    const [, letters = '', number = ''] = /^([A-Z]+)_(\d{1,15})$/.exec(DOCUMENT_ID) ?? []
    const kind = kinds[letters]
    const startedAt = Date.parse(STARTED)
    const movedAt = Date.parse(MODIFIED)
    if (!kind || Number.isNaN(startedAt)) return []
    return [{ id: ID, template: TEMPLATE_ID, document: { kind, id: Number(number) }, startedAt, movedAt: Number.isNaN(movedAt) ? startedAt : movedAt }]
  })
}

const ended: Localised = {
  ru: 'Процесс завершён администратором: вызов робота не дошёл до Fairlead, и ответа не дождался бы никто.',
  en: 'An administrator ended the workflow: its call never reached Fairlead, so no answer would ever have come.',
}

/** Ends a workflow whose call never reached us. */
export function endWorkflow(id: string, language: keyof Localised): Plan<Record<string, never>> {
  return {
    outcome: 'ok',
    returns: {},
    effects: [effect('essential', 'terminate', 'bizproc.workflow.terminate', { ID: id, STATUS: ended[language] }, { by: 'ended', workflowId: id })],
    keeps: {},
    log: ended[language],
  }
}
