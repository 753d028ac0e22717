/** What the bearer of a visit's link may see and do: that lead only, read with the installation's token, as long as the person works here. */
import type { DistributionView } from '../../domain/contract.ts'
import type { Directory } from '../../domain/department.ts'
import type { ReportId } from '../../domain/ids.ts'
import type { Person } from '../../domain/manager.ts'
import { question } from '../../manifest/ask.ts'
import type { House } from '../house.ts'
import type { Portal } from '../portal/portal.ts'
import { askPortal } from '../runs/ask-portal.ts'
import type { StoredVisit } from '../store/visits.ts'
import { isVisitor, type Session, type Visitor } from './bearer.ts'
import { mustReadLead, portalOf } from './reading-right.ts'
import { refuse } from './refusal.ts'

/** The portal as this asker may see it. @throws Refused `forbidden` for any lead but the link's own */
export async function portalFor(house: House, asker: Session | Visitor, leadId: number): Promise<Portal> {
  if (!isVisitor(asker)) return portalOf(house, asker)
  if (asker.leadId !== leadId) throw refuse('forbidden')
  return house.portals.ofInstallation(asker.memberId)
}

/** @throws Refused `forbidden` when the visit is no longer known */
export async function visitOf({ store }: House, { memberId, visitId }: Visitor): Promise<StoredVisit> {
  const kept = await store.visits.get(memberId, visitId)
  if (!kept) throw refuse('forbidden')
  return kept
}

/** The visitor as the directory knows them; without one nobody can be asked about. */
export function asCandidate(directory: Directory | null, { userId }: Visitor): Person {
  const known = directory?.people.find(({ id }) => id === userId)
  return known ?? { id: userId, name: '', position: '', timeZone: null, departments: [], active: true, everActive: true }
}

/** A report is taken from a person who may read the lead, or from the link's bearer while they work here and the lead is there. */
export async function mayReport(house: House, asker: Session | Visitor, leadId: number): Promise<void> {
  const portal = await portalFor(house, asker, leadId)
  if (!isVisitor(asker)) return mustReadLead(portal, leadId)
  const { lead, person } = await askPortal(portal, {
    lead: question('crm.lead.get', { id: leadId }),
    person: question('user.get', { FILTER: { ID: [asker.userId] } }),
  })
  if (!lead.ok || !person.ok || !person.value.some(({ ID, ACTIVE }) => ID === asker.userId && ACTIVE)) throw refuse('forbidden')
}

/** A link reports one visit once: a further report is for the tab in the lead's card. */
export const mustBeOpen = (kept: StoredVisit, reportId: ReportId): void => {
  if (kept.reportId !== null && kept.reportId !== reportId) throw refuse('conflict')
}

/** Who serves the client and nothing else: no pools, no reasons, no addresses inside the portal. */
export const forVisitor = (view: DistributionView): DistributionView => ({
  ...view,
  document: { ...view.document, url: '' },
  directions: view.directions.map((direction) => ({
    ...direction,
    eligible: direction.eligible.filter(({ id }) => id === direction.picked),
    excluded: [],
    deal: null,
  })),
  task: null,
  seed: null,
})
