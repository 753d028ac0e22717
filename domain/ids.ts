/** Identifiers as distinct types, so that a lead's number is never passed where a person's is meant. */
import { z } from 'zod'

/** A person of the portal; positive integer, as `user.get` numbers them. */
export const UserId = z.number().int().positive().brand<'UserId'>()
export type UserId = z.infer<typeof UserId>

/** A department of the company structure; positive integer, as `department.get` numbers them. */
export const DepartmentId = z.number().int().positive().brand<'DepartmentId'>()
export type DepartmentId = z.infer<typeof DepartmentId>

/** A direction (service line) of ours: `dir_` and 12 characters; immutable, archived and never reused. */
export const DirectionId = z.string().regex(/^dir_[a-z0-9]{4,32}$/).brand<'DirectionId'>()
export type DirectionId = z.infer<typeof DirectionId>

/** A portal's `member_id`: constant while the domain may change. */
export const MemberId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/).brand<'MemberId'>()
export type MemberId = z.infer<typeof MemberId>

/** One run of ours: a robot call, a visit report or an installation, from its arrival to its reply. */
export const RunId = z.string().regex(/^run_[a-z0-9]{8,40}$/).brand<'RunId'>()
export type RunId = z.infer<typeof RunId>

/** A visit report: made by the page that sends it, so that a repeated sending is the same report. */
export const ReportId = z.string().regex(/^rep_[a-z0-9]{8,40}$/).brand<'ReportId'>()
export type ReportId = z.infer<typeof ReportId>

/** A photo of a report: made by the phone that took it, so that a repeated sending is the same photo. */
export const PhotoId = z.string().regex(/^pho_[a-z2-7]{20}$/).brand<'PhotoId'>()
export type PhotoId = z.infer<typeof PhotoId>

/** A CRM record that a run is about. A visit begins with a lead, or with a deal that is none of ours (a portal without leads has no other). */
export const DocumentRef = z.object({
  kind: z.enum(['lead', 'deal']),
  id: z.number().int().positive(),
})
export type DocumentRef = z.infer<typeof DocumentRef>
export const sameDocument = (one: DocumentRef, other: DocumentRef): boolean => one.kind === other.kind && one.id === other.id

/** The portal's numbers of CRM object types (`entityTypeId`). */
export const entityTypeId = { lead: 1, deal: 2, contact: 3, company: 4 } as const
