/** The journal: runs of the portal, newest first, and everything about one of them. */
import type { JournalRow, presses } from '../../domain/contract/journal.ts'
import type { Directory } from '../../domain/department.ts'
import type { Distribution } from '../../domain/distribution.ts'
import type { MemberId, RunId } from '../../domain/ids.ts'
import { nobodyToPick } from '../../domain/outcome.ts'
import { runsAt } from '../../domain/shadow.ts'
import type { House } from '../house.ts'
import { againCode, alertCodes, codeCode, endingCode, remindCode, renewCode, revokeCode, undoCode } from '../runs/bodies.ts'
import { codeOf } from '../runs/self-test.ts'
import type { StoredEffect } from '../store/effects.ts'
import { originOf } from '../store/portals.ts'
import type { Run } from '../store/run.ts'
import { distributionViews } from './distribution-view.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { refuse } from './refusal.ts'
import { runState } from './run-view.ts'
import { visitOfRun } from './visit-links.ts'

const twoWeeksMs = 14 * 86_400_000
const pageLength = 50

export function journalHandlers(house: House): Pick<Handlers, 'journal.list' | 'journal.show' | 'run.judge'> {
  const { store, worker, config, now } = house
  const linkOf = async (memberId: MemberId, runId: RunId) => {
    const portal = await store.portals.get(memberId)
    return portal ? linkTo(originOf(portal), config.clientId, runId) : ''
  }
  return {
    async 'journal.list'({ search, outcome, directionId, since, cursor }, { memberId }) {
      // Shown by one word, so found by it.
      const outcomes = outcome === null ? null : outcome === 'no_eligible' ? nobodyToPick : [outcome]
      const filter = { search, outcomes, directionId, since: since ?? now() - twoWeeksMs, cursor, limit: pageLength + 1 }
      const { runs, total } = await store.journal.page(memberId, filter)
      const page = runs.slice(0, pageLength)
      const distributions = await store.distributions.several(memberId, page.flatMap(({ distributionId }) => distributionId ?? []))
      const directory = await store.directory.get(memberId)
      return {
        rows: page.map((run) => rowOf(run, distributions.get(run.distributionId ?? '') ?? null, directory, now())),
        total,
        next: runs.length > pageLength ? (page.at(-1)?.id ?? null) : null,
      }
    },

    async 'journal.show'({ runId }, viewer) {
      const { memberId } = viewer
      const run = await store.runs.get(memberId, runId)
      if (!run) throw refuse('not_found')
      const distribution = run.distributionId === null ? null : await store.distributions.get(memberId, run.distributionId)
      const shadow = await store.shadows.get(memberId)
      const effects = await store.effects.ofRun(memberId, runId)
      const views = distribution ? await distributionViews(house, viewer, [distribution]) : []
      return {
        row: rowOf(run, distribution, await store.directory.get(memberId), now()),
        distribution: views[0] ?? null,
        beside: shadow !== null && distribution !== null && !distribution.undone && runsAt(shadow, distribution.decidedAt),
        visit: await visitOfRun(house, run),
        link: await linkOf(memberId, runId),
        doubt: doubtOf(effects, config.graceMs),
        reason: run.reason === '' || run.reason === null ? run.problem : run.reason,
        steps: stepsOf(run),
        effects: effects.map(({ key, method, state, errorCode, errorText }) => ({
          key,
          method,
          state,
          error: errorCode === null ? null : [errorCode, errorText].filter((part) => part !== null && part !== '').join(': '),
        })),
      }
    },

    async 'run.judge'({ runId, choice }, { memberId }) {
      const doubt = doubtOf(await store.effects.ofRun(memberId, runId), config.graceMs)
      if (!doubt || (choice !== 'look' && now() < doubt.from)) throw refuse('conflict')
      if (!(await store.runs.judge(memberId, runId, choice === 'look' ? null : choice, now()))) throw refuse('conflict')
      worker.nudge(memberId)
      return {}
    },
  }
}

const linkTo = (origin: string, clientId: string, runId: string): string => `${origin}/marketplace/view/${encodeURIComponent(clientId)}/?${new URLSearchParams({ 'params[run]': runId }).toString()}`

function doubtOf(effects: readonly StoredEffect[], graceMs: number): { effects: number; from: number } | null {
  const doubtful = effects.filter(({ state }) => state === 'doubtful')
  return doubtful.length === 0 ? null : { effects: doubtful.length, from: Math.max(...doubtful.map(({ sentAt }) => (sentAt ?? 0) + graceMs)) }
}

function rowOf(run: Run, distribution: Distribution | null, directory: Directory | null, now: number): JournalRow {
  const document = distribution?.document ?? run.document
  const draw = distribution?.draw
  const main = draw?.mainManager ?? null
  const person = (id: Parameters<typeof personView>[0]) => personView(id, directory, distribution?.names)
  const nameOf = (id: string) => distribution?.directions.find((one) => one.id === id)?.name ?? ''
  return {
    runId: run.id,
    kind: run.kind,
    robot: run.kind === 'robot' ? run.code : null,
    press: pressOf.get(run.code ?? '') ?? null,
    undone: distribution?.undone !== null && distribution?.undone !== undefined && run.code !== undoCode,
    at: run.at.received,
    state: runState(run, now),
    outcome: run.outcome,
    document: document && { ...document, title: run.title },
    directions: distribution?.directions.map(({ name }) => name) ?? [],
    unserved: draw?.directions.filter(({ picked }) => picked === null).map(({ directionId }) => nameOf(directionId)) ?? [],
    mainManager: main === null ? null : person(main),
    others: draw?.picked.filter((id) => id !== main).map(person) ?? [],
  }
}

/** A map: a robot's call may carry any code, the name of something that every object has among them. */
const pressOf = new Map<string, (typeof presses)[number]>([
  [endingCode, 'end'],
  [undoCode, 'undo'],
  [againCode, 'again'],
  [revokeCode, 'revoke'],
  [renewCode, 'renew'],
  [codeCode, 'code'],
  [remindCode, 'remind'],
  [codeOf('look'), 'test'],
  [alertCodes.red, 'alert'],
  [alertCodes.well, 'alert'],
])

function stepsOf({ at, requests }: Run) {
  const steps = [
    { step: 'received', at: at.received, requests: 0 },
    { step: 'read', at: at.read, requests: requests.read },
    { step: 'decided', at: at.decided, requests: 0 },
    { step: 'written', at: at.written, requests: requests.write },
    { step: 'answered', at: at.answered, requests: 0 },
    { step: 'finished', at: at.finished, requests: 0 },
  ] as const
  return steps.flatMap((one) => (one.at === null ? [] : [{ ...one, at: one.at }]))
}
