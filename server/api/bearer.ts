/** What a client carries, sealed: its session, and the ticket of an installation; nothing of them is kept here. */
import { z } from 'zod'
import { MemberId, RunId, UserId } from '../../domain/ids.ts'
import type { Seal } from '../seal.ts'
import type { VisitLink } from '../visit-link.ts'

export const Session = z.object({
  memberId: MemberId,
  userId: UserId,
  administrator: z.boolean(),
  name: z.string(),
  position: z.string(),
  /** The person's own token: what they may read is asked with it. */
  access: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
})
export type Session = z.infer<typeof Session>

/** @returns null when it is not ours or was changed */
export function openSession(seal: Seal, text: string): Session | null {
  try {
    return Session.parse(JSON.parse(seal.open(text, 'session')))
  } catch {
    return null
  }
}

const Ticket = z.object({ memberId: MemberId, runId: RunId })
export const sealTicket = (seal: Seal, ticket: z.infer<typeof Ticket>): string => seal.close(JSON.stringify(ticket), 'ticket')
export function openTicket(seal: Seal, text: string): z.infer<typeof Ticket> | null {
  try {
    return Ticket.parse(JSON.parse(seal.open(text, 'ticket')))
  } catch {
    return null
  }
}

/** Whoever opened a visit's personal link: one person, one record, one visit. What their page carries is the link's own token. */
export type Visitor = VisitLink
/** Whose share of the portal's limit it is: a link that went astray takes none of its person's own. */
export const personKey = (asker: Session | Visitor): string => (isVisitor(asker) ? `link ${asker.visitId}` : `person ${asker.userId}`)
export const isVisitor = (asker: Session | Visitor): asker is Visitor => 'visitId' in asker

