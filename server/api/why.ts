/** "Why this manager": the records behind a lead or a deal, for whoever may read it at the portal. */
import { distributionOfDeal, originatorId, type Distribution } from '../../domain/distribution.ts'
import type { DocumentRef } from '../../domain/ids.ts'
import type { House } from '../house.ts'
import { distributionViews } from './distribution-view.ts'
import type { Handlers } from './handlers.ts'
import { portalOf, readRecord } from './reading-right.ts'
import type { Session } from './bearer.ts'

export function whyHandlers(house: House): Pick<Handlers, 'why.show'> {
  const { store } = house

  async function behind(document: DocumentRef, asker: Session): Promise<Distribution[]> {
    const portal = await portalOf(house, asker)
    const record = await readRecord(portal, document)
    // What became of its own visits, unless it is itself what a visit became.
    if (record.originatorId !== originatorId) return store.distributions.ofDocument(asker.memberId, document)
    const origin = distributionOfDeal(record.originId ?? '')
    const distribution = origin && (await store.distributions.get(asker.memberId, origin.distributionId))
    return distribution ? [distribution] : []
  }

  return {
    async 'why.show'({ document }, asker) {
      const distributions = await behind(document, asker)
      return {
        viewer: { id: asker.userId, name: asker.name, position: asker.position },
        distributions: await distributionViews(house, asker, distributions),
      }
    },
  }
}
