/** Personal links to a visit's report: signed, expiring, bound to portal, record and person; nothing of them is kept. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { DocumentRef, MemberId, UserId } from '../domain/ids.ts'

export interface VisitLink {
  readonly memberId: MemberId
  readonly document: DocumentRef
  readonly userId: UserId
  readonly visitId: string
  /** Which of the visit's links: made anew, it is another one. The first is 1. */
  readonly number: number
  /** Milliseconds since 1970; links count in seconds. */
  readonly expiresAt: number
}

export interface VisitLinks {
  /** The link's address. */
  write(link: VisitLink): string
  /** @returns null when it was not signed by us, was changed or cut short; whether it has expired is for the caller to see */
  read(token: string): VisitLink | null
}

const purpose = 'visit'
const Payload = z.tuple([z.literal(purpose), MemberId, DocumentRef.shape.kind, DocumentRef.shape.id, UserId, z.number().int(), z.string()]).rest(z.number().int())
const longest = 1000

/** For this purpose alone; the first one signs, links that are under way may have been signed with the others. */
export type LinkKeys = () => readonly [Buffer, ...Buffer[]]

/** @param appUrl our public address without a slash at the end */
export function createVisitLinks(keys: LinkKeys, appUrl: string): VisitLinks {
  const sign = (payload: string, key = keys()[0]): Buffer => createHmac('sha256', key).update(payload).digest()
  return {
    write({ memberId, document, userId, visitId, number, expiresAt }) {
      const parts = [purpose, memberId, document.kind, document.id, userId, Math.floor(expiresAt / 1000), visitId, ...(number === 1 ? [] : [number])]
      const payload = Buffer.from(JSON.stringify(parts)).toString('base64url')
      return `${appUrl}/visit/${payload}.${sign(payload).toString('base64url')}`
    },
    read(token) {
      const [payload, signature, more] = token.split('.')
      if (token.length > longest || !payload || !signature || more !== undefined) return null
      const given = Buffer.from(signature, 'base64url')
      if (given.length !== sign(payload).length || !keys().some((key) => timingSafeEqual(given, sign(payload, key)))) return null
      const read = Payload.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
      if (!read.success) return null
      const [, memberId, kind, id, userId, expires, visitId, number = 1] = read.data
      return { memberId, document: { kind, id }, userId, visitId, number, expiresAt: expires * 1000 }
    },
  }
}
