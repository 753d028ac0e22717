/** How many robot calls a second are on disk before they are acknowledged, beside handlers that store nothing; and how long one waits for that. */
import { measure, type Measured } from './load.ts'
import { startPostgres } from '../postgres.ts'
import { callBodies } from './robot-call.ts'
import { head, median, row, shown } from './report.ts'
import { serveApart, type Served } from './serve.ts'

const milliseconds = Number(process.env['BENCH_MS'] ?? 2000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const handlers = ['bare', 'express', 'receiver', 'receiver-postgres'] as const

const postgres = await startPostgres({ durable: true })
const served = Object.fromEntries(
  await Promise.all(handlers.map(async (name) => [name, await serveApart(name, name === 'receiver-postgres' ? await postgres.newDatabase() : '')])),
) as Record<(typeof handlers)[number], Served>
try {
  await compare()
  await open()
} finally {
  await Promise.all(Object.values(served).map(({ close }) => close()))
  await postgres.close()
}

async function compare(): Promise<void> {
  const closed = (at: Served, connections: number, ms = milliseconds): Promise<Measured> => measure({ url: at.url, connections, milliseconds: ms, body: callBodies() })
  for (const name of handlers) await closed(served[name], 64, Math.min(1500, milliseconds))
  head()
  for (const connections of [64, 256]) {
    const all: Record<string, { perSecond: number; toBare: number; toExpress: number; micros: number; p99: number }[]> = {}
    for (let round = 0; round < rounds; round++) {
      const measured: Record<string, Measured & { micros: number }> = {}
      // All of them within each round, so that whatever else this machine does meets them alike.
      for (const name of handlers) {
        const before = await served[name].processorMicros()
        const one = await closed(served[name], connections)
        if (one.failed > 0) throw new Error(`${one.failed} calls failed at ${name}`)
        measured[name] = { ...one, micros: ((await served[name].processorMicros()) - before) / one.answered }
      }
      for (const name of handlers) {
        const { perSecond, micros, p99 } = measured[name] as Measured & { micros: number }
        ;(all[name] ??= []).push({ perSecond, micros, p99, toBare: perSecond / (measured['bare']?.perSecond ?? NaN), toExpress: perSecond / (measured['express']?.perSecond ?? NaN) })
      }
    }
    const middle = (name: string, what: 'perSecond' | 'toBare' | 'toExpress' | 'micros'): number => median((all[name] ?? []).map((one) => one[what]))
    const of = (name: string) => `${shown(middle(name, 'toExpress'))}x Express, ${shown(middle(name, 'toBare'))} of bare http; ${shown(middle(name, 'micros'))} µs of processor each`
    const at = `${connections} connections`
    row(`bare http, nothing read or stored, ${at}`, middle('bare', 'perSecond'), of('bare'))
    row(`Express, form parsed, nothing stored, ${at}`, middle('express', 'perSecond'), of('express'))
    row(`**robot calls durable before their answer**, SQLite, ${at}`, middle('receiver', 'perSecond'), of('receiver'), '2x Express, .15 of bare (3x, .25)')
    row(`the same, PostgreSQL, ${at}`, middle('receiver-postgres', 'perSecond'), of('receiver-postgres'))
  }
}

async function open(): Promise<void> {
  for (const name of ['receiver', 'receiver-postgres'] as const) {
    for (const perSecond of [1000, 4000]) {
      const { p50, p99, failed } = await measure({ url: served[name].url, connections: 256, milliseconds: milliseconds * 2, body: callBodies(), perSecond })
      row(`acknowledgement at ${shown(perSecond)} calls/s, answered or not, ${name === 'receiver' ? 'SQLite' : 'PostgreSQL'}`, `p50 ${shown(p50)} ms, p99 ${shown(p99)} ms`, `${failed} failed`, 'p50 1 ms, p99 10 ms + the disk’s own')
    }
  }
}
