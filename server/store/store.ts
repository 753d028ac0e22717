/** The store: one room a noun, transactions that a lease fences, and the end of a portal's data. */
import { sql } from 'kysely'
import type { MemberId, RunId } from '../../domain/ids.ts'
import type { Seal } from '../seal.ts'
import { changesIn } from './changes.ts'
import { directionsIn } from './directions.ts'
import { directoryIn } from './directory.ts'
import { drawsIn } from './draws.ts'
import { distributionsIn } from './distributions.ts'
import { effectsIn } from './effects.ts'
import { formsIn } from './forms.ts'
import { inboxIn } from './inbox.ts'
import { journalIn } from './journal.ts'
import { limitErrorsIn } from './limit-errors.ts'
import { linkCodesIn } from './link-codes.ts'
import { leasesIn, tokenOf, type Lease } from './leases.ts'
import type { Db, Opened } from './open.ts'
import { personRulesIn } from './person-rules.ts'
import { photosIn } from './photos.ts'
import { picksIn } from './picks.ts'
import { portalsIn } from './portals.ts'
import { reportsIn } from './reports.ts'
import { retentionIn } from './retention.ts'
import { rulesIn } from './rules.ts'
import { runsIn } from './runs.ts'
import { secretsIn } from './secrets.ts'
import { settingsIn } from './settings.ts'
import { shadowsIn } from './shadows.ts'
import { tableNames } from './tables.ts'
import { visitsIn } from './visits.ts'
import { workflowsIn } from './workflows.ts'

const nounsIn = (db: Db, seal: Seal, embedded: boolean) => ({
  portals: portalsIn(db, seal),
  inbox: inboxIn(db, seal, embedded),
  runs: runsIn(db, seal),
  effects: effectsIn(db, seal),
  distributions: distributionsIn(db),
  picks: picksIn(db),
  draws: drawsIn(db),
  personRules: personRulesIn(db),
  directions: directionsIn(db),
  settings: settingsIn(db),
  secrets: secretsIn(db, seal),
  rules: rulesIn(db),
  retention: retentionIn(db),
  shadows: shadowsIn(db),
  changes: changesIn(db),
  reports: reportsIn(db),
  visits: visitsIn(db),
  linkCodes: linkCodesIn(db),
  photos: photosIn(db, seal),
  forms: formsIn(db),
  directory: directoryIn(db),
  leases: leasesIn(db),
  journal: journalIn(db),
  workflows: workflowsIn(db),
  limitErrors: limitErrorsIn(db),
  /**
   * Erases everything that is known of a portal, the lease last.
   * @param leaving the run that tells of it: an installation that came later is another one, and stays
   */
  async erase(memberId: MemberId, leaving: RunId | null = null): Promise<void> {
    // What has just come is of it as well.
    await inboxIn(db, seal, embedded).takeIn(Number.MAX_SAFE_INTEGER)
    await db.deleteFrom('portals').where('member_id', '=', memberId).execute()
    const kept = leaving === null ? [] : await runsIn(db, seal).installsAfter(memberId, leaving)
    const others = (column: 'id' | 'run_id') => sql<boolean>`${kept.length === 0 ? sql`true` : sql`${sql.ref(column)} not in (${sql.join(kept)})`}`
    await db.deleteFrom('effects').where('member_id', '=', memberId).where(others('run_id')).execute()
    await db.deleteFrom('runs').where('member_id', '=', memberId).where(others('id')).execute()
    const apart = ['portals', 'inbox', 'effects', 'runs', 'leases', 'secrets'] as const
    const whole = tableNames.filter((name): name is Exclude<typeof name, (typeof apart)[number]> => !apart.some((one) => one === name))
    for (const table of whole.reverse()) await db.deleteFrom(table).where('member_id', '=', memberId).execute()
    // Whoever holds the line goes on with the installation: its proof can be used once, and a lost lease would waste it.
    if (kept.length > 0) return
    await db.deleteFrom('leases').where('member_id', '=', memberId).execute()
    await db.deleteFrom('leases').where('member_id', '=', tokenOf(memberId)).execute()
  },
})

/** The rooms, over the database or over one transaction of it. */
export type Nouns = ReturnType<typeof nounsIn>

export interface Store extends Nouns {
  readonly embedded: boolean
  /** One commit of everything that `work` writes, refused with `LeaseLost` when the lease is no longer ours. */
  commit<T>(lease: Lease, work: (nouns: Nouns) => Promise<T>): Promise<T>
  /** One commit outside any line. */
  together<T>(work: (nouns: Nouns) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export function createStore({ db, embedded }: Opened, seal: Seal): Store {
  const together = <T>(work: (nouns: Nouns) => Promise<T>): Promise<T> => db.transaction().execute((transaction) => work(nounsIn(transaction, seal, embedded)))
  return {
    ...nounsIn(db, seal, embedded),
    embedded,
    together,
    commit: (lease, work) =>
      together(async (nouns) => {
        await nouns.leases.fence(lease)
        return work(nouns)
      }),
    close: () => db.destroy(),
  }
}
