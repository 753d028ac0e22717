/** What the bearer of a visit's link may see and do: that record only, read with the installation's token, as long as the person works here. */
import { createHash } from 'node:crypto'
import type { DistributionView } from '../../domain/contract/journal.ts'
import type { Directory } from '../../domain/department.ts'
import { originatorId as ours } from '../../domain/distribution.ts'
import { sameDocument, type DocumentRef, type ReportId } from '../../domain/ids.ts'
import type { Person } from '../../domain/manager.ts'
import type { Visit } from '../../domain/visit.ts'
import { question } from '../../manifest/ask.ts'
import type { House } from '../house.ts'
import type { Portal } from '../portal/portal.ts'
import { askPortal } from '../runs/ask-portal.ts'
import type { StoredVisit } from '../store/visits.ts'
import { isVisitor, type Session, type Visitor } from './bearer.ts'
import { portalOf, readRecord, recordQuestion, type OriginMarks } from './reading-right.ts'
import { refuse } from './refusal.ts'

/** Stands between a link's token and the device that carries it; in neither of them. */
export const beforeDevice = '~'
/** A device is another one for each link, so that nobody can be followed by it. */
export const deviceHash = ({ memberId, visitId, number }: Visitor, device: string): string => createHash('sha256').update(`device ${memberId} ${visitId} ${number} ${device}`).digest('base64url')

/** Whoever carries this: a link's token, and where devices count that of one that may open it. @returns null when it is none of ours */
export async function visitorOf({ visitLinks, store }: House, text: string): Promise<Visitor | null> {
  const [token = '', device = ''] = text.split(beforeDevice)
  const link = visitLinks.read(token)
  const kept = link && (await store.visits.get(link.memberId, link.visitId))
  if (!link || !kept) return link
  if ((await store.settings.get(link.memberId)).linkCode && !kept.link.devices.includes(deviceHash(link, device))) throw refuse('forbidden')
  // A visit that was put off takes its link along.
  return { ...link, expiresAt: kept.link.until ?? link.expiresAt }
}

/** The portal as this asker may see it. @throws Refused `forbidden` for any record but the link's own */
export async function portalFor(house: House, asker: Session | Visitor, document: DocumentRef): Promise<Portal> {
  if (!isVisitor(asker)) return portalOf(house, asker)
  if (!sameDocument(asker.document, document)) throw refuse('forbidden')
  return house.portals.ofInstallation(asker.memberId)
}

/** @throws Refused `forbidden` when the visit is no longer known, its link was closed or replaced, or it is of another record or person */
export async function visitOf({ store }: House, visitor: Visitor): Promise<StoredVisit> {
  const kept = await store.visits.get(visitor.memberId, visitor.visitId)
  if (!kept || kept.link.closed !== null || kept.link.number !== visitor.number || !isOf(kept.visit, visitor)) throw refuse('forbidden')
  return kept
}

/** A signature alone opens no other record: its secret may have leaked. */
export const isOf = ({ document, representativeId }: Visit, visitor: Visitor): boolean =>
  sameDocument(document, visitor.document) && representativeId === visitor.userId

/** The visitor as the directory knows them; without one nobody can be asked about. */
export function asCandidate(directory: Directory | null, { userId }: Visitor): Person {
  const known = directory?.people.find(({ id }) => id === userId)
  return known ?? { id: userId, name: '', position: '', timeZone: null, departments: [], active: true, everActive: true }
}

/** A report is taken from a person who may read the record, or from the link's bearer while they work here and the record is there. */
export async function mayReport(house: House, asker: Session | Visitor, document: DocumentRef): Promise<void> {
  const portal = await portalFor(house, asker, document)
  if (!isVisitor(asker)) return mustReport(await readRecord(portal, document))
  const { record, person } = await askPortal(portal, {
    record: recordQuestion(document),
    person: question('user.get', { FILTER: { ID: [asker.userId] } }),
  })
  if (!record.ok || !person.ok || !person.value.some(({ ID, ACTIVE }) => ID === asker.userId && ACTIVE)) throw refuse('forbidden')
  mustReport(record.value.item)
}

/** Of a deal that we made ourselves there is nothing to report: it is what a report became. */
const mustReport = ({ originatorId }: OriginMarks): void => {
  if (originatorId === ours) throw refuse('invalid_input', 'document')
}

/** A link reports one visit once: a further report is for the tab in the card. */
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
  undone: null,
  insteadOfRunId: null,
})
