/** Passes pages and questions on to the worker; while there is none they wait a little, and what was already handed over is never sent twice. */
import { Agent, request as send, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Log } from './log.ts'
import { answerPlainly } from './plain-answer.ts'

export interface Forward {
  pass(request: IncomingMessage, response: ServerResponse): void
  workerAt(url: string | null): void
}

/** Longer than a worker takes to start; people wait in front of a page meanwhile. */
const patienceMs = 10_000
/** Requests that may wait for a worker; more are told to come again. */
const mostWaiting = 500

export function createForward(log: Log): Forward {
  // One connection a request: a kept one that the worker has just closed would make an unsent question look doubtful.
  const agent = new Agent({ keepAlive: false })
  let worker: string | null = null
  const waiting = new Set<() => void>()

  /** Resolves when there is another worker than `not`, or with null when nobody came in time. */
  function workerOtherThan(not: string | null): Promise<string | null> {
    if (worker !== null && worker !== not) return Promise.resolve(worker)
    if (waiting.size >= mostWaiting) return Promise.resolve(null)
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(late)
        waiting.delete(end)
        resolve(worker)
      }
      const late = setTimeout(end, patienceMs)
      waiting.add(end)
    })
  }

  async function handOver(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let refusing: string | null = null
    for (;;) {
      const at: string | null = await workerOtherThan(refusing)
      if (at === null || at === refusing) return unavailable(response)
      const connected = await connect(at, request, agent)
      if (connected === null) {
        // Nothing has left yet, so another worker may have it.
        refusing = at
        if (worker === at) worker = null
        continue
      }
      return exchange(connected, request, response)
    }
  }

  return {
    pass(request, response) {
      // A whole address is for proxies, and we are none.
      if (!request.url?.startsWith('/')) return answerPlainly(response, 400, '400')
      void handOver(request, response).catch((error: unknown) => {
        log.error({ error }, 'could not pass a request on')
        unavailable(response)
      })
    },
    workerAt(url) {
      worker = url
      if (url !== null) for (const end of [...waiting]) end()
    },
  }
}

/** A request whose connection stands and whose body has not left yet; null: nobody listens there. */
function connect(at: string, { method, url, headers }: IncomingMessage, agent: Agent): Promise<ClientRequest | null> {
  return new Promise((resolve) => {
    // Host and port are the worker's alone: a target such as `//elsewhere/`, read as an address, would lead there.
    const { hostname, port } = new URL(at)
    const outgoing = send({ hostname, port, path: url, method, headers, agent })
    const failed = (): void => resolve(null)
    outgoing.once('error', failed)
    outgoing.once('socket', (socket) =>
      socket.once('connect', () => {
        outgoing.off('error', failed)
        resolve(outgoing)
      }),
    )
  })
}

function exchange(outgoing: ClientRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((done) => {
    const broken = (): void => {
      if (response.headersSent) response.destroy()
      else unavailable(response)
      done()
    }
    outgoing.on('error', broken)
    // Whoever asked has gone: nothing of it is held any longer, here or at the worker.
    const leave = (): void => {
      outgoing.destroy()
      done()
    }
    if (response.destroyed) return leave()
    response.once('close', leave)
    outgoing.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('error', broken)
      answer.pipe(response)
    })
    request.once('error', () => outgoing.destroy())
    request.pipe(outgoing)
  })
}

function unavailable(response: ServerResponse): void {
  if (response.headersSent) response.end()
  else answerPlainly(response, 503, '503: Fairlead is starting; try again in a moment.', { 'Retry-After': '5' })
}
