/** What a representative reports after a visit. */
import { z } from 'zod'
import { DirectionId, DocumentRef, ReportId, UserId } from './ids.ts'
import { DirectionAnswers } from './question.ts'
import { reportLimits } from './report-limits.ts'

export const VisitReport = z.object({
  id: ReportId,
  document: DocumentRef,
  representativeId: UserId,
  directionIds: z.array(DirectionId).min(1).max(reportLimits.directions),
  comment: z.string().max(reportLimits.comment),
  answers: z.array(DirectionAnswers).default([]),
  /** Milliseconds since 1970. */
  submittedAt: z.number().int(),
})
export type VisitReport = z.infer<typeof VisitReport>
