/** Questions of the visit report, for whoever bears the visit’s link or sits at the record’s card. */
import { z } from 'zod'
import { DirectionId, DocumentRef, PhotoId, ReportId } from '../ids.ts'
import { codePattern, devicePattern } from '../link-code.ts'
import { OutcomeCode } from '../outcome.ts'
import { AnswerValue, DirectionAnswers, Form } from '../question.ts'
import { reportLimits } from '../report-limits.ts'
import { Failure, visitFacts } from '../visit-facts.ts'
import { ReportPhotos } from '../visit-report.ts'
import { linkEnds } from '../visit.ts'
import { Moment, question } from './asking.ts'
import { DistributionView, RunState } from './journal.ts'
import { PersonView } from './people.ts'

/** What a visit's personal link opens; its page has no portal around it. */
export const VisitLinkContext = z.object({
  /** `incomplete`: forged, changed or cut short; `revoked` also when another link took its place; `code`: this device has to prove itself. */
  link: z.enum(['open', 'code', 'expired', 'incomplete', ...linkEnds]),
  language: z.enum(['ru', 'en']),
  /** Only where the link is open: asks `visit.show`, `visit.submit` and `visit.result` for this record, nothing else, until it expires. */
  visit: z.object({ visitId: z.string(), document: DocumentRef, session: z.string(), expiresAt: Moment }).nullable(),
})
export type VisitLinkContext = z.infer<typeof VisitLinkContext>

export const Device = z.string().regex(devicePattern)

export const visitQuestions = {
  /** Exchanges a personal link's token for what it opens, where the page came from the phone and not from us. */
  'visit.open': question('anyone', z.object({ token: z.string().max(4000), language: z.enum(['ru', 'en']), device: Device.nullable().default(null) }), VisitLinkContext),
  /** Has a code sent to the representative, for a link that asks for one; `sent` false: not before `again`. Refused as `forbidden` for any other link. */
  'visit.askCode': question('anyone', z.object({ token: z.string().max(4000), device: Device }), z.object({ sent: z.boolean(), again: Moment })),
  /** `left`: attempts that this code has left; 0: another one is needed. */
  'visit.giveCode': question(
    'anyone',
    z.object({ token: z.string().max(4000), device: Device, code: z.string().regex(codePattern) }),
    z.object({ opened: VisitLinkContext, left: z.number().int() }),
  ),
  /** What the report's page shows; refused unless this person may read the record at the portal, or has the link of a visit to it. */
  'visit.show': question(
    'visitor',
    z.object({ document: DocumentRef }),
    z.object({
      document: DocumentRef.extend({ title: z.string() }),
      /** A deal that a distribution made: there is nothing to report on it. */
      made: z.boolean(),
      client: z.object({ contactName: z.string(), companyTitle: z.string(), phone: z.string(), address: z.string() }),
      /** Of the link's own visit: until when it should be made. */
      deadline: Moment.nullable(),
      directions: z.array(z.object({ id: DirectionId, name: z.string(), form: Form })),
      /** The newest report on this record, if there is one. */
      report: z
        .object({ id: ReportId, submittedAt: Moment, representative: PersonView, directionIds: z.array(DirectionId), comment: z.string(), answers: z.array(DirectionAnswers), photos: ReportPhotos, failure: Failure.nullable() })
        .nullable(),
      starter: z.enum(['report', 'robot']),
    }),
  ),
  /** Stores the report; the same `reportId` again is the same report and changes nothing. */
  'visit.submit': question(
    'visitor',
    z.object({
      reportId: ReportId,
      document: DocumentRef,
      /** At least one, unless the visit did not take place. */
      directionIds: z.array(DirectionId).max(reportLimits.directions),
      comment: z.string().max(reportLimits.comment),
      /** By the version of the questions that was asked; those of directions that are not ticked are left alone. */
      answers: z
        .array(z.object({ directionId: DirectionId, version: z.number().int().min(0), values: z.record(z.string(), AnswerValue) }))
        .max(reportLimits.directions)
        .default([]),
      /** Announced here; each follows by itself to `/api/visit.photo/<report>/<photo>` as `image/jpeg`. */
      photos: ReportPhotos.default([]),
      ...visitFacts,
    }),
    /** `linkUntil`: of a visit that was put off, until when its link opens now. */
    z.object({ reportId: ReportId, submittedAt: Moment, linkUntil: Moment.nullable() }),
  ),
  /** Which of a report's photos are here, for a phone that does not know what arrived. */
  'visit.photos': question('visitor', z.object({ reportId: ReportId }), z.object({ here: z.array(PhotoId) })),
  /** A report as it is printed, for whoever may read its record. */
  'visit.printed': question(
    'member',
    z.object({ reportId: ReportId }),
    z.object({
      document: DocumentRef.extend({ title: z.string() }),
      client: z.object({ contactName: z.string(), companyTitle: z.string(), phone: z.string(), address: z.string() }),
      representative: PersonView,
      submittedAt: Moment,
      directions: z.array(z.object({ id: DirectionId, name: z.string(), given: DirectionAnswers.shape.given })),
      comment: z.string(),
      ...visitFacts,
      /** `picture`: a JPEG in base64, small; null: not here any more, or not yet. */
      photos: z.array(ReportPhotos.element.extend({ picture: z.string().nullable() })),
      team: z.array(z.object({ id: DirectionId, name: z.string(), person: z.string().nullable(), main: z.boolean() })),
    }),
  ),
  /** What became of a report: asked again until `state` is `done` or `failed`. */
  'visit.result': question(
    'visitor',
    z.object({ reportId: ReportId }),
    z.object({ state: RunState, outcome: OutcomeCode.nullable(), distribution: DistributionView.nullable() }),
  ),
} as const
