/** What cannot be stored is refused before it is acknowledged: a locked file, a full disk, a flood. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MemberId, UserId } from '../../domain/ids.ts'
import { receiveInstall } from '../../server/ingest/event.ts'
import { createHooks } from '../../server/ingest/hooks.ts'
import { createReceive } from '../../server/ingest/receive.ts'
import { createLog } from '../../server/log.ts'
import { sha256 } from '../../server/runs/chance.ts'
import { createSeal } from '../../server/seal.ts'
import { startInboxThread, type InboxThread } from '../../server/store/inbox-thread.ts'
import { openDatabase, sqliteName, type Opened } from '../../server/store/open.ts'
import { createStore, type Store } from '../../server/store/store.ts'
import { until } from '../house.ts'

const memberId = 'memberidofportalone' as MemberId
let folder: string
let opened: Opened
let store: Store
let server: Server
let port: number
let thread: InboxThread
/** Whether calls are kept in a thread of their own, as the receiver does. */
let apart = false
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-refusing-'))
  opened = await openDatabase({ dataDir: folder, databaseUrl: null, leaseMs: 1000 })
  store = createStore(opened, createSeal(Buffer.alloc(32, 7)))
  const tokens = { access: 'a', refresh: 'r', expires: 1, userId: 1 as UserId }
  const proof = { memberId, clientEndpoint: 'https://one.example.test/rest/', oauthUrl: 'https://oauth.example.test/', scope: [], language: null, personLanguage: null, version: '1', installedBy: 1 as UserId, tokens }
  await store.portals.install({ ...proof, applicationTokenHash: sha256('right') }, 1)
  thread = startInboxThread({ dataDir: folder, databaseUrl: null, leaseMs: 1000, sealKeys: [Buffer.alloc(32, 7)] })
  const hooks = createHooks({ store, knownToken: (id) => store.portals.applicationTokenHash(id), receive: createReceive(store, (commit) => (apart ? thread : store.inbox).keep(commit)), nudge: () => undefined, now: Date.now, log: createLog('silent') })
  server = createServer((asked, answer) => void hooks(asked, answer))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  apart = false
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await thread.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const call = async (token: string, padding = '', applicationToken = 'right'): Promise<number> => {
  const body = new URLSearchParams({ event_token: token, 'document_id[2]': 'LEAD_1', 'auth[member_id]': memberId, 'auth[application_token]': applicationToken, 'properties[text]': padding })
  return (await fetch(`http://127.0.0.1:${port}/hook/robot/distribute-visit`, { method: 'POST', body })).status
}
/** Wherever it lies: taken in or not. */
const stored = async () =>
  (await sql<{ count: number }>`select (select count(*) from runs) + (select coalesce(sum(calls), 0) from inbox) as count`.execute(opened.db)).rows[0]?.count

describe('a call', () => {
  it('is refused while another process holds the file, and taken when it lets go', async () => {
    await sql`pragma busy_timeout = 200`.execute(opened.db)
    const other = new Database(join(folder, sqliteName))
    other.exec('begin immediate')
    expect(await call('locked')).toBe(503)
    other.exec('rollback')
    other.close()
    expect(await stored()).toBe(0)
    expect(await call('locked')).toBe(200)
    expect(await stored()).toBe(1)
  })

  it('kept in a thread of its own waits while another process holds the file, and nobody else waits for it', async () => {
    apart = true
    const other = new Database(join(folder, sqliteName))
    other.exec('begin immediate')
    const answers: number[] = []
    const waiting: Promise<number>[] = []
    for (let round = 0; round < 5; round++) {
      waiting.push(call(`waits ${round}`).then((status) => answers.push(status)))
      expect(await call('forged', '', 'wrong')).toBe(403)
    }
    expect(answers).toEqual([])
    other.exec('rollback')
    other.close()
    await Promise.all(waiting)
    expect([answers, await stored()]).toEqual([[200, 200, 200, 200, 200], 5])
  })

  it('that the thread cannot store is refused', async () => {
    apart = true
    expect(await call('first')).toBe(200)
    await sql`alter table inbox rename to elsewhere`.execute(opened.db)
    // Also those that share a commit.
    expect(await Promise.all(['second', 'third', 'fourth'].map((token) => call(token)))).toEqual([503, 503, 503])
    await sql`alter table elsewhere rename to inbox`.execute(opened.db)
    expect(await call('second')).toBe(200)
    expect(await stored()).toBe(2)
  })

  it('is refused when the disk is full, and taken when there is room again', async () => {
    const pages = (await sql<{ page_count: number }>`pragma page_count`.execute(opened.db)).rows[0]?.page_count ?? 0
    await sql`pragma max_page_count = ${sql.lit(pages)}`.execute(opened.db)
    const statuses: number[] = []
    for (let index = 0; index < 20; index++) statuses.push(await call(`full ${index}`, 'x'.repeat(8000)))
    expect(statuses).toContain(503)
    // What was acknowledged is there, what was refused is not.
    expect(await stored()).toBe(statuses.filter((status) => status === 200).length)
    await sql`pragma max_page_count = 1000000`.execute(opened.db)
    expect(await call('room', 'x'.repeat(8000))).toBe(200)
  })

  // Shows: flood or neighbour × install
  it('that claims an installation is refused as the sixth, however many come in one moment', async () => {
    const needs = { store, receive: createReceive(store), nudge: () => undefined, now: Date.now, log: createLog('silent') }
    const claim = (index: number) => receiveInstall(memberId, { source: 'event', refresh: `claimed ${index}`, applicationToken: null, serverEndpoint: null, language: null, proof: null }, needs)
    const taken = await Promise.all(Array.from({ length: 30 }, (_, index) => claim(index)))
    expect(taken.filter((id) => id !== null)).toHaveLength(5)
    expect(await claim(0)).toBe(taken[0])
    expect(await stored()).toBe(5)
  })

  // Shows: flood or neighbour × call
  it('told in an event is one for each second, whatever else stands in its time, and its key is short', async () => {
    const told = async (ts: string) =>
      (await fetch(`http://127.0.0.1:${port}/hook/event`, { method: 'POST', body: new URLSearchParams({ event: 'ONSOMETHING', ts, 'auth[member_id]': memberId, 'auth[application_token]': 'right' }) })).status
    for (const ts of ['1790000000', '1790000000', '01790000000.0', 'x'.repeat(100_000), 'x'.repeat(100_000), '']) expect(await told(ts)).toBe(200)
    const { rows } = await sql<{ dedupe: string }>`select dedupe from runs`.execute(opened.db)
    expect(rows.map(({ dedupe }) => dedupe.length < 100)).toEqual([true, true, true, true])
  })

  // Shows: flood or neighbour × call
  it('is refused in a flood of slow ones, and taken when they are gone', async () => {
    const half = 256 * 1024
    const slow = Array.from({ length: 300 }, () => {
      const one = request({ port, host: '127.0.0.1', method: 'POST', path: '/hook/event', headers: { 'Content-Length': half } }, (answer) => answer.resume())
      one.on('error', () => undefined)
      one.write(Buffer.alloc(half - 1, 'x'))
      return one
    })
    await until('there is no room', async () => (await call('flood', 'x'.repeat(4000))) === 503)
    const before = await stored()
    for (const one of slow) one.destroy()
    await until('there is room again', async () => (await call('flood, after it')) === 200)
    expect(await stored()).toBe(Number(before) + 1)
  })

  it('is taken however much others announce and do not send', async () => {
    const slow = Array.from({ length: 300 }, () => {
      const one = request({ port, host: '127.0.0.1', method: 'POST', path: '/hook/event', headers: { 'Content-Length': 512 * 1024 } })
      one.on('error', () => undefined)
      one.write('x')
      return one
    })
    await until('all of them have begun', () => new Promise<boolean>((done) => server.getConnections((_, count) => done(count >= slow.length))))
    expect(await call('beside them')).toBe(200)
    for (const one of slow) one.destroy()
    expect(await stored()).toBe(1)
  })
})
