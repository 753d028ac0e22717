/** What every room above the store is handed: made once in app.ts. */
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import type { OAuth } from './portal/oauth.ts'
import type { Portals } from './portal/portal.ts'
import type { TokenKeeper } from './portal/token.ts'
import type { ChanceKey } from './runs/chance.ts'
import type { Worker } from './runs/worker.ts'
import type { Seal } from './seal.ts'
import type { VisitLinks } from './visit-link.ts'
import type { Store } from './store/store.ts'
import type { KnownToken } from './ingest/known.ts'
import type { Receive } from './ingest/receive.ts'

export interface House {
  readonly config: Config
  /** Public address without a slash at the end. */
  readonly appUrl: string
  readonly store: Store
  readonly portals: Portals
  readonly tokens: TokenKeeper
  readonly oauth: OAuth
  readonly worker: Worker
  readonly receive: Receive
  readonly knownToken: KnownToken
  /** Signs and checks personal links. */
  readonly visitLinks: VisitLinks
  /** Derives the secrets of draws. */
  readonly chanceKey: ChanceKey
  /** Seals sessions and tickets. */
  readonly seal: Seal
  readonly now: () => number
  readonly log: Log
}
