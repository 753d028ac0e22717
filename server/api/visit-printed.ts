/** A report as it is printed: everything it says, its pictures made small, and who was picked; for whoever may read the record. */
import type { House } from '../house.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { refuse } from './refusal.ts'
import { visitHandlers } from './visit.ts'

export function visitPrintedHandlers(house: House): Pick<Handlers, 'visit.printed'> {
  const { store } = house
  const { 'visit.show': show, 'visit.result': result } = visitHandlers(house)
  return {
    async 'visit.printed'({ reportId }, asker) {
      const { memberId } = asker
      const report = await store.reports.get(memberId, reportId)
      if (!report) throw refuse('not_found')
      // Read as this person: whoever may not read the record is refused here.
      const { document, client, directions } = await show({ document: report.document }, asker)
      const { distribution } = await result({ reportId }, asker)
      const pictures = await store.photos.pictures(memberId, reportId)
      return {
        document,
        client,
        representative: personView(report.representativeId, await store.directory.get(memberId)),
        submittedAt: report.submittedAt,
        directions: report.directionIds.map((id) => ({
          id,
          name: directions.find((one) => one.id === id)?.name ?? distribution?.directions.find((one) => one.id === id)?.name ?? '',
          given: report.answers.find(({ directionId }) => directionId === id)?.given ?? [],
        })),
        comment: report.comment,
        onSite: report.onSite,
        place: report.place,
        nextVisit: report.nextVisit,
        failure: report.failure,
        photos: report.photos.map(({ id, kind, caption }) => ({ id, kind, caption, picture: pictures.get(id) ?? null })),
        team: (distribution?.directions ?? []).map(({ id, name, eligible, reserve, own, picked }) => ({
          id,
          name,
          person: (reserve ?? own ?? eligible.find((one) => one.id === picked))?.name ?? null,
          main: picked !== null && picked === distribution?.mainManager?.id,
        })),
      }
    },
  }
}
