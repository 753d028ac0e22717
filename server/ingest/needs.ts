/** What everything that arrives needs: a place to be kept, and somebody to be woken. */
import type { MemberId } from '../../domain/ids.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import type { KnownToken } from './known.ts'
import type { Receive } from './receive.ts'

export interface IngestNeeds {
  readonly store: Store
  readonly knownToken: KnownToken
  readonly receive: Receive
  readonly nudge: (memberId: MemberId) => void
  /** Told of every answer to a call; milliseconds since it began. */
  readonly answered?: (status: number, ms: number) => void
  readonly now: () => number
  readonly log: Log
}
