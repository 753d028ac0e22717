/** A visit report not yet sent; its id is made once, so a repeated sending is the same report. */
import type { DirectionId, ReportId } from '../../domain/ids.ts'
import type { AnswerValue, Form } from '../../domain/question.ts'

export interface Draft {
  reportId: ReportId
  directionIds: DirectionId[]
  comment: string
  /** The questions that each direction asked when the first answer was given: the draft keeps that version. */
  forms: Record<string, Form>
  /** By direction, then by question. */
  answers: Record<string, Record<string, AnswerValue>>
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** `rep_` and 20 characters, 100 bits from the browser's own generator. */
export function newReportId(): ReportId {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return `rep_${[...bytes].map((byte) => alphabet[byte % 32]).join('')}` as ReportId
}

export const emptyDraft = (): Draft => ({ reportId: newReportId(), directionIds: [], comment: '', forms: {}, answers: {} })
