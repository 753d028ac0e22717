/** A visit report not yet sent; its id is made once, so a repeated sending is the same report. */
import type { DirectionId, ReportId } from '../../domain/ids.ts'

export interface Draft {
  reportId: ReportId
  directionIds: DirectionId[]
  comment: string
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** `rep_` and 20 characters, 100 bits from the browser's own generator. */
export function newReportId(): ReportId {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return `rep_${[...bytes].map((byte) => alphabet[byte % 32]).join('')}` as ReportId
}

export const emptyDraft = (): Draft => ({ reportId: newReportId(), directionIds: [], comment: '' })
