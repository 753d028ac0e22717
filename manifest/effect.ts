/** What a run wants done at the portal: said as data, written down before it is sent. */
import type { DocumentRef } from '../domain/ids.ts'
import type { EffectMethod, Param, Params } from './methods.ts'

/**
 * Order within a run (decisions: order of effects): a stage move ends every automation instance of the document,
 * so the reply goes before it, and what only decorates comes last. A check asks, in the batch that writes, whether the people
 * written about are still there: it costs no request and is acted on afterwards (reliability: fault 22).
 */
export const phases = ['essential', 'check', 'reply', 'stage', 'ornament'] as const
export type Phase = (typeof phases)[number]

export interface Effect<M extends EffectMethod = EffectMethod> {
  /** Unique within the run; other effects refer to its result by it. */
  readonly key: string
  readonly method: M
  readonly params: Params
  readonly phase: Phase
  /** How to find at the portal whether this was done; null: doing it twice is the same as once. */
  readonly mark: Mark | null
}

export type Mark =
  /** A CRM record of ours, by `originatorId` and `originId`. */
  | { readonly by: 'origin'; readonly entityTypeId: number; readonly originId: string }
  /** A task bound to a CRM record (`L_12`) whose description ends with the marker. */
  | { readonly by: 'task'; readonly crm: string; readonly marker: string }
  /** An item of a task's checklist whose title begins so. `taskId` may be a reference. */
  | { readonly by: 'checklist'; readonly taskId: Param; readonly title: string }
  /** A timeline comment of a record that holds the marker. `entityId` may be a reference. */
  | { readonly by: 'comment'; readonly entityType: string; readonly entityId: Param; readonly marker: string }
  /** Whether a task is completed; doing it again is refused by the portal. */
  | { readonly by: 'completed'; readonly taskId: number; readonly completed: boolean }
  /** A record or a task is no longer there. */
  | { readonly by: 'gone'; readonly document: DocumentRef }
  | { readonly by: 'task_gone'; readonly taskId: number }
  /** A workflow that was ended is no longer among those that run. */
  | { readonly by: 'ended'; readonly workflowId: string }
  /** A record's stage: done unless it is still `from`. */
  | { readonly by: 'stage'; readonly document: DocumentRef; readonly from: string; readonly to: string }

export const effect = <M extends EffectMethod>(phase: Phase, key: string, method: M, params: Params, mark: Mark | null): Effect<M> => ({
  key,
  method,
  params,
  phase,
  mark,
})
