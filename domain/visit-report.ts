/** What a representative reports after a visit. */
import { z } from 'zod'
import { DirectionId, DocumentRef, PhotoId, ReportId, UserId } from './ids.ts'
import { DirectionAnswers } from './question.ts'
import { reportLimits } from './report-limits.ts'
import { visitFacts } from './visit-facts.ts'

/** Announced with the report; the picture itself follows by itself. */
export const ReportPhoto = z.object({
  id: PhotoId,
  /** The client's signature is a picture, too. */
  kind: z.enum(['photo', 'signature']),
  caption: z.string().trim().max(reportLimits.caption),
})
export type ReportPhoto = z.infer<typeof ReportPhoto>
/** With a signature. */
export const ReportPhotos = z.array(ReportPhoto).max(reportLimits.photos + 1)

export const VisitReport = z.object({
  id: ReportId,
  document: DocumentRef,
  representativeId: UserId,
  /** Empty only where the visit did not take place. */
  directionIds: z.array(DirectionId).max(reportLimits.directions),
  comment: z.string().max(reportLimits.comment),
  answers: z.array(DirectionAnswers).default([]),
  photos: ReportPhotos.default([]),
  ...visitFacts,
  /** The visit whose link it came by; null: from the card's tab. */
  visitId: z.string().nullable().default(null),
  /** Milliseconds since 1970. */
  submittedAt: z.number().int(),
})
export type VisitReport = z.infer<typeof VisitReport>
