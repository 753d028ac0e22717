/** The run that brings a report's photos to the portal, as it arrives: with the report, or with a photo that came after it had gone on. */
import type { MemberId, PhotoId } from '../../domain/ids.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import { photosCode } from '../../manifest/manifest.ts'
import type { Arrival } from '../store/run.ts'
import { newRunId } from './chance.ts'

/** @param late null: the one that waits for all of them */
export const photosRun = (memberId: MemberId, { id: reportId, document }: VisitReport, late: PhotoId | null, receivedAt: number): Arrival => ({
  id: newRunId(receivedAt),
  memberId,
  kind: 'event',
  code: photosCode,
  dedupe: late === null ? `photos:${reportId}` : `photos:${reportId}:${late}`,
  document,
  reportId,
  body: '{}',
  receivedAt,
})
