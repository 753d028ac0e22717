/** The authorisation server, on the portal's own origin: codes of thirty seconds, tokens of one hour, refresh tokens that are used once. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { leave } from '../app/life.ts'
import { summaryOf } from '../inspector/summaries.ts'
import { findMethod } from '../rest/handlers.ts'
import type { Token } from '../state/app.ts'
import { personOf, randomText } from '../world.ts'
import type { World } from '../world.ts'
import { timeBlock } from './command.ts'
import { parseBody, readBody, sendJson, sendText } from './http.ts'
import { parseQuery } from './query.ts'
import { Refusal } from './refusal.ts'
import { clientEndpoint, findAccess, issueToken, refresh, serverEndpoint } from './tokens.ts'

const codeLife = 30_000
const tokenMethod = 'oauth/token'

function grant(world: World, token: Token): Record<string, unknown> {
  return {
    access_token: token.access,
    ...(world.variants.has('answers-without-expires') ? {} : { expires: Math.floor(token.expiresAt / 1000), user_id: token.userId }),
    expires_in: 3600,
    scope: token.scope.join(','),
    // The authorisation server names itself here, not the portal.
    domain: world.domain,
    server_endpoint: serverEndpoint(world),
    status: 'F',
    client_endpoint: clientEndpoint(world),
    member_id: world.state.memberId,
    refresh_token: token.refresh,
  }
}

const invalidGrant = () => new Refusal(400, 'invalid_grant', 'The refresh token or the code is invalid or has expired')

function exchange(world: World, asked: Readonly<Record<string, unknown>>): Token {
  const text = (name: string): string => (typeof asked[name] === 'string' ? asked[name] : '')
  const { clientId, clientSecret } = world.listing
  if (text('grant_type') === '' || text('client_id') === '') throw new Refusal(400, 'invalid_request', 'A required parameter is missing')
  if (text('client_id') !== clientId || text('client_secret') !== clientSecret)
    throw new Refusal(401, 'invalid_client', 'Client is invalid or is not installed on this portal')
  if (!world.state.installation) throw new Refusal(401, 'invalid_client', 'Client is invalid or is not installed on this portal')
  if (text('grant_type') === 'refresh_token') {
    const token = refresh(world, text('refresh_token'))
    if (!token || !personOf(world, token.userId)?.active) throw invalidGrant()
    return token
  }
  if (text('grant_type') === 'authorization_code') {
    const now = world.clock.now()
    const found = world.state.codes.find((one) => one.code === text('code') && one.expiresAt > now)
    world.state.codes = world.state.codes.filter((one) => one !== found && one.expiresAt > now)
    if (!found) throw invalidGrant()
    return issueToken(world, found.userId)
  }
  throw new Refusal(400, 'invalid_request', 'Unknown grant type')
}

/** The person is whoever acts on the site; there are no passwords here. */
function authorize(world: World, url: URL, response: ServerResponse): void {
  const user = personOf(world, Number(url.searchParams.get('user_id') ?? world.state.tutor.administratorId))
  if (url.searchParams.get('client_id') !== world.listing.clientId || !world.state.installation) {
    return sendText(response, 401, 'This application is not installed on this portal.')
  }
  if (!user?.active) return sendText(response, 403, 'This person does not work here.')
  const code = randomText(24)
  world.state.codes.push({ code, userId: user.id, expiresAt: world.clock.now() + codeLife })
  world.touch()
  const target = new URL(world.listing.handlerUrl)
  const answer = {
    code,
    state: url.searchParams.get('state') ?? '',
    domain: world.domain,
    member_id: world.state.memberId,
    scope: world.state.installation.scope.join(','),
    server_domain: world.domain,
  }
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value)
  response.writeHead(302, { location: target.href })
  response.end()
}

/** `<server_endpoint>app.info` is where an application's true status is read. */
function trusted(world: World, path: string, asked: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const name = path.replace(/\.json$/i, '')
  const found = name === 'app.info' ? findMethod(name) : undefined
  if (!found) throw new Refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
  const token = typeof asked['auth'] === 'string' ? findAccess(world, asked['auth']) : undefined
  const person = token && personOf(world, token.userId)
  if (!token || !person || !world.state.installation) throw new Refusal(401, 'NO_AUTH_FOUND', 'Wrong authorization data')
  if (token.expiresAt <= world.clock.now()) throw new Refusal(401, 'expired_token', 'The access token provided has expired.')
  const { result } = found.handler.run(
    { world, person, installation: world.state.installation, scope: token.scope, method: name, unknown: () => undefined },
    {},
  )
  return { result, time: timeBlock(world.clock.now(), world, null) }
}

export async function handleOauth(world: World, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  // The official SDK hangs `/oauth/token/` under the server endpoint's path, which here is not empty.
  const path = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/^\/oauth\/oauth\//, '/oauth/')
    .replace(/\/$/, '')
  if (path === '/oauth/authorize') return authorize(world, url, response)
  const body = request.method === 'POST' ? parseBody(request.headers['content-type'] ?? '', await readBody(request, 64 * 1024)) : {}
  const asked = { ...parseQuery(url.search.slice(1)), ...body }
  const began = performance.now()
  const arrived = Date.now()
  const isToken = path === '/oauth/token'
  const weather = isToken ? world.weather.interception({ method: tokenMethod, commands: [tokenMethod], writes: true, number: 0 }) : undefined
  if (weather?.kind === 'drop') return void request.socket.destroy()
  if (weather?.kind === 'refuse') return sendJson(response, weather.status, { error: weather.code ?? 'server_error', error_description: '' })
  // Somebody else was there first, or an administrator took the application off.
  if (weather?.kind === 'rotate_token') refresh(world, String(asked['refresh_token'] ?? ''))
  if (weather?.kind === 'uninstall' && world.state.installation) leave(world, world.state.installation, false)
  let status = 200
  let answer: Record<string, unknown>
  try {
    if (isToken) answer = grant(world, exchange(world, asked))
    else if (path.startsWith('/oauth/rest/')) answer = trusted(world, path.slice('/oauth/rest/'.length), asked)
    else throw new Refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason
    answer = reason.body
    status = world.variants.has('oauth-errors-with-200') ? 200 : reason.status
  }
  const brought = { at: arrived, spent: nameOf(asked['refresh_token']), answered: false }
  if (isToken && asked['grant_type'] === 'refresh_token') world.inspector.exchanges.push(brought)
  world.flush()
  // The new pair was made, the old one is used up, and nobody was told.
  if (weather?.kind === 'lose_answer') return void request.socket.destroy()
  if (weather?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, weather.milliseconds))
  if (isToken) {
    world.inspector.addCall({
      at: world.clock.now(),
      method: 'oauth/token',
      app: world.listing.code,
      summary: summaryOf(world, { method: 'oauth/token', params: {}, result: undefined, error: null }),
      status,
      error: status === 200 ? null : String(answer['error']),
      durationMs: Math.round(performance.now() - began),
      commands: [],
      lines: [],
      params: shownGrant(asked),
      result: '',
      unknownFields: [],
      bucket: null,
      operating: null,
    })
  }
  // Whoever asked may have died meanwhile, and the end of its connection is read a turn after its question.
  await new Promise((resolve) => setImmediate(resolve))
  brought.answered = 'access_token' in answer && !request.socket.destroyed && !request.socket.readableEnded
  sendJson(response, status, answer, { 'access-control-allow-origin': '*', 'cache-control': 'no-store' })
}

const nameOf = (token: unknown): string => createHash('sha256').update(String(token)).digest('hex').slice(0, 16)
const shownGrant = (asked: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ grant_type: asked['grant_type'], client_id: asked['client_id'] })
