/** How many robot calls a second are on disk before they are acknowledged, beside handlers that store nothing; and how long one waits for that. */
import { existsSync } from 'node:fs'
import { startPostgres } from '../postgres.ts'
import { flushes } from './disk.ts'
import { measure, type Measured } from './load.ts'
import { callBodies } from './robot-call.ts'
import { head, median, row, shown } from './report.ts'
import { serveOther, serveReceiver, type Served } from './serve.ts'

const milliseconds = Number(process.env['BENCH_MS'] ?? 2000)
/** A folder of this machine's memory, to see what is left where no disk is waited for. */
const memory = '/dev/shm'
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)

interface Round extends Measured {
  readonly micros: number
  readonly toBare: number
  readonly toExpress: number
}

const postgres = await startPostgres({ durable: true })
const handlers: Record<string, Served> = {
  bare: await serveOther('bare'),
  express: await serveOther('express'),
  sqlite: await serveReceiver(null),
  ...(existsSync(memory) ? { memory: await serveReceiver(null, { folder: memory }) } : {}),
  beside: await serveReceiver(null, { beside: true }),
  postgresql: await serveReceiver(await postgres.newDatabase()),
}
try {
  await compare()
  await open()
} finally {
  await Promise.all(Object.values(handlers).map(({ close }) => close()))
  await postgres.close()
}

async function compare(): Promise<void> {
  const closed = ({ url }: Served, connections: number): Promise<Measured> => measure({ url, connections, milliseconds, body: callBodies() })
  for (const handler of Object.values(handlers)) await closed(handler, 64)
  head()
  for (const connections of [64, 256]) {
    const all: Record<string, Round[]> = {}
    for (let round = 0; round < rounds; round++) {
      // All of them within each round, so that whatever else this machine does meets them alike.
      const measured: Record<string, Measured & { micros: number }> = {}
      for (const [name, handler] of Object.entries(handlers)) {
        const before = handler.processorMicros()
        const one = await closed(handler, connections)
        if (one.failed > 0) throw new Error(`${one.failed} calls failed at ${name}`)
        measured[name] = { ...one, micros: (handler.processorMicros() - before) / one.answered }
      }
      const rate = (name: string): number => measured[name]?.perSecond ?? NaN
      for (const [name, one] of Object.entries(measured)) (all[name] ??= []).push({ ...one, toBare: one.perSecond / rate('bare'), toExpress: one.perSecond / rate('express') })
    }
    const middle = (name: string, what: keyof Round): string => shown(median((all[name] ?? []).map((one) => one[what])))
    const tell = (title: string, name: string, askedFor = ''): void =>
      row(`${title}, ${connections} connections`, `${middle(name, 'perSecond')}/s`, `${middle(name, 'toExpress')}x Express, ${middle(name, 'toBare')} of bare http; ${middle(name, 'micros')} µs of processor each`, askedFor)
    tell('bare http, nothing read or stored', 'bare')
    tell('Express, form parsed, nothing stored', 'express')
    tell('**robot calls durable before their answer**, SQLite', 'sqlite', '2x Express, .15 of bare (3x, .25)')
    if (handlers['memory']) tell('the same, the file in memory instead of on this disk', 'memory')
    tell('the same while the worker makes runs of them', 'beside')
    tell('the same, PostgreSQL', 'postgresql')
  }
}

async function open(): Promise<void> {
  const disk = flushes(300)
  row('this disk’s own flush of 100 KB', `p50 ${shown(disk.p50)} ms, p99 ${shown(disk.p99)} ms`, 'every acknowledgement waits for one')
  for (const [title, { url }] of [['SQLite', handlers['sqlite']], ['SQLite, the worker at work', handlers['beside']], ['PostgreSQL', handlers['postgresql']]] as [string, Served][]) {
    for (const perSecond of [1000, 4000]) {
      const { p50, p99, failed } = await measure({ url, connections: 256, milliseconds: milliseconds * 2, body: callBodies(), perSecond })
      row(`acknowledgement at ${shown(perSecond)} calls/s, answered or not, ${title}`, `p50 ${shown(p50)} ms, p99 ${shown(p99)} ms`, `${failed} failed`, '1 ms, 10 ms + the disk’s own')
    }
  }
}
