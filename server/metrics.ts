/** What a Prometheus asks for at `/metrics`: counters, times and how much is waiting; no portal is named. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Store } from './store/store.ts'

/** Upper bounds, seconds. */
const bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60]

interface Times {
  readonly counts: number[]
  sum: number
  count: number
}

export interface Metrics {
  /** @param what a family's name and one label, `calls_total{answer="200"}` */
  count(family: string, label: string, value: string | number): void
  took(family: string, milliseconds: number): void
  /** The text that Prometheus reads; families without a sample are left out. */
  text(): string
}

export function createMetrics(): Metrics {
  const counters = new Map<string, Map<string, number>>()
  const times = new Map<string, Times>()
  return {
    count(family, label, value) {
      const samples = counters.get(family) ?? new Map<string, number>()
      counters.set(family, samples)
      const name = `{${label}="${String(value).replace(/[^\w.-]/g, '_')}"}`
      samples.set(name, (samples.get(name) ?? 0) + 1)
    },
    took(family, milliseconds) {
      const known = times.get(family) ?? { counts: bounds.map(() => 0), sum: 0, count: 0 }
      times.set(family, known)
      known.sum += milliseconds / 1000
      known.count += 1
      const at = bounds.findIndex((bound) => milliseconds <= bound * 1000)
      if (at >= 0) known.counts[at] = (known.counts[at] ?? 0) + 1
    },
    text() {
      const counted = [...counters].flatMap(([family, samples]) => [`# TYPE fairlead_${family} counter`, ...[...samples].map(([name, value]) => `fairlead_${family}${name} ${value}`)])
      const timed = [...times].flatMap(([family, { counts, sum, count }]) => {
        let so = 0
        const buckets = bounds.map((bound, index) => `fairlead_${family}_bucket{le="${bound}"} ${(so += counts[index] ?? 0)}`)
        return [`# TYPE fairlead_${family} histogram`, ...buckets, `fairlead_${family}_bucket{le="+Inf"} ${count}`, `fairlead_${family}_sum ${sum}`, `fairlead_${family}_count ${count}`]
      })
      return [...counted, ...timed, ''].join('\n')
    },
  }
}

/** For everything that answers calls. */
export const countCalls = (metrics: Metrics) => (status: number, ms: number): void => {
  metrics.count('calls_total', 'answer', status)
  metrics.took('call_seconds', ms)
}

/** Of this process, by its part in the whole. */
export function processText(role: string): string {
  const { rss } = process.memoryUsage()
  return [`# TYPE fairlead_${role}_resident_memory_bytes gauge`, `fairlead_${role}_resident_memory_bytes ${rss}`, `# TYPE fairlead_${role}_uptime_seconds gauge`, `fairlead_${role}_uptime_seconds ${Math.round(process.uptime())}`, ''].join('\n')
}

/** How many runs wait in each stage, and how long the one that has waited longest is due. */
export async function waitingText(store: Store, now: number): Promise<string> {
  const waiting = await store.runs.waiting(now)
  return [
    '# TYPE fairlead_runs_waiting gauge',
    ...waiting.map(({ stage, count }) => `fairlead_runs_waiting{stage="${stage}"} ${count}`),
    '# TYPE fairlead_longest_due_seconds gauge',
    `fairlead_longest_due_seconds ${Math.max(0, ...waiting.map(({ dueFor }) => dueFor / 1000))}`,
    '',
  ].join('\n')
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
  const end = (status: number, body: string): void => void response.writeHead(status, { 'Content-Type': 'text/plain; version=0.0.4' }).end(body)
  if (!mayAsk(request.headers.authorization, token)) end(404, '404')
  else void text().then((body) => end(200, body), () => end(503, '503'))
  return true
}
