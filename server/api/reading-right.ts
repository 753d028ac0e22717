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

export interface OriginMarks {
  readonly originatorId?: string | undefined
  readonly originId?: string | undefined
}

export const recordQuestion = ({ kind, id }: DocumentRef) => question('crm.item.get', { entityTypeId: entityTypeId[kind], id })

/**
 * The record's origin marks, for somebody who may read it.
 * @throws Refused `forbidden` for a record that is not there as well: the portal says no more either
 */
export async function readRecord(portal: Portal, document: DocumentRef): Promise<OriginMarks> {
  const { record } = await askPortal(portal, { record: recordQuestion(document) })
  if (!record.ok) throw refuse('forbidden')
  return record.value.item
}
