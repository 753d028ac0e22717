/** What a run's decision is made with. */
import type { Given } from '../../manifest/define.ts'
import { originOf, type InstalledPortal } from '../store/portals.ts'
import type { Run } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import type { VisitLinks } from '../visit-link.ts'
import type { Asking } from './ask.ts'
import type { CallTrust } from './call-trust.ts'
import { chanceOf, hashOf, periodAt, type ChanceKey } from './chance.ts'

/** Everything about a run that its decision needs. */
export interface Deciding {
  readonly run: Run
  readonly portal: InstalledPortal
  readonly asking: Asking
  readonly store: Store
  readonly chanceKey: ChanceKey
  readonly drawPeriodMs: number
  readonly visitLinks: VisitLinks
  readonly callTrust: CallTrust
  readonly now: () => number
}

/** What the manifest is told beside the call itself. */
export function givenFor({ run, portal, chanceKey, drawPeriodMs, visitLinks, now }: Deciding): Given {
  const moment = now()
  return {
    runId: run.id,
    now: moment,
    chance: chanceOf(periodAt(chanceKey, run.memberId, drawPeriodMs, moment), moment),
    hash: (text) => hashOf(run.memberId, text),
    portal: { memberId: run.memberId, origin: originOf(portal), language: portal.language },
    visitLink: (to) => visitLinks.write({ memberId: run.memberId, ...to }),
  }
}
