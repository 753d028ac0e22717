/** What a Prometheus asks for at `/metrics`: counters, times and how much is waiting; no portal is named. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { answerPlainly } from './plain-answer.ts'
import type { Sent } from './portal/watched.ts'
import type { Store } from './store/store.ts'

/** Upper bounds, seconds. */
const buckets = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60]

/** @param part of the whole that this process is: its memory, processor time and pauses have a name of their own, since both are told in one answer */
export function createMetrics(part: 'receiver' | 'worker'): Registry {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: `fairlead_${part}_` })
  return register
}

/** For the process that answers calls. */
export function countCalls(register: Registry): (status: number, ms: number) => void {
  const registers = [register]
  const calls = new Counter({ name: 'fairlead_calls_total', help: 'Calls of portals, by the status of our answer.', labelNames: ['answer'], registers })
  const seconds = new Histogram({ name: 'fairlead_call_seconds', help: 'From the first byte of a call to our answer.', buckets, registers })
  return (status, ms) => {
    calls.inc({ answer: status })
    seconds.observe(ms / 1000)
  }
}

/** For the process that asks portals. A portal's own codes are in the log of requests: as labels they could be without end. */
export function countRequests(register: Registry): (sent: Sent) => void {
  const registers = [register]
  const requests = new Counter({ name: 'fairlead_requests_total', help: 'Requests to portals and OAuth servers, by what came of them.', labelNames: ['answer'], registers })
  const seconds = new Histogram({ name: 'fairlead_request_seconds', help: 'From a request to its answer.', buckets, registers })
  return ({ kind, ms }) => {
    requests.inc({ answer: kind ?? 'ok' })
    seconds.observe(ms / 1000)
  }
}

/** How many runs wait in each stage, and how long the one that has waited longest is due; asked of the store when somebody asks us. */
export function tellWaiting(register: Registry, store: Store, now: () => number): void {
  const due = new Gauge({ name: 'fairlead_longest_due_seconds', help: 'For how long the run that has waited longest has been due.', registers: [register] })
  const runs: Gauge = new Gauge({
    name: 'fairlead_runs_waiting',
    help: 'Runs that are not finished, by stage.',
    labelNames: ['stage'],
    registers: [register],
    async collect() {
      const waiting = await store.runs.waiting(now())
      runs.reset()
      for (const { stage, count } of waiting) runs.set({ stage }, count)
      due.set(Math.max(0, ...waiting.map(({ dueFor }) => dueFor / 1000)))
    },
  })
}

/** Whether the caller brought what METRICS_TOKEN says; where nothing is said, nobody may ask. */
function mayAsk(authorization: string | undefined, token: string | null): boolean {
  if (token === null) return false
  const [told, wanted] = [Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`)]
  return told.length === wanted.length && timingSafeEqual(told, wanted)
}

/** @returns false when something else was asked for */
export function serveMetrics(request: IncomingMessage, response: ServerResponse, token: string | null, text: () => Promise<string>): boolean {
  if (request.url !== '/metrics') return false
  const end = (status: number, body: string): void => answerPlainly(response, status, body, { 'Content-Type': Registry.PROMETHEUS_CONTENT_TYPE })
  if (!mayAsk(request.headers.authorization, token)) end(404, '404')
  else void text().then((body) => end(200, body), () => end(503, '503'))
  return true
}
