/** The installation's tokens: refreshed only when the portal says so, by one process at a time, and written down before their first use. */
import { randomBytes } from 'node:crypto'
import type { MemberId } from '../../domain/ids.ts'
import { crashPoint } from '../runs/crash-point.ts'
import { ownerName, tokenOf } from '../store/leases.ts'
import type { InstalledPortal, Tokens } from '../store/portals.ts'
import type { Store } from '../store/store.ts'
import { addressProblem } from './address.ts'
import { PortalError } from './errors.ts'
import type { OAuth } from './oauth.ts'

export interface TokenKeeper {
  /** @throws PortalError `gone` when the portal is not installed */
  current(memberId: MemberId): Promise<InstalledPortal>
  /** A pair newer than that of `generation`. @throws PortalError `token` when the OAuth server refuses to give one */
  newerThan(memberId: MemberId, generation: number): Promise<InstalledPortal>
  /** Takes a pair that a verified robot call brought, if it belongs to the person whose pair we keep. */
  adopt(memberId: MemberId, tokens: Omit<Tokens, 'refresh'> & { readonly refresh: string | null }): Promise<boolean>
}

/** A process that lost its lease may be between the OAuth server's answer and its commit. */
const lookAgainAfter = [25, 50, 100]
/** How often is looked whether whoever refreshes has finished. */
const glanceMs = 50

interface Needs {
  readonly store: Store
  readonly oauth: OAuth
  readonly allowLocalPortals: boolean
  readonly leaseMs: number
  readonly sleep: (ms: number) => Promise<void>
  readonly now: () => number
}

export function createTokenKeeper({ store, oauth, allowLocalPortals, leaseMs, sleep, now }: Needs): TokenKeeper {
  const owner = ownerName(randomBytes(8).toString('hex'))
  const refreshing = new Map<MemberId, Promise<InstalledPortal>>()

  async function current(memberId: MemberId): Promise<InstalledPortal> {
    const portal = await store.portals.get(memberId)
    if (!portal) throw new PortalError('gone', 'not_installed', '')
    return portal
  }

  /** One of all processes exchanges the pair; the others wait for what it brings, or for its lease to run out. */
  async function refresh(memberId: MemberId, generation: number): Promise<InstalledPortal> {
    for (;;) {
      const portal = await current(memberId)
      if (portal.generation > generation) return portal
      const lease = await store.leases.take(tokenOf(memberId), owner, now(), now() + leaseMs)
      if (lease) {
        const renewing = setInterval(() => void store.leases.renew(lease, now() + leaseMs).catch(() => false), leaseMs / 3)
        try {
          return await exchange(memberId, generation)
        } finally {
          clearInterval(renewing)
          await store.leases.giveBack(lease)
        }
      }
      await sleep(glanceMs)
    }
  }

  async function exchange(memberId: MemberId, generation: number): Promise<InstalledPortal> {
    const portal = await current(memberId)
    if (portal.generation > generation) return portal
    try {
      const answer = await oauth.refresh(portal.oauthUrl, portal.tokens.refresh)
      if (answer.memberId !== memberId) throw new PortalError('token', 'other_portal', 'the OAuth server answered for another portal')
      const moved = answer.clientEndpoint === portal.clientEndpoint ? null : answer.clientEndpoint
      if (moved !== null && addressProblem(moved, allowLocalPortals) !== null) throw new PortalError('token', 'address_refused', '')
      crashPoint('after_refresh')
      const pair = { ...answer, userId: answer.userId ?? portal.tokens.userId }
      let known = portal
      // What came in between stays if it is a whole pair; a call's access token alone has left the refresh token that is spent now.
      while (known.tokens.refresh === portal.tokens.refresh && !(await store.portals.renew(memberId, known.generation, pair, moved))) known = await current(memberId)
      return await current(memberId)
    } catch (error) {
      if (!(error instanceof PortalError) || error.kind !== 'token') throw error
      for (const pause of lookAgainAfter) {
        await sleep(pause)
        const other = await current(memberId)
        if (other.generation > portal.generation) return other
      }
      throw error
    }
  }

  return {
    current,
    newerThan(memberId, generation) {
      const running = refreshing.get(memberId)
      if (running) return running
      const started = refresh(memberId, generation).finally(() => refreshing.delete(memberId))
      refreshing.set(memberId, started)
      return started
    },
    async adopt(memberId, { access, refresh: brought, expires, userId }) {
      const portal = await store.portals.get(memberId)
      if (!portal || portal.tokens.userId !== userId || portal.tokens.access === access || portal.tokens.expires >= expires) return false
      return store.portals.renew(memberId, portal.generation, { access, refresh: brought ?? portal.tokens.refresh, expires, userId }, null)
    },
  }
}
