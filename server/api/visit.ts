/** The visit report: what its page shows, and what became of it. */
import { originatorId } from '../../domain/distribution.ts'
import { readVisit } from '../../manifest/distribute/read.ts'
import type { House } from '../house.ts'
import { createAsking } from '../runs/ask.ts'
import { isVisitor } from './bearer.ts'
import { distributionViews } from './distribution-view.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { portalOf, readRecord } from './reading-right.ts'
import { refuse } from './refusal.ts'
import { runState } from './run-view.ts'
import { asCandidate, forVisitor, portalFor, visitOf } from './visitor.ts'

export function visitHandlers(house: House): Pick<Handlers, 'visit.show' | 'visit.result'> {
  const { store, config, now } = house
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
          photos: report.photos,
          failure: report.failure,
        },
        starter: settings.starter,
      }
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
