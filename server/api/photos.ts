/** Photos of a report come in, one a request and each under its own id: looked at, stripped of everything but the picture, kept until the portal has them. */
import { Router, type Request } from 'express'
import { plainJpeg } from '../../domain/jpeg.ts'
import { PhotoId, ReportId } from '../../domain/ids.ts'
import { reportLimits } from '../../domain/report-limits.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import type { House } from '../house.ts'
import { createRoom, wholeBody } from '../ingest/body.ts'
import { photosRun } from '../runs/photos-run.ts'
import { isVisitor, type Session, type Visitor } from './bearer.ts'
import type { Handlers } from './handlers.ts'
import { refuse } from './refusal.ts'
import { visitOf } from './visitor.ts'

/** @throws Refused for any report but the asker's own, and by a link any but its visit's */
async function reportOf(house: House, asker: Session | Visitor, id: string): Promise<VisitReport> {
  const reportId = ReportId.safeParse(id)
  if (!reportId.success) throw refuse('forbidden')
  const report = await house.store.reports.get(asker.memberId, reportId.data)
  if (!report) throw refuse(isVisitor(asker) ? 'not_found' : 'forbidden')
  if (!isVisitor(asker)) {
    if (report.representativeId !== asker.userId) throw refuse('forbidden')
    return report
  }
  const mine = (await visitOf(house, asker)).reportId === report.id || report.representativeId === asker.userId
  if (!mine || report.document.kind !== asker.document.kind || report.document.id !== asker.document.id) throw refuse('forbidden')
  return report
}

export const photosHandlers = (house: House): Pick<Handlers, 'visit.photos'> => ({
  async 'visit.photos'({ reportId }, asker) {
    const report = await reportOf(house, asker, reportId)
    return { here: (await house.store.photos.ofReport(asker.memberId, report.id)).map(({ id }) => id) }
  },
})

/** @param askerOf throws Refused for whoever may not ask */
export function photoDoor(house: House, askerOf: (request: Request) => Promise<Session | Visitor>): Router {
  const router = Router()
  const roomFor = createRoom()
  const take = (path: string, limit: number, store: (memberId: Visitor['memberId'], report: VisitReport, id: PhotoId, picture: Buffer) => Promise<void>) => router.post(
    `/api/${path}/:report/:photo`,
    // Who asks is known before a byte of the picture is read.
    async (request, response, next) => {
      const asker = await askerOf(request)
      response.locals['asker'] = asker
      response.locals['report'] = await reportOf(house, asker, String(request.params['report']))
      next()
    },
    wholeBody(limit, roomFor),
    async (request, response) => {
      const { memberId } = response.locals['asker'] as Visitor
      const report = response.locals['report'] as VisitReport
      const id = PhotoId.safeParse(request.params['photo'])
      if (!id.success || !report.photos.some((photo) => photo.id === id.data)) throw refuse('not_found')
      const picture = request.is('image/jpeg') ? plainJpeg(request.body as Buffer, reportLimits.photoPixels) : null
      if (!picture) throw refuse('invalid_input', 'image/jpeg')
      await store(memberId, report, id.data, Buffer.from(picture.bytes))
      response.set('Cache-Control', 'no-store').json({ photoId: id.data })
    },
  )
  take('visit.photo', reportLimits.photoBytes, (memberId, report, id, picture) => keep(house, memberId, report, id, picture))
  take('visit.small', reportLimits.smallBytes, (memberId, report, id, picture) => house.store.photos.addSmall(memberId, report.id, id, picture))
  return router
}

/** The first of an id counts; the run that waits for them looks again. */
async function keep({ store, worker, now }: House, memberId: Visitor['memberId'], report: VisitReport, id: PhotoId, picture: Buffer): Promise<void> {
  const at = now()
  await store.together(async (s) => {
    await s.portals.hold(memberId)
    if (!(await s.photos.add(memberId, report.id, id, picture, at))) return
    // Otherwise that run has gone on without it.
    if (!(await s.runs.hasten(memberId, photosRun(memberId, report, null, at).dedupe, at))) await s.runs.receive([photosRun(memberId, report, id, at)])
  })
  worker.nudge(memberId)
}
