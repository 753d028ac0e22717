/** The steady process in front: takes the calls, makes them durable, wakes the worker, and passes everything else on to it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MemberId } from '../domain/ids.ts'
import type { Config } from './config.ts'
import { createForward } from './forward.ts'
import { createHooks } from './ingest/hooks.ts'
import { createKnownTokens } from './ingest/known.ts'
import { createReceive } from './ingest/receive.ts'
import { createLog } from './log.ts'
import { backlog } from './listening.ts'
import { countCalls, createMetrics, serveMetrics } from './metrics.ts'
import { sealFor } from './seal.ts'
import { openDatabase } from './store/open.ts'
import { startInboxThread } from './store/inbox-thread.ts'
import { createStore } from './store/store.ts'
import { limitConnections, patience } from './connections.ts'

export interface Receiver {
  readonly url: string
  /** Where the worker listens now; null: it is gone, and what is for it waits a little. */
  workerAt(url: string | null): void
  /** Takes no more calls, answers those that it has taken. */
  close(): Promise<void>
}

/**
 * @param nudge tells the worker that something of this portal has arrived
 * @param socket the public port's, held by the supervisor; null: it is opened here
 */
export async function startReceiver(config: Config, nudge: (memberId: MemberId) => void, socket: unknown): Promise<Receiver> {
  const log = createLog(config.logLevel)
  const store = createStore(await openDatabase(config), sealFor(config.sealKeys, 'store'))
  const thread = store.embedded ? startInboxThread(config) : null
  const metrics = createMetrics('receiver')
  const hooks = createHooks({ store, knownToken: createKnownTokens(store, Date.now), receive: createReceive(store, thread?.keep), nudge, answered: countCalls(metrics), now: Date.now, log })
  const forward = createForward(log)
  let worker: string | null = null
  const authorization = config.metricsToken === null ? '' : `Bearer ${config.metricsToken}`
  /** Ours, and the worker's where there is one. */
  async function text(): Promise<string> {
    const theirs = worker === null ? null : await fetch(new URL('/metrics', worker), { headers: { authorization }, signal: AbortSignal.timeout(5000) }).catch(() => null)
    return (await metrics.metrics()) + (theirs?.ok === true ? await theirs.text() : '')
  }
  const server = createServer(patience(), (request, response) => {
    if (!hooks(request, response) && !serveMetrics(request, response, config.metricsToken, text)) forward.pass(request, response)
  })
  limitConnections(server)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    if (socket === null) server.listen(config.port, config.host, backlog, listening)
    else server.listen(socket, backlog, listening)
  })
  const { port } = server.address() as AddressInfo
  log.info({ port }, 'receiving')
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    workerAt(url) {
      worker = url
      forward.workerAt(url)
    },
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeIdleConnections()
      await closed
      await thread?.close()
      await store.close()
    },
  }
}
