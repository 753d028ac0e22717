/** Who asks: a session is sealed and carried by the client, so nothing is kept here and no cookie is needed. */
import { z } from 'zod'
import { MemberId, RunId, UserId } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import type { House } from '../house.ts'
import { askPortal } from '../runs/ask-portal.ts'
import { personOf } from '../runs/directory.ts'
import type { Seal } from '../seal.ts'
import { refuse } from './refusal.ts'
import type { Handlers } from './handlers.ts'

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

const lastsMs = 3_600_000

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

export const sessionHandlers = ({ store, portals, seal, now }: House): Pick<Handlers, 'session.open'> => ({
  async 'session.open'({ memberId, accessToken }) {
    const known = MemberId.safeParse(memberId)
    const portal = known.success ? await store.portals.get(known.data) : null
    if (!known.success || !portal) throw refuse('not_installed')
    // Asked at the address that the installation proved, never at one that a browser names.
    const person = portals.withToken(known.data, portal.clientEndpoint, accessToken)
    const { profile, current } = await askPortal(person, { profile: question('profile'), current: question('user.current') })
    if (!profile.ok) throw refuse('session_required', profile.code)
    const userId = UserId.parse(profile.value.ID)
    const name = `${profile.value.NAME} ${profile.value.LAST_NAME}`.trim()
    const position = current.ok ? personOf(current.value).position : ''
    const expiresAt = now() + lastsMs
    const session: Session = { memberId: known.data, userId, administrator: profile.value.ADMIN, name, position, access: accessToken, expiresAt }
    return {
      session: seal.close(JSON.stringify(session), 'session'),
      expiresAt,
      user: { id: userId, name, position },
      administrator: session.administrator,
      domain: new URL(portal.clientEndpoint).host,
    }
  },
})
