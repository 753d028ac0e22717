/** A visit report not yet sent; its id is made once, so a repeated sending is the same report. */
import type { DirectionId, PhotoId, ReportId } from '../../domain/ids.ts'
import type { FailureReason } from '../../domain/visit-facts.ts'
import type { AnswerValue, Form } from '../../domain/question.ts'

export interface Draft {
  reportId: ReportId
  directionIds: DirectionId[]
  comment: string
  /** The questions that each direction asked when the first answer was given: the draft keeps that version. */
  forms: Record<string, Form>
  /** By direction, then by question. */
  answers: Record<string, Record<string, AnswerValue>>
  /** In order; the pictures themselves lie beside the draft. Those of a question are named by its answer. */
  photos: DraftPhoto[]
  /** The client's signature, a picture as well. */
  signature: PhotoId | null
  /** Milliseconds since 1970. */
  onSite: { from: number | null; until: number | null }
  place: { by: 'phone'; latitude: number; longitude: number; accuracy: number } | { by: 'hand'; text: string; reason: string } | null
  /** `YYYY-MM-DDTHH:mm` of the phone's own clock; empty: none. */
  nextVisit: string
  /** The visit did not take place. */
  failure: { reason: FailureReason | null; day: string; time: string } | null
}
export interface DraftPhoto {
  readonly id: PhotoId
  caption: string
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** 20 characters, 100 bits from the browser's own generator. */
const random = (): string => [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => alphabet[byte % 32]).join('')
export const newReportId = (): ReportId => `rep_${random()}` as ReportId
export const newPhotoId = (): PhotoId => `pho_${random()}` as PhotoId

export const emptyDraft = (): Draft => ({ reportId: newReportId(), directionIds: [], comment: '', forms: {}, answers: {}, photos: [], signature: null, onSite: { from: null, until: null }, place: null, nextVisit: '', failure: null })
