/** Tokens of the installed application: made, found and exchanged by the portal's clock. */
import { createHash } from 'node:crypto'
import type { Token } from '../state/app.ts'
import { randomText } from '../world.ts'
import type { World } from '../world.ts'

const hour = 3_600_000
const refreshLife = 180 * 24 * hour
const keptTokens = 3_000

export function issueToken(world: World, userId: number): Token {
  const now = world.clock.now()
  const token: Token = {
    access: randomText(35),
    refresh: randomText(35),
    userId,
    scope: [...(world.state.installation?.scope ?? world.listing.scopes)],
    expiresAt: now + hour,
    refreshUntil: now + refreshLife,
    refreshed: false,
  }
  world.state.tokens.push(token)
  if (world.state.tokens.length > keptTokens) {
    world.state.tokens = world.state.tokens.filter((old) => old.expiresAt > now || (!old.refreshed && old.refreshUntil > now)).slice(-keptTokens)
  }
  world.touch()
  return token
}

export const findAccess = (world: World, access: string): Token | undefined => world.state.tokens.find((token) => token.access === access)

/** The new pair, or undefined where the refresh token is unknown, used or too old. */
export function refresh(world: World, refreshToken: string): Token | undefined {
  const old = world.state.tokens.find((token) => token.refresh === refreshToken)
  if (!old || (old.refreshed && !world.variants.has('refresh-token-reusable')) || old.refreshUntil <= world.clock.now()) return undefined
  old.refreshed = true
  return issueToken(world, old.userId)
}

/** Constant for a portal, an application and its secret. */
export function applicationToken(world: Pick<World, 'state' | 'listing' | 'variants'>): string {
  const { memberId, secret, installation } = world.state
  const version = world.variants.has('update-changes-application-token') ? [String(installation?.version ?? world.listing.version)] : []
  const parts = [memberId, world.listing.clientId, world.listing.clientSecret, secret, ...version]
  return createHash('md5').update(parts.join('|')).digest('hex')
}

export const clientEndpoint = (world: World): string => `${world.url}/rest/`
export const serverEndpoint = (world: World): string => `${world.url}/oauth/rest/`

/** Keys that every `auth` block has, with or without tokens. */
export const addresses = (world: World): Record<string, string> => ({
  domain: world.domain,
  server_endpoint: serverEndpoint(world),
  client_endpoint: clientEndpoint(world),
  member_id: world.state.memberId,
  application_token: applicationToken(world),
})

/** The `auth` block of events and robot calls; `refreshable` adds the refresh token. */
export function authBlock(world: World, userId: number, refreshable: boolean): Record<string, string> {
  const token = issueToken(world, userId)
  return {
    access_token: token.access,
    expires: String(Math.floor(token.expiresAt / 1000)),
    user_id: String(userId),
    expires_in: '3600',
    scope: token.scope.join(','),
    status: 'F',
    ...addresses(world),
    ...(refreshable ? { refresh_token: token.refresh } : {}),
  }
}
