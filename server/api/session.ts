/** Who asks: a session is sealed and carried by the client, so nothing is kept here and no cookie is needed. */
import { MemberId, UserId } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import type { House } from '../house.ts'
import { askPortal } from '../runs/ask-portal.ts'
import { personOf } from '../runs/directory.ts'
import type { Session } from './bearer.ts'
import type { Handlers } from './handlers.ts'
import { patient } from './patient.ts'
import { refuse } from './refusal.ts'
import { createTurns } from './turns.ts'

/** How long a session lasts, milliseconds. */
export const lastsMs = 3_600_000

/** At one portal: those whom nobody knows yet must not use up what it allows to its own work. */
const atOnce = 3
const mostWaiting = 100

export const sessionHandlers = ({ store, portals, seal, now }: House, turns = createTurns(atOnce, mostWaiting)): Pick<Handlers, 'session.open'> => ({
  async 'session.open'({ memberId, accessToken }) {
    const known = MemberId.safeParse(memberId)
    const portal = known.success ? await store.portals.get(known.data) : null
    if (!known.success || !portal) throw refuse('not_installed')
    // Asked at the address that the installation proved, never at one that a browser names.
    const person = patient(portals.withToken(known.data, portal.clientEndpoint, accessToken), now)
    const { profile, current } = await turns(known.data, () => askPortal(person, { profile: question('profile'), current: question('user.current') }))
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
