/** Opens the database; the only place that knows whether it is SQLite or PostgreSQL. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import type { Config } from '../config.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './schema.ts'

export type Db = Kysely<Tables>
export const sqliteName = 'fairlead.sqlite'

export interface Opened {
  readonly db: Db
  /** On one machine a dead process can be told by its number, so its leases need not run out. */
  readonly embedded: boolean
}

export async function openDatabase({ dataDir, databaseUrl, leaseMs }: Pick<Config, 'dataDir' | 'databaseUrl' | 'leaseMs'>): Promise<Opened> {
  const file = databaseUrl === null ? openFile(dataDir) : null
  const db = new Kysely<Tables>({ dialect: file ? new SqliteDialect({ database: file }) : new PostgresDialect({ pool: openPool(databaseUrl ?? '', leaseMs) }) })
  try {
    // One process brings the file up to date while the others wait; PostgreSQL's migrations have a lock of their own.
    file?.exec('begin immediate')
    await migrate(db)
    file?.exec('commit')
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, embedded: file !== null }
}

function openFile(dataDir: string): Database.Database {
  const inMemory = dataDir === ':memory:'
  if (!inMemory) mkdirSync(dataDir, { recursive: true })
  const file = new Database(inMemory ? ':memory:' : join(dataDir, sqliteName))
  file.pragma('busy_timeout = 5000')
  file.pragma('journal_mode = WAL')
  // In WAL the driver's default is NORMAL, and a power cut would then lose calls that we have acknowledged.
  file.pragma('synchronous = FULL')
  file.pragma('foreign_keys = ON')
  file.pragma('journal_size_limit = 67108864')
  return file
}

/** PostgreSQL's texts hold no NUL; what a portal or a person sent loses it rather than its call. */
class Client extends pg.Client {
  override query = ((text: unknown, values?: unknown[], ...more: never[]) => {
    const kept = values?.map((value) => (typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value))
    return (super.query as (...all: unknown[]) => unknown)(text, kept, ...more)
  }) as typeof pg.Client.prototype.query
}

/** How long a statement may wait for a connection or a lock before the caller is refused. */
const patienceMs = 5000

function openPool(connectionString: string, leaseMs: number): pg.Pool {
  const int8 = 20
  const types = { getTypeParser: (id: number, format?: 'text' | 'binary') => (id === int8 ? Number : pg.types.getTypeParser(id, format)) }
  const pool = new pg.Pool({
    connectionString,
    Client,
    max: 10,
    types: types as typeof pg.types,
    keepAlive: true,
    connectionTimeoutMillis: patienceMs,
    lock_timeout: patienceMs,
    // A process that was paused inside a transaction must not hold a portal's lease longer than the lease itself.
    idle_in_transaction_session_timeout: leaseMs,
    options: '-c synchronous_commit=on',
  })
  // A connection that is cut between two statements: the next one is told, or the pool opens another. Unheard, the event ends the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}
