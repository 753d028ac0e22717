/** A small stateful Bitrix24 portal on this computer: started by `main.ts` for people, and by tests on a free port. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Listing } from './app/listing.ts'
import { armTimeouts, expireSteps } from './automation/automation.ts'
import { makeClock } from './clock.ts'
import type { Clock } from './clock.ts'
import type { DeliveryRow } from './contract/inspector.ts'
import type { FaultName, WeatherRule } from './contract/weather.ts'
import { sendText, serveSite } from './door/http.ts'
import { boxOperatingLimit, makeLimits, operatingLimit } from './door/limits.ts'
import { handleOauth } from './door/oauth.ts'
import { makeRest } from './door/rest.ts'
import { makeInspector } from './inspector/inspector.ts'
import type { ExchangeRow, LoggedCall, RequestRow, UnknownField } from './inspector/inspector.ts'
import { handleTransfer } from './office/disk-transfer.ts'
import { handleSite } from './questions/door.ts'
import { seed } from './seed/seed.ts'
import type { Identity } from './seed/seed.ts'
import type { CrmMode, Language, State } from './state/state.ts'
import { openStore } from './state/store.ts'
import type { VariantName } from './variants.ts'
import type { Interception, RequestAbout } from './weather/faults.ts'
import { makeWeather } from './weather/weather.ts'
import { randomText } from './world.ts'
import type { World } from './world.ts'

export interface PortalOptions {
  /** 0: any free one. */
  readonly port: number
  /** Name under which the portal is reached; it listens on the loopback only. */
  readonly host?: 'localhost' | '127.0.0.1'
  /** SQLite file; without one everything is gone when the portal stops. */
  readonly data?: string | undefined
  readonly listing: Listing
  readonly limits?: boolean
  /** What the documents contradict is done the other way. */
  readonly variants?: readonly VariantName[]
  /** A real portal refuses handlers on localhost and private addresses. */
  readonly allowLocalHandlers?: boolean
  readonly language?: Language
  /** 'simple': leads are switched off. */
  readonly crmMode?: CrmMode
  /** Called on every fresh seed before anything else: for more people, departments or pipelines than the seed has. */
  readonly grow?: (state: State) => void
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** What takes longer is answered 504. */
  readonly requestCapMs?: number
}

export interface Portal {
  /** Without a slash at the end, for example `http://localhost:4200`. */
  readonly url: string
  readonly oauthTokenUrl: string
  readonly memberId: string
  /** Base of an administrator's incoming webhook, with a slash at the end. */
  readonly webhook: string
  /** To be read, not written. */
  readonly state: Readonly<State>
  /** Every REST request so far, oldest first; a batch is one. */
  readonly requests: readonly RequestRow[]
  /** Fields and parameters that the portal ignored because it does not know them. */
  readonly unknownFields: readonly UnknownField[]
  readonly calls: readonly LoggedCall[]
  readonly deliveries: readonly DeliveryRow[]
  /** Refresh tokens that were brought, oldest first. */
  readonly exchanges: readonly ExchangeRow[]
  fault(name: FaultName, on: boolean): void
  /** What goes wrong by chance from now on; none: fair weather. */
  weather(rules: readonly WeatherRule[], seed: number): void
  /** Decides what becomes of single requests. @returns takes the decision back */
  intercept(decide: (about: RequestAbout) => Interception | undefined): () => void
  now(): number
  setNow(moment: number): void
  advance(milliseconds: number): void
  /** Restores the seed; the application is gone as if it had never been installed. */
  reset(): void
  close(): Promise<void>
}

const siteFolder = fileURLToPath(new URL('../../dist/portal-site', import.meta.url))

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** `localhost` is `::1` first in some browsers; where the machine has no such address, 127.0.0.1 is enough. */
async function listenOnSix(port: number, handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server | null> {
  const server = createServer(handler)
  return new Promise((resolve) => {
    server.once('error', () => resolve(null))
    server.listen(port, '::1', () => resolve(server))
  })
}

export async function startPortal(options: PortalOptions): Promise<Portal> {
  const language = options.language ?? 'ru'
  const host = options.host ?? 'localhost'
  const store = options.data === undefined ? null : openStore(options.data)
  const variants = new Set(options.variants)
  const clock: Clock = makeClock(options.now ?? Date.now, () => expireSteps(world))
  const fresh = (of: Pick<State, 'language' | 'crmMode'>, identity: Identity): State => {
    const seeded = seed(of.language, of.crmMode, identity, clock.now())
    options.grow?.(seeded)
    return seeded
  }
  const state =
    store?.load() ??
    fresh({ language, crmMode: options.crmMode ?? 'leads' }, { memberId: randomText(16), secret: randomText(32), webhookSecret: randomText(8) })

  let dirty = true
  const flush = () => {
    if (dirty) store?.save(world.state)
    dirty = false
  }
  const server = createServer()
  const port = await listen(server, options.port)
  const domain = `${host}:${port}`

  const world: World = {
    state,
    listing: options.listing,
    language: state.language,
    clock,
    url: `http://${domain}`,
    domain,
    allowLocalHandlers: options.allowLocalHandlers ?? true,
    requestCapMs: options.requestCapMs ?? 60_000,
    connector: '',
    limits: makeLimits(options.limits ?? true, variants.has('box-limits') ? boxOperatingLimit : operatingLimit),
    variants,
    inspector: makeInspector(),
    faults: new Set(),
    weather: makeWeather(),
    interceptors: new Set(),
    running: new Set(),
    touch() {
      if (dirty) return
      dirty = true
      setImmediate(flush)
    },
    flush,
  }
  const reset = () => {
    const { memberId, secret, webhookSecret } = world.state
    world.state = fresh(world.state, { memberId, secret, webhookSecret })
    world.faults.clear()
    world.weather.set([], 0)
    world.limits.clear()
    world.inspector.clear()
    clock.alarmAt(null)
    dirty = true
    flush()
  }

  const rest = makeRest(world)
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A target that is no path (`*`, a broken escape) must not end the process.
    const target = URL.canParse(request.url ?? '/', world.url) ? new URL(`${world.url}${(request.url ?? '/').replace(/^\/+/, '/')}`) : null
    if (!target) return sendText(response, 400, 'Not an address.')
    const { pathname } = target
    if (/^\/rest\/(download|upload)(\.json)?$/.test(pathname)) return handleTransfer(world, request, response, target)
    if (/^\/rest(\/|$)/.test(pathname)) return rest(request, response, target)
    if (/^\/oauth\//.test(pathname)) return handleOauth(world, request, response, target)
    if (pathname.startsWith('/site/api/')) return handleSite(world, request, response, pathname.slice('/site/api/'.length), reset)
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'Only GET here.')
    const wantsHtml = (request.headers.accept ?? '*/*').includes('text/html') || pathname === '/'
    // By another name of this machine the site's own requests would count as a stranger's.
    if (wantsHtml && request.headers.host !== domain) {
      response.writeHead(302, { location: world.url + target.pathname + target.search })
      response.end()
      return
    }
    serveSite(siteFolder, decoded(pathname), wantsHtml, response)
  }
  const guarded = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((reason: unknown) => {
      console.error(reason)
      if (!response.headersSent) sendText(response, 500, 'The local portal failed; its log says why.')
      else response.destroy()
    })
  }
  server.on('request', guarded)
  const second = host === 'localhost' ? await listenOnSix(port, guarded) : null

  flush()
  expireSteps(world)
  armTimeouts(world)

  return {
    url: world.url,
    oauthTokenUrl: `${world.url}/oauth/token/`,
    memberId: state.memberId,
    webhook: `${world.url}/rest/1/${state.webhookSecret}/`,
    get state() {
      return world.state
    },
    requests: world.inspector.requests,
    unknownFields: world.inspector.unknownFields,
    calls: world.inspector.calls,
    deliveries: world.inspector.deliveries,
    exchanges: world.inspector.exchanges,
    fault: (name, on) => void (on ? world.faults.add(name) : world.faults.delete(name)),
    weather: (rules, seed) => world.weather.set(rules, seed),
    intercept(decide) {
      world.interceptors.add(decide)
      return () => void world.interceptors.delete(decide)
    },
    now: () => clock.now(),
    setNow: (moment) => clock.set(moment),
    advance: (milliseconds) => clock.advance(milliseconds),
    reset,
    async close() {
      clock.close()
      const closing = [server, second].flatMap((one) => (one ? [new Promise((resolve) => one.close(resolve))] : []))
      server.closeAllConnections()
      second?.closeAllConnections()
      await Promise.all(closing)
      await Promise.race([Promise.allSettled([...world.running]), new Promise((resolve) => setTimeout(resolve, 500))])
      flush()
      store?.close()
    },
  }
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
