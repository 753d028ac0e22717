/** Looks for visits whose report does not come in time, and begins a run for each reminder: the mark and the run are one commit, so no step comes twice. */
import type { MemberId } from '../../domain/ids.ts'
import { reminderSteps, type ReminderStep } from '../../domain/visit.ts'
import type { Log } from '../log.ts'
import type { Arrival } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import type { StoredVisit } from '../store/visits.ts'
import { remindCode } from './bodies.ts'
import { newRunId } from './chance.ts'
import { startRounds, type Rounds } from './rounds.ts'

interface Needs {
  readonly store: Store
  readonly nudge: (memberId: MemberId) => void
  readonly now: () => number
  readonly log: Log
}

const hourMs = 3_600_000
/** What was late for longer than that when we came back is history. */
const longestMs = 60 * 86_400_000

async function remindAll({ store, nudge, now }: Needs): Promise<void> {
  const at = now()
  for (const memberId of await store.visits.latePortals(at - longestMs, at)) {
    const { remindAfter, remindHeadAfter } = await store.settings.get(memberId)
    const after: Record<ReminderStep, number | null> = { representative: remindAfter, head: remindHeadAfter }
    for (const [index, step] of reminderSteps.entries()) {
      const hours = after[step]
      if (hours === null) continue
      const begun = await store.together(async (s) => {
        const late = await s.visits.remind(memberId, index + 1, at - longestMs, at - hours * hourMs)
        if (late.length > 0) await s.runs.receive(late.map((one) => arrival(memberId, one, step, at)))
        return late.length
      })
      if (begun > 0) nudge(memberId)
    }
  }
}

const arrival = (memberId: MemberId, { visit }: StoredVisit, step: ReminderStep, receivedAt: number): Arrival => ({
  id: newRunId(receivedAt),
  memberId,
  kind: 'event',
  code: remindCode,
  // A visit that was put off has a new deadline, and is late anew.
  dedupe: `remind:${visit.id}:${step}:${visit.deadline}`,
  document: visit.document,
  reportId: null,
  body: JSON.stringify({ visitId: visit.id, step }),
  receivedAt,
})

export const startReminding = (needs: Needs, everyMs: number): Rounds => startRounds(everyMs, needs.log, 'could not look for late visits', () => remindAll(needs))
