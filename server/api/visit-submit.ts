/** A visit report comes in: checked, stored with its runs and the end of the visit in one commit; the same report again changes nothing. */
import type { Parsed } from '../../domain/contract/contract.ts'
import { sameDocument, type DocumentRef, type MemberId, type UserId } from '../../domain/ids.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import { putOffDays } from '../../domain/visit.ts'
import type { House } from '../house.ts'
import { newRunId } from '../runs/chance.ts'
import { photosRun } from '../runs/photos-run.ts'
import type { Arrival } from '../store/run.ts'
import { isVisitor, type Session, type Visitor } from './bearer.ts'
import { readAnswers } from './forms.ts'
import type { Handlers } from './handlers.ts'
import { refuse } from './refusal.ts'
import { mayReport, mustBeOpen, visitOf } from './visitor.ts'

export function visitSubmitHandlers(house: House): Pick<Handlers, 'visit.submit'> {
  const { store, worker } = house
  return {
    async 'visit.submit'(input, asker) {
      const { memberId, userId } = asker
      const { reportId, document } = input
      const known = await store.reports.get(memberId, reportId)
      if (known) return repeated(house, known, document, asker)
      const visitor = isVisitor(asker) ? asker : null
      if (visitor) mustBeOpen(await visitOf(house, visitor), reportId)
      await mayReport(house, asker, document)
      const report = await read(input, visitor, memberId, userId, house)
      const stored = await store.together(async (s) => {
        await s.portals.hold(memberId)
        if (!(await s.reports.add(memberId, report))) return false
        await s.runs.receive(arrivals(memberId, report))
        const again = report.failure?.again ?? null
        if (visitor && again !== null) {
          await s.visits.postpone(memberId, visitor.visitId, again)
          return true
        }
        const ended = await s.visits.report(memberId, document, reportId)
        // Two phones with one link: the later one takes nothing back and adds nothing.
        if (visitor && !ended.some(({ id }) => id === visitor.visitId)) throw refuse('conflict')
        await s.runs.wake(memberId, ended.map(({ runId }) => runId), report.submittedAt)
        return true
      })
      if (!stored) {
        // Sent twice at the same moment: the other one was first.
        const first = await store.reports.get(memberId, reportId)
        if (!first) throw refuse('internal')
        return repeated(house, first, document, asker)
      }
      worker.nudge(memberId)
      return accepted(house, report, memberId)
    },
  }
}

/** @throws Refused `invalid_input` with the name of what is wrong */
async function read(input: Parsed<'visit.submit'>, visitor: Visitor | null, memberId: MemberId, userId: UserId, { store, now }: House): Promise<VisitReport> {
  const { reportId, document, comment, answers, photos, onSite, place, nextVisit, failure } = input
  const directionIds = failure ? [] : [...new Set(input.directionIds)]
  if (!failure && directionIds.length === 0) throw refuse('invalid_input', 'directionIds')
  const current = new Set((await store.directions.all(memberId)).filter(({ archived }) => !archived).map(({ id }) => id))
  if (directionIds.some((id) => !current.has(id))) throw refuse('invalid_input', 'directionIds')
  if (new Set(photos.map(({ id }) => id)).size < photos.length) throw refuse('invalid_input', 'photos')
  // Only the link knows of a visit that could be put off.
  if (visitor === null && failure) throw refuse('invalid_input', 'failure')
  if (visitor && failure?.again && (failure.again <= now() || failure.again >= now() + putOffDays * 86_400_000)) throw refuse('invalid_input', 'failure')
  return {
    id: reportId,
    document,
    representativeId: userId,
    directionIds,
    comment: comment.trim(),
    answers: await readAnswers(store, memberId, directionIds, answers, photos),
    photos,
    onSite,
    place,
    nextVisit,
    failure,
    visitId: visitor?.visitId ?? null,
    submittedAt: now(),
  }
}

/** What is done with it; the photos are waited for apart, so that they hold nothing up. */
function arrivals(memberId: MemberId, report: VisitReport): Arrival[] {
  const { id: reportId, document, submittedAt } = report
  const id = newRunId(submittedAt)
  const arrival: Arrival = { id, memberId, kind: 'report', code: null, dedupe: `report:${reportId}`, document, reportId, body: '{}', receivedAt: submittedAt }
  return report.photos.length === 0 ? [arrival] : [arrival, photosRun(memberId, report, null, submittedAt)]
}

/** The same report again changes nothing; another one under its id is a mistake of the page. */
function repeated(house: House, known: VisitReport, document: DocumentRef, { memberId, userId }: Session | Visitor) {
  if (!sameDocument(known.document, document) || known.representativeId !== userId) throw refuse('conflict')
  return accepted(house, known, memberId)
}

async function accepted({ store }: House, { id, submittedAt, failure, visitId }: VisitReport, memberId: MemberId) {
  const kept = failure?.again && visitId ? await store.visits.get(memberId, visitId) : null
  return { reportId: id, submittedAt, linkUntil: kept?.link.until ?? null }
}
