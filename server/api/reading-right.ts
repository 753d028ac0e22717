/** Whether a person may read a record: asked at the portal, with that person's token, every time. */
import { entityTypeId, type DocumentRef } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import type { House } from '../house.ts'
import { askPortal } from '../runs/ask-portal.ts'
import type { Portal } from '../portal/portal.ts'
import { patient } from './patient.ts'
import { refuse } from './refusal.ts'
import type { Session } from './bearer.ts'

/** The portal as this person sees it, at the address that the installation proved. */
export async function portalOf({ store, portals, now }: House, { memberId, access }: Session): Promise<Portal> {
  const portal = await store.portals.get(memberId)
  if (!portal) throw refuse('not_installed')
  return patient(portals.withToken(memberId, portal.clientEndpoint, access), now)
}

/** @throws Refused `forbidden` for a record that is not there as well: the portal says no more either */
export async function mustReadLead(portal: Portal, id: number): Promise<void> {
  const { lead } = await askPortal(portal, { lead: question('crm.lead.get', { id }) })
  if (!lead.ok) throw refuse('forbidden')
}

/** The deal's origin marks, for somebody who may read it. */
export async function readDeal(portal: Portal, id: number): Promise<{ originatorId: string; originId: string }> {
  const { deal } = await askPortal(portal, { deal: question('crm.item.get', { entityTypeId: entityTypeId.deal, id }) })
  if (!deal.ok) throw refuse('forbidden')
  return { originatorId: deal.value.item.originatorId ?? '', originId: deal.value.item.originId ?? '' }
}

export async function mustRead(portal: Portal, document: DocumentRef): Promise<void> {
  if (document.kind === 'lead') await mustReadLead(portal, document.id)
  else await readDeal(portal, document.id)
}
