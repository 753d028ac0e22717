/** Whether an administrator still is one: a session outlives the role, so the portal is asked again every few minutes. */
import { question } from '../../manifest/ask.ts'
import type { House } from '../house.ts'
import { pageShare, PortalError } from '../portal/errors.ts'
import { askPortal } from '../runs/ask-portal.ts'
import type { Session } from './bearer.ts'
import { portalOf } from './reading-right.ts'
import { refuse } from './refusal.ts'
import { lastsMs } from './session.ts'

/** More people than this are forgotten together, and asked about again. */
const mostKnown = 10_000

/** @throws Refused `forbidden`, or whatever a portal's refusal of this person's token means */
export function createStillAdministrator(house: House): (session: Session) => Promise<void> {
  const { config, now } = house
  const known = new Map<string, number>()
  return async (session) => {
    const key = `${session.memberId} ${session.userId}`
    const since = Math.max(known.get(key) ?? 0, session.expiresAt - lastsMs)
    if (now() - since < config.roleKeptMs) return
    try {
      const { profile } = await askPortal(await portalOf(house, session), { profile: question('profile') })
      if (!profile.ok || !profile.value.ADMIN) throw refuse('forbidden')
    } catch (error) {
      // A portal that stumbles takes nobody's role away: the session ends by itself. Whoever asks too much is not asked about less.
      if (error instanceof PortalError && error.kind === 'later' && error.code !== pageShare) return
      throw error
    }
    if (known.size >= mostKnown) known.clear()
    known.set(key, now())
  }
}
