/** Where a run stands, as one word. */
import type { runStates } from '../../domain/contract/journal.ts'
import { recordPath } from '../../manifest/addresses.ts'
import type { Run } from '../store/run.ts'

export type RunState = (typeof runStates)[number]

export function runState({ stage, wakeAt }: Run, now: number): RunState {
  if (stage === 'done' || stage === 'failed' || stage === 'doubtful') return stage
  return wakeAt !== null && wakeAt > now ? 'waiting' : 'working'
}

export const dealUrl = (id: number): string => recordPath({ kind: 'deal', id })
export const taskUrl = (userId: number, id: number): string => `/company/personal/user/${userId}/tasks/task/view/${id}/`
