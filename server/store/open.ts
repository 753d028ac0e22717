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
export interface Opened {
  readonly db: Db
  /** On one machine a dead process can be told by its number, so its leases need not run out. */
  readonly embedded: boolean
}

export async function openDatabase({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<Opened> {
  const db = databaseUrl === null ? openSqlite(dataDir) : openPostgres(databaseUrl)
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, embedded: databaseUrl === null }
}

function openSqlite(dataDir: string): Db {
  const inMemory = dataDir === ':memory:'
  if (!inMemory) mkdirSync(dataDir, { recursive: true })
  const file = new Database(inMemory ? ':memory:' : join(dataDir, 'fairlead.sqlite'))
  file.pragma('journal_mode = WAL')
  // In WAL the driver's default is NORMAL, and a power cut would then lose calls that we have acknowledged.
  file.pragma('synchronous = FULL')
  file.pragma('busy_timeout = 5000')
  file.pragma('foreign_keys = ON')
  file.pragma('journal_size_limit = 67108864')
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) })
}

function openPostgres(connectionString: string): Db {
  const int8 = 20
  const types = { getTypeParser: (id: number, format?: 'text' | 'binary') => (id === int8 ? Number : pg.types.getTypeParser(id, format)) }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 10, types: types as typeof pg.types }) }) })
}
