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

const rows: Record<string, { readonly title: string; readonly askedFor?: string }> = {
  bare: { title: 'bare http, nothing read or stored' },
  express: { title: 'Express, form parsed, nothing stored' },
  sqlite: { title: '**robot calls durable before their answer**, SQLite', askedFor: '2x Express, .15 of bare (3x, .25)' },
  memory: { title: 'the same, the file in memory instead of on this disk' },
  postgresql: { title: 'the same, PostgreSQL' },
  beside: { title: 'the same, SQLite, while the worker makes runs of them' },
}

interface Round extends Measured {
  readonly micros: number
  readonly toBare: number
  readonly toExpress: number
}

const postgres = await startPostgres({ durable: true })
const [bare, express] = [await serveOther('bare'), await serveOther('express')]
const sqlite = await serveReceiver(null)
const memoryFile = existsSync(memory) ? await serveReceiver(null, { folder: memory }) : null
const postgresql = await serveReceiver(await postgres.newDatabase())
/** A worker makes runs for as long as it is there, so it must not be there while anything else is measured. */
let beside: Served | null = null
try {
  head()
  await compare({ bare, express, sqlite, ...(memoryFile ? { memory: memoryFile } : {}), postgresql })
  const disk = flushes(300)
  row('this disk’s own flush of 100 KB', `p50 ${shown(disk.p50)} ms, p99 ${shown(disk.p99)} ms`, 'every acknowledgement waits for one')
  await open('SQLite', sqlite)
  await open('PostgreSQL', postgresql)
  beside = await serveReceiver(null, { beside: true })
  await compare({ bare, express, beside })
  await open('SQLite, the worker at work', beside)
} finally {
  await Promise.all([bare, express, sqlite, memoryFile, postgresql, beside].map((one) => one?.close()))
  await postgres.close()
}

async function compare(handlers: Record<string, Served>): Promise<void> {
  const closed = ({ url }: Served, connections: number): Promise<Measured> => measure({ url, connections, milliseconds, body: callBodies() })
  for (const handler of Object.values(handlers)) await closed(handler, 64)
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
    for (const name of Object.keys(handlers)) {
      const middle = (what: keyof Round): string => shown(median((all[name] ?? []).map((one) => one[what])))
      if (beside !== null && name !== 'beside') continue
      const { title, askedFor = '' } = rows[name] ?? { title: name }
      row(`${title}, ${connections} connections`, `${middle('perSecond')}/s`, `${middle('toExpress')}x Express, ${middle('toBare')} of bare http; ${middle('micros')} µs of processor each`, askedFor)
    }
  }
}

async function open(title: string, { url }: Served): Promise<void> {
  for (const perSecond of [1000, 4000]) {
    const { p50, p99, failed } = await measure({ url, connections: 256, milliseconds: milliseconds * 2, body: callBodies(), perSecond })
    row(`acknowledgement at ${shown(perSecond)} calls/s, answered or not, ${title}`, `p50 ${shown(p50)} ms, p99 ${shown(p99)} ms`, `${failed} failed`, '1 ms, 10 ms + the disk’s own')
  }
}
