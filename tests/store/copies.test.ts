/** Copies of the store: backup and restore of SQLite, the move to PostgreSQL; nothing of them loses or changes a row. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MemberId, RunId, UserId } from '../../domain/ids.ts'
import { effect } from '../../manifest/effect.ts'
import { asCommit } from '../../server/store/inbox.ts'
import { sumTables } from '../../server/store/move.ts'
import { openDatabase, type Opened } from '../../server/store/open.ts'
import { createStore, type Store } from '../../server/store/store.ts'
import { tableNames } from '../../server/store/tables.ts'
import { noPostgres, startPostgres } from '../../scripts/postgres.ts'
import { seal } from './engines.ts'

vi.setConfig({ testTimeout: 60_000 })
const member = 'memberidofportalone' as MemberId
const run = (number: number) => `run_${String(number).padStart(10, '0')}` as RunId

let folder: string
let opened: Opened
let store: Store
const open = async () => {
  opened = await openDatabase({ dataDir: folder, databaseUrl: null, leaseMs: 1000 })
  store = createStore(opened, seal)
}
const command = async (script: string, args: string[], env: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', `scripts/copies/${script}.ts`, ...args], { cwd: resolve(import.meta.dirname, '../..'), env: { ...process.env, DATA_DIR: folder, ...env } })
const receive = (from: number, to: number) =>
  store.runs.receive(
    Array.from({ length: to - from }, (_, index) => ({
      id: run(from + index),
      memberId: member,
      kind: 'robot' as const,
      code: 'distribute-visit',
      dedupe: `key ${from + index}`,
      document: { kind: 'lead' as const, id: 1 },
      reportId: null,
      body: JSON.stringify({ text: `Клиент «${from + index}»\n` }),
      receivedAt: 1000,
    })),
  )

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-copies-'))
  await open()
  const tokens = { access: 'a', refresh: 'r', expires: 1, userId: 1 as UserId }
  await store.portals.install(
    { memberId: member, clientEndpoint: 'https://one.example.test/rest/', oauthUrl: 'https://oauth.example.test/', scope: ['crm'], language: 'ru', personLanguage: null, version: '1', installedBy: 1 as UserId, applicationTokenHash: 'h', tokens },
    1,
  )
  for (let from = 0; from < 1200; from += 400) await receive(from, from + 400)
  // Acknowledged a moment ago and no run yet.
  await store.inbox.keep(asCommit([{ id: run(9000), memberId: member, kind: 'robot', code: 'distribute-visit', dedupe: 'just came', document: null, reportId: null, body: {}, receivedAt: 1000 }]))
  await store.effects.add(member, run(1), [
    effect('essential', 'deal', 'crm.item.add', { fields: { title: 'a' } }, { by: 'origin', entityTypeId: 2, originId: 'o' }),
    effect('reply', 'reply', 'bizproc.event.send', { EVENT_TOKEN: 'x' }, null),
  ])
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

it('know every table', async () => {
  const tables = (await opened.db.introspection.getTables()).map(({ name }) => name).filter((name) => !name.startsWith('kysely'))
  expect([...tableNames].sort()).toEqual(tables.sort())
})

describe('a backup', () => {
  it('is made while the app writes, and brings everything back as it was', async () => {
    const before = await sumTables(opened.db)
    const target = join(folder, 'copy.sqlite')
    let writing = true
    const writer = (async () => {
      for (let number = 5000; writing; number++) {
        await store.settings.get(member)
        await store.runs.countRequest(member, run(0))
        await new Promise((done) => setTimeout(done, 1))
      }
    })()
    await command('backup', [target])
    writing = false
    await writer
    await expect(command('backup', [target])).rejects.toMatchObject({ code: 1 })
    await store.runs.finish(member, run(5), { stage: 'done', outcome: 'ok', reason: null, problem: null, at: 1 })
    await expect(command('restore', [target])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('stop it first') as string })
    await store.close()
    const { stdout } = await command('restore', [target])
    expect(stdout).toContain('1 planned effects will be looked up')
    await open()
    const after = await sumTables(opened.db)
    expect(after.map(({ table, rows }) => [table, rows])).toEqual(before.map(({ table, rows }) => [table, rows]))
    expect((await store.runs.get(member, run(5)))?.stage).toBe('received')
    expect(await store.runs.body(member, run(5))).toContain('Клиент «5»')
    await store.together((s) => s.inbox.takeIn(1))
    expect((await store.runs.byDedupe(member, 'just came'))?.id).toBe(run(9000))
    // Sent since the copy, perhaps: the deal is looked up first, the reply may be sent again.
    expect((await store.effects.ofRun(member, run(1))).map(({ key, state }) => [key, state])).toEqual([
      ['deal', 'doubtful'],
      ['reply', 'planned'],
    ])
  })

  it('that is damaged or none of ours is not put back', async () => {
    await store.close()
    writeFileSync(join(folder, 'wrong.sqlite'), 'not a database at all')
    await expect(command('restore', [join(folder, 'wrong.sqlite')])).rejects.toMatchObject({ code: 1 })
    await open()
    expect((await store.runs.get(member, run(5)))?.id).toBe(run(5))
  })
})

describe.skipIf(noPostgres !== null)(`the move to PostgreSQL${noPostgres === null ? '' : ` (skipped: ${noPostgres})`}`, () => {
  it('takes every row, is compared by counts and checksums, and is refused where something is', async () => {
    const postgres = await startPostgres()
    try {
      const databaseUrl = await postgres.newDatabase()
      await expect(command('to-postgres', [], { DATABASE_URL: databaseUrl })).rejects.toMatchObject({ stderr: expect.stringContaining('stop it first') as string })
      const before = await sumTables(opened.db)
      await store.close()
      const { stdout } = await command('to-postgres', [], { DATABASE_URL: databaseUrl })
      expect(stdout).toMatch(/runs +1200 rows/)
      expect(stdout).toMatch(/inbox +1 rows/)
      await expect(command('to-postgres', [], { DATABASE_URL: databaseUrl })).rejects.toMatchObject({ stderr: expect.stringContaining('not empty') as string })
      await open()
      const moved = await openDatabase({ dataDir: folder, databaseUrl, leaseMs: 1000 })
      expect(await sumTables(moved.db)).toEqual(before)
      expect((await createStore(moved, seal).portals.get(member))?.tokens.refresh).toBe('r')
      // A checksum that could not tell would prove nothing.
      await sql`update runs set attempts = 7 where id = ${run(3)}`.execute(moved.db)
      expect((await sumTables(moved.db)).find(({ table }) => table === 'runs')?.checksum).not.toBe(before.find(({ table }) => table === 'runs')?.checksum)
      await moved.db.destroy()
    } finally {
      await postgres.close()
    }
  })
})
