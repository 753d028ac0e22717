/** The same house on PostgreSQL: installed, distributed, and killed in the middle. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'
import { noPostgres, startPostgres, type Postgres } from '../../scripts/postgres.ts'
import { distributeOnStage, leadOnStage, tally } from './lead-on-stage.ts'

vi.setConfig({ testTimeout: 60_000 })

describe.skipIf(noPostgres !== null)(`the house on PostgreSQL${noPostgres === null ? '' : ` (skipped: ${noPostgres})`}`, () => {
  let postgres: Postgres
  let house: House
  let administrator: Person
  let url: URL
  beforeAll(async () => {
    postgres = await startPostgres()
    url = new URL(await postgres.newDatabase())
    house = await openHouse({ portal: { limits: false }, app: { DATABASE_URL: url.href, LEASE_MS: '1000' } })
    administrator = house.as(1)
    await install(administrator)
    await distributeOnStage(administrator, (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id))
  })
  afterAll(async () => {
    await house.close()
    await postgres.close()
  })

  it.each(['after_intent', 'after_send', 'before_finish'] as const)('killed at %s: everything is there once after a restart', async (point) => {
    await house.stopApp()
    await house.startApp({ CRASH_AT: point })
    const leadId = await leadOnStage(administrator, `Клиент ${point}`)
    await house.appGone()
    await house.startApp()
    await until('the workflow is answered', async () => (await tally(administrator, leadId)).answered === 1, 30_000)
    await until('its comment is there', async () => (await tally(administrator, leadId)).comments === 1)
    expect(await tally(administrator, leadId)).toEqual({ answered: 1, deals: 3, directions: 3, tasks: 1, checklist: 3, comments: 1 })
    expect(house.portal.unknownFields).toEqual([])
  })

  // Shows: database locked or cut × call
  it('whose connections are cut keeps every call that it acknowledges', async () => {
    const leads: number[] = []
    for (let round = 0; round < 5; round++) {
      leads.push(await leadOnStage(administrator, `Связь ${round}`))
      await postgres.cutConnections()
    }
    for (const leadId of leads) await until('the workflow is answered', async () => (await tally(administrator, leadId)).answered === 1, 30_000)
    for (const leadId of leads) expect(await tally(administrator, leadId)).toMatchObject({ deals: 3, tasks: 1 })
  })
  it('that cannot be reached is told as not ready, and as ready when it can be again', async () => {
    const beside = new pg.Client({ connectionString: new URL('/postgres', url).href })
    await beside.connect()
    const open = (allowed: boolean) => beside.query(`alter database ${url.pathname.slice(1)} allow_connections ${allowed}`)
    const readyz = async () => (await fetch(`${house.appUrl}/readyz`)).status
    try {
      await open(false)
      await beside.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [url.pathname.slice(1)])
      await until('it is not ready', async () => (await readyz()) === 503)
      expect((await fetch(`${house.appUrl}/healthz`)).status).toBe(200)
    } finally {
      await open(true)
      await beside.end()
    }
    await until('it is ready', async () => (await readyz()) === 200)
  })
})
