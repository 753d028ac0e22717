/** Puts the house together and opens its door: one HTTP server, the hooks ahead of Express. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleepFor } from 'node:timers/promises'
import express from 'express'
import { door } from './api/door.ts'
import type { LimitKind } from '../domain/contract/setup.ts'
import type { MemberId } from '../domain/ids.ts'
import { limitConnections, patience } from './connections.ts'
import type { Config } from './config.ts'
import type { House } from './house.ts'
import { visitPages } from './api/visit-page.ts'
import { createHooks } from './ingest/hooks.ts'
import { pages } from './ingest/page.ts'
import { createKnownTokens } from './ingest/known.ts'
import { createReceive } from './ingest/receive.ts'
import { createLog, type Log } from './log.ts'
import { countCalls, countRequests, createMetrics, serveMetrics, tellWaiting } from './metrics.ts'
import { alwaysHeaders, answerPlainly } from './plain-answer.ts'
import { createHttp } from './portal/http.ts'
import { createLimiter } from './portal/limiter.ts'
import { createOAuth } from './portal/oauth.ts'
import { createPortals } from './portal/portal.ts'
import { createRestLog } from './portal/rest-log.ts'
import { createTokenKeeper } from './portal/token.ts'
import { watched } from './portal/watched.ts'
import { startForgetting } from './runs/forget.ts'
import { startReminding } from './runs/reminders.ts'
import { startSweeping } from './runs/sweep.ts'
import { watchHealth } from './runs/watch.ts'
import { createCallTrust } from './runs/call-trust.ts'
import { startWorker } from './runs/worker.ts'
import { sealFor } from './seal.ts'
import { openSecrets } from './secrets.ts'
import { openDatabase } from './store/open.ts'
import { createStore, type Store } from './store/store.ts'
import { createVisitLinks } from './visit-link.ts'

export interface Server {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  readonly store: Store
  /** Something of this portal has arrived at another process. */
  nudge(memberId: MemberId): void
  /** Takes no more calls, finishes what is under way, closes the database. */
  close(): Promise<void>
}

export interface Overrides {
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly log?: Log
}

/** Port 0 takes a free one. */
export async function startServer(config: Config, overrides: Overrides = {}): Promise<Server> {
  const now = overrides.now ?? Date.now
  const log = overrides.log ?? createLog(config.logLevel)
  const sleep = async (ms: number): Promise<void> => void (await sleepFor(ms))
  const store = createStore(await openDatabase(config), sealFor(config.sealKeys, 'store'))
  const metrics = createMetrics('worker')
  const countRequest = countRequests(metrics)
  tellWaiting(metrics, store, now)
  const restLog = createRestLog(config.dataDir, config.restLogDays, now, log)
  const http = watched(createHttp(config), (sent) => {
    restLog.note(sent)
    countRequest(sent)
  })
  const oauth = createOAuth(http, config, now)
  const tokens = createTokenKeeper({ ...config, store, oauth, sleep, now })
  // Nobody waits for the count, and a disk that is full loses it rather than the call.
  const limited = (memberId: MemberId, kind: LimitKind): void =>
    void store.limitErrors.note(memberId, kind, now()).catch((error: unknown) => log.warn({ error }, 'a refusal for a limit could not be counted'))
  const portals = createPortals({ http, limiter: createLimiter(now, sleep), tokens, limited, now, log })
  const receive = createReceive(store)
  const knownToken = createKnownTokens(store, now)

  // The port must be known before the worker starts, since robots are registered with our address.
  // A call that comes in between is kept, since the portal would not send it again.
  let answer: ((request: IncomingMessage, response: ServerResponse) => void) | null = null
  const early: [IncomingMessage, ServerResponse][] = []
  const server = createServer(patience(), (request, response) => {
    if (answer) answer(request, response)
    else early.push([request, response])
  })
  limitConnections(server)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(config.port, config.host, listening)
  })
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${(server.address() as AddressInfo).port}`
  const appUrl = config.appUrl ?? url
  const secrets = await openSecrets(store, config.sealKeys, now, log)
  const { chanceKey } = secrets
  const visitLinks = createVisitLinks(secrets.linkKeys, appUrl)
  const worker = await startWorker({ ...config, appUrl, store, portals, oauth, tokens, chanceKey, visitLinks, callTrust: createCallTrust(config.callsTrustedAfterMs, now), now, log })
  const sweeping = startSweeping({ store, portals, nudge: worker.nudge, stuckAfterMs: config.stuckAfterMs, now, log }, (memberId) => watchHealth(memberId, { store, portals, appUrl, nudge: worker.nudge, directoryTtlMs: config.directoryTtlMs, now }), config.sweepEveryMs)
  const reminding = startReminding({ store, nudge: worker.nudge, now, log }, config.remindEveryMs)
  const forgetting = startForgetting({ store, now, log }, config.forgetEveryMs)
  const house: House = { config, appUrl, store, portals, tokens, oauth, worker, receive, knownToken, visitLinks, chanceKey, seal: sealFor(config.sealKeys, 'session'), now, log }

  const web = application(house)
  // Behind a receiver no calls come here: they are counted where they are answered.
  const answered = config.role === 'worker' ? () => undefined : countCalls(metrics)
  const hooks = createHooks({ store, knownToken, receive, nudge: worker.nudge, answered, now, log })
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (!hooks(request, response) && !serveMetrics(request, response, config.metricsToken, () => metrics.metrics())) web(request, response)
  }
  answer = serve
  for (const [request, response] of early) serve(request, response)
  log.info({ port: (server.address() as AddressInfo).port }, 'listening')

  return {
    url,
    store,
    nudge: worker.nudge,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeIdleConnections()
      sweeping.close()
      reminding.close()
      forgetting.close()
      secrets.close()
      await worker.close()
      await Promise.race([closed, sleepFor(3000)])
      server.closeAllConnections()
      await closed
      await restLog.close()
      await store.close()
    },
  }
}

function application(house: House): express.Express {
  const web = express()
  web.disable('x-powered-by')
  web.use((_, response, next) => {
    response.set(alwaysHeaders)
    next()
  })
  web.get('/healthz', (_, response) => answerPlainly(response, 200, 'ok'))
  web.get('/readyz', async (_, response) => {
    const ready = await house.store.runs.nextWake(house.now()).then(
      () => true,
      () => false,
    )
    answerPlainly(response, ready ? 200 : 503, ready ? 'ok' : 'no database')
  })
  web.use(door(house))
  web.use(visitPages(house))
  web.use(pages(house))
  web.use((_, response) => void response.status(404).type('text').send('404: there is no such page. Fairlead opens inside Bitrix24.'))
  web.use((error: unknown, _: express.Request, response: express.Response, next: express.NextFunction) => {
    if (response.headersSent) return next(error)
    const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' && (error.status < 500 || error.status === 503) ? error.status : 500
    if (status === 500) house.log.error({ error }, 'a page broke')
    response.status(status).type('text').send(String(status))
  })
  return web
}
