/** The visit report: what its page shows, its submission, and what became of it. */
import { originatorId } from '../../domain/distribution.ts'
import { sameDocument, type DocumentRef } from '../../domain/ids.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import { readVisit } from '../../manifest/distribute/read.ts'
import type { House } from '../house.ts'
import { createAsking } from '../runs/ask.ts'
import { newRunId } from '../runs/chance.ts'
import { isVisitor } from './bearer.ts'
import { distributionViews } from './distribution-view.ts'
import { readAnswers } from './forms.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { portalOf, readRecord } from './reading-right.ts'
import { refuse } from './refusal.ts'
import { runState } from './run-view.ts'
import { asCandidate, forVisitor, mayReport, mustBeOpen, portalFor, visitOf } from './visitor.ts'

export function visitHandlers(house: House): Pick<Handlers, 'visit.show' | 'visit.submit' | 'visit.result'> {
  const { store, config, worker, now } = house
  return {
    async 'visit.show'({ document }, asker) {
      const { memberId } = asker
      const portal = await portalFor(house, asker, document)
      const visit = isVisitor(asker) ? await visitOf(house, asker) : null
      const settings = await store.settings.get(memberId)
      const directory = await store.directory.get(memberId)
      // Read as the person: what the portal hides from them stays empty. The bearer of a link must still work here.
      const { ask } = createAsking({ portal, store, memberId, directoryTtlMs: config.directoryTtlMs, now })
      const people = isVisitor(asker) ? [asCandidate(directory, asker)] : []
      const result = await readVisit(ask, document, { pool: people, rules: { ...settings, skipAbsent: false, skipClockedOut: false } }, now())
      if (!result.ok || [...result.read.people.values()].some(({ person }) => !person.active)) throw refuse('forbidden')
      const { title, contactName, companyTitle, phone, address } = result.read.client
      const directions = (await store.directions.all(memberId)).filter(({ archived }) => !archived)
      const report = visit === null ? await store.reports.latest(memberId, document) : visit.reportId && (await store.reports.get(memberId, visit.reportId))
      return {
        document: { ...document, title },
        made: result.read.source.originatorId === originatorId,
        client: { contactName, companyTitle, phone, address },
        deadline: visit?.visit.deadline ?? null,
        directions: await Promise.all(directions.map(async ({ id, name }) => ({ id, name, form: await store.forms.newest(memberId, id) }))),
        report: report && {
          id: report.id,
          submittedAt: report.submittedAt,
          representative: personView(report.representativeId, directory),
          directionIds: report.directionIds,
          comment: report.comment,
          answers: report.answers,
        },
        starter: settings.starter,
      }
    },

    async 'visit.submit'({ reportId, document, directionIds, comment, answers }, asker) {
      const { memberId, userId } = asker
      const known = await store.reports.get(memberId, reportId)
      if (known) return repeated(known, document, userId)
      const visitor = isVisitor(asker) ? asker : null
      if (visitor) mustBeOpen(await visitOf(house, visitor), reportId)
      await mayReport(house, asker, document)
      const current = new Set((await store.directions.all(memberId)).filter(({ archived }) => !archived).map(({ id }) => id))
      if (directionIds.some((id) => !current.has(id))) throw refuse('invalid_input', 'directionIds')
      const submittedAt = now()
      const report: VisitReport = {
        id: reportId,
        document,
        representativeId: userId,
        directionIds: [...new Set(directionIds)],
        comment: comment.trim(),
        answers: await readAnswers(store, memberId, directionIds, answers),
        submittedAt,
      }
      const stored = await store.together(async (s) => {
        if (!(await s.reports.add(memberId, report))) return false
        await s.runs.receive([
          {
            id: newRunId(submittedAt),
            memberId,
            kind: 'report',
            code: null,
            dedupe: `report:${reportId}`,
            document: report.document,
            reportId,
            body: '{}',
            receivedAt: submittedAt,
          },
        ])
        const ended = await s.visits.report(memberId, report.document, reportId)
        // Two phones with one link: the later one takes nothing back and adds nothing.
        if (visitor && !ended.some(({ id }) => id === visitor.visitId)) throw refuse('conflict')
        await s.runs.wake(memberId, ended.map(({ runId }) => runId), submittedAt)
        return true
      })
      if (!stored) {
        // Sent twice at the same moment: the other one was first.
        const first = await store.reports.get(memberId, reportId)
        if (!first) throw refuse('internal')
        return repeated(first, document, userId)
      }
      worker.nudge(memberId)
      return { reportId, submittedAt }
    },

    async 'visit.result'({ reportId }, asker) {
      const { memberId, userId } = asker
      const report = await store.reports.get(memberId, reportId)
      const run = report && (await store.runs.ofReport(memberId, reportId))
      if (!report || !run) throw refuse('not_found')
      if (isVisitor(asker)) {
        if ((await visitOf(house, asker)).reportId !== reportId) throw refuse('forbidden')
      } else if (!asker.administrator && report.representativeId !== userId) await readRecord(await portalOf(house, asker), report.document)
      const distribution = await store.distributions.ofReport(memberId, reportId)
      const all = distribution ? await distributionViews(house, { administrator: false, ...asker }, [distribution]) : []
      const views = isVisitor(asker) ? all.map(forVisitor) : all
      return { state: runState(run, now()), outcome: run.outcome, distribution: views[0] ?? null }
    },
  }
}

/** The same report again changes nothing; another one under its id is a mistake of the page. */
function repeated(known: VisitReport, document: DocumentRef, userId: number) {
  if (!sameDocument(known.document, document) || known.representativeId !== userId) throw refuse('conflict')
  return { reportId: known.id, submittedAt: known.submittedAt }
}
