/** The two engines of the store, for the battery that states its promises on both. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, afterEach, describe } from 'vitest'
import type { Config } from '../../server/config.ts'
import { createSeal } from '../../server/seal.ts'
import { openDatabase, type Opened } from '../../server/store/open.ts'
import { createStore, type Store } from '../../server/store/store.ts'
import { noPostgres, startPostgres, type Postgres } from '../../scripts/postgres.ts'

export const seal = createSeal(Buffer.alloc(32, 7))

export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** Of the present test. */
  readonly store: Store
  readonly opened: Opened
  readonly place: Pick<Config, 'dataDir' | 'databaseUrl' | 'leaseMs'>
  readonly postgres: Postgres | null
  /** Closes the database and opens it again. */
  reopen(): Promise<void>
}

/** Runs the tests on both engines, each test on an empty database. */
export function onBothEngines(tests: (engine: Engine) => void): void {
  describe('on SQLite', () => tests(engineFor('SQLite')))
  describe.skipIf(noPostgres !== null)(noPostgres === null ? 'on PostgreSQL' : `on PostgreSQL (skipped: ${noPostgres})`, () => tests(engineFor('PostgreSQL')))
}

function engineFor(name: Engine['name']): Engine {
  const state: { -readonly [K in keyof Engine]?: Engine[K] } = {}
  beforeAll(async () => {
    state.postgres = name === 'PostgreSQL' ? await startPostgres() : null
  })
  afterAll(() => state.postgres?.close())
  const open = async () => {
    state.opened = await openDatabase(engine.place)
    state.store = createStore(state.opened, seal)
  }
  beforeEach(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-store-'))
    state.place = { dataDir, databaseUrl: (await state.postgres?.newDatabase()) ?? null, leaseMs: 20_000 }
    await open()
  })
  afterEach(async () => {
    await state.store?.close()
    rmSync(engine.place.dataDir, { recursive: true, force: true })
  })
  const of = <K extends keyof Engine>(key: K): Engine[K] => {
    const value = state[key]
    if (value === undefined) throw new Error(`no ${key} outside a test`)
    return value as Engine[K]
  }
  const engine: Engine = {
    name,
    get store() {
      return of('store')
    },
    get opened() {
      return of('opened')
    },
    get place() {
      return of('place')
    },
    get postgres() {
      return of('postgres')
    },
    async reopen() {
      await state.store?.close()
      await open()
    },
  }
  return engine
}
