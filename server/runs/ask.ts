/** `Ask` as a run sees it: questions to the portal in as few batches as it takes, our ledger, the configuration. */
import type { Directory } from '../../domain/department.ts'
import type { Distribution } from '../../domain/distribution.ts'
import { DirectionId, type MemberId } from '../../domain/ids.ts'
import type { Ask } from '../../manifest/ask.ts'
import type { Portal } from '../portal/portal.ts'
import type { Store } from '../store/store.ts'
import { askPortal } from './ask-portal.ts'
import { freshDirectory } from './directory.ts'
import { keptDistribution, keptVisit } from './ledger.ts'

export interface Asking {
  readonly ask: Ask
  /** Requests that went out for it so far. */
  requests(): number
  /** When the portal answered last; null: it was not asked. */
  readAt(): number | null
  /** The distribution that was looked up and found, for a run that turns out to be a repeat. */
  seen(): Distribution | null
}

interface Needs {
  readonly portal: Portal
  readonly store: Store
  readonly memberId: MemberId
  readonly directoryTtlMs: number
  readonly now: () => number
}

export function createAsking({ portal, store, memberId, directoryTtlMs, now }: Needs): Asking {
  let requests = 0
  let readAt: number | null = null
  let seen: Distribution | null = null
  let directory: Promise<Directory> | null = null
  const counted: Portal = {
    ...portal,
    async batch(commands, options) {
      requests++
      const answers = await portal.batch(commands, options)
      readAt = now()
      return answers
    },
  }
  const ask: Ask = {
    portal: (questions) => askPortal(counted, questions),
    // Read once a run: one decision is made from one picture of the company.
    directory: () => (directory ??= freshDirectory({ portal: counted, store, memberId, now, olderThanMs: directoryTtlMs })),
    directions: () => store.directions.all(memberId),
    settings: () => store.settings.get(memberId),
    rules: async () => (await store.rules.get(memberId)).rules,
    report: (id) => store.reports.get(memberId, id),
    latestReport: (document) => store.reports.latest(memberId, document),
    async visit(id) {
      const kept = await store.visits.get(memberId, id)
      return kept && keptVisit(store, memberId, kept)
    },
    async openVisits(document) {
      const open = (await store.visits.openAt(memberId, document)).filter(({ link }) => link.closed !== 'handed_over')
      return Promise.all(open.map((one) => keptVisit(store, memberId, one)))
    },
    visitsOf: async (report) => Promise.all((await store.visits.ofReport(memberId, report)).map((one) => keptVisit(store, memberId, one))),
    async distribution(id) {
      const kept = await keptDistribution(store, memberId, id)
      seen = kept?.distribution ?? seen
      return kept
    },
    async ofDeal(dealId) {
      const made = await store.effects.madeDeal(memberId, dealId)
      const run = made && (await store.runs.get(memberId, made.runId))
      const kept = run?.distributionId ? await keptDistribution(store, memberId, run.distributionId) : null
      if (!made || !kept) return null
      seen = kept.distribution
      return { kept, directionId: DirectionId.parse(made.key.slice('deal:'.length)) }
    },
    lastPicked: (directions) => store.picks.last(memberId, directions),
    assigned: (since) => store.picks.counts(memberId, since),
    given: (since) => store.picks.moments(memberId, since),
    serving: (clients, since) => store.picks.serving(memberId, clients, since),
    mains: (since) => store.picks.mains(memberId, since),
    personRules: () => store.personRules.all(memberId),
    decks: (directions) => store.picks.decks(memberId, directions),
    missed: (directions) => store.picks.missed(memberId, directions),
  }
  return { ask, requests: () => requests, readAt: () => readAt, seen: () => seen }
}
