/** Keeps calls in a thread of its own, so that the process goes on reading while the disk or another's lock is waited for; for an embedded database. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, parentPort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import { sealFor } from '../seal.ts'
import { inboxIn, type Commit } from './inbox.ts'
import { openDatabase, sqliteName } from './open.ts'

export interface InboxThread {
  /** Resolves when they are on disk. */
  keep(commit: Commit): Promise<void>
  close(): Promise<void>
}

type Settings = Pick<Config, 'dataDir' | 'databaseUrl' | 'leaseMs' | 'sealKeys'>
interface Asked {
  readonly number: number
  readonly commit: Commit
}
interface Answer {
  readonly number: number
  /** Why they could not be stored; null: they are on disk. */
  readonly problem: string | null
}

/** A file of its own in the built server too. */
const here = import.meta.url
/** What reads TypeScript in the process is not there in its threads. */
const fromSource = (): string => `import('${import.meta.resolve('tsx/esm/api')}').then(({ register }) => (register(), import('${here}')))`

/** The database must have been brought up to date. */
export function startInboxThread({ dataDir, databaseUrl, leaseMs, sealKeys }: Settings): InboxThread {
  const options = { workerData: { dataDir, databaseUrl, leaseMs, sealKeys } satisfies Settings }
  const thread = here.endsWith('.ts') ? new Worker(fromSource(), { ...options, eval: true }) : new Worker(new URL(here), options)
  const waiting = new Map<number, (problem: string | null) => void>()
  let number = 0
  let closing = false
  thread.on('message', (answer: Answer) => {
    waiting.get(answer.number)?.(answer.problem)
    waiting.delete(answer.number)
  })
  // Without it nothing can be acknowledged: whoever started this process starts another one.
  thread.once('error', (error) => {
    throw error
  })
  thread.once('exit', () => {
    if (!closing) throw new Error('the thread that keeps calls has ended')
  })
  return {
    keep: (commit) =>
      new Promise((kept, failed) => {
        waiting.set(++number, (problem) => (problem === null ? kept() : failed(new Error(problem))))
        thread.postMessage({ number, commit } satisfies Asked)
      }),
    async close() {
      closing = true
      await thread.terminate()
    },
  }
}

/** How long a commit waits for another process that writes, and how often it looks: SQLite's own waiting grows to a tenth of a second a look. */
const patienceMs = 5000
const glanceMs = 1

/** Commits of one transaction: it must not hold the file for long. */
const together = 100

/** Bytes; more than what is left of it when it begins anew. */
const longestLog = 80 * 1024 * 1024

async function patiently(keep: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + patienceMs; ; await sleep(glanceMs)) {
    try {
      return await keep()
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
      if (!busy || Date.now() > end) throw error
    }
  }
}

if (!isMainThread && parentPort) {
  const port = parentPort
  const settings = workerData as Settings
  const { db, embedded } = await openDatabase(settings)
  await sql`pragma busy_timeout = 0`.execute(db)
  const inbox = inboxIn(db, sealFor(settings.sealKeys, 'store'), embedded)
  const log = join(settings.dataDir, `${sqliteName}-wal`)
  const waitFor = (milliseconds: number) => sql`pragma busy_timeout = ${sql.lit(milliseconds)}`.execute(db)
  /** Where processes write without a pause it never comes to its end, from which it would begin anew by itself. Somebody who goes on reading: next time. */
  const shortenLog = async (): Promise<void> => {
    if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) <= longestLog) return
    await waitFor(20)
    await sql`pragma wal_checkpoint(restart)`.execute(db).catch(() => undefined)
    await waitFor(0)
  }

  const waiting: Asked[] = []
  let committing = false
  const commitAll = async (): Promise<void> => {
    committing = true
    while (waiting.length > 0) {
      // Whatever has come while the disk was waited for shares the next commit.
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) waiting.push(next.message as Asked)
      const batch = waiting.splice(0, together) as [Asked, ...Asked[]]
      const problem = await patiently(() => inbox.keep(...(batch.map(({ commit }) => commit) as [Commit, ...Commit[]]))).then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      for (const { number } of batch) port.postMessage({ number, problem } satisfies Answer)
      if (problem === null) await shortenLog()
    }
    committing = false
  }
  port.on('message', (asked: Asked) => {
    waiting.push(asked)
    if (!committing) void commitAll()
  })
}
