/** Robots' calls between their acknowledgement and their run, on both engines: none is lost, none doubled, none outlives its portal. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MemberId, RunId, UserId } from '../../domain/ids.ts'
import { asCommit, type Call } from '../../server/store/inbox.ts'
import { openDatabase } from '../../server/store/open.ts'
import { createStore, type Store } from '../../server/store/store.ts'
import { tableNames } from '../../server/store/tables.ts'
import { onBothEngines, seal } from './engines.ts'

const one = 'memberidofportalone' as MemberId
const two = 'memberidofportaltwo' as MemberId
const run = (number: number) => `run_${String(number).padStart(10, '0')}` as RunId
const call = (number: number, dedupe = `key ${number}`, memberId = one): Call => ({
  id: run(number),
  memberId,
  kind: 'robot',
  code: 'distribute-visit',
  dedupe,
  document: { kind: 'lead', id: 12 },
  reportId: null,
  workflowId: 'w1',
  body: { eventToken: 'very-secret-token', text: `Клиент «${number}»` },
  receivedAt: 1000 + number,
})
const takeIn = (store: Store, most = 100) => store.together(({ inbox }) => inbox.takeIn(most))

onBothEngines((engine) => {
  const install = (memberId: MemberId) =>
    engine.store.portals.install(
      {
        memberId,
        clientEndpoint: 'https://one.example.test/rest/',
        oauthUrl: 'https://oauth.example.test/',
        scope: [],
        language: null,
        personLanguage: null,
        version: '1',
        installedBy: 1 as UserId,
        applicationTokenHash: 'h',
        tokens: { access: 'a', refresh: 'r', expires: 1, userId: 1 as UserId },
      },
      1,
    )
  const runs = async () => (await sql<{ id: string }>`select id from runs order by id`.execute(engine.opened.db)).rows.map(({ id }) => id)
  const waiting = async () => Number((await sql<{ calls: number }>`select coalesce(sum(calls), 0) as calls from inbox`.execute(engine.opened.db)).rows[0]?.calls)
  /** What any table holds of a portal, its sealed calls opened. */
  const everything = async () => {
    const tables = await Promise.all(tableNames.map(async (name) => (await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(engine.opened.db)).rows))
    return JSON.stringify(tables.flat().map((row) => ('calls_sealed' in row ? seal.open(String(row['calls_sealed']), `inbox:${String(row['id'])}`) : row)))
  }
  beforeEach(() => install(one))

  describe('calls in the inbox', () => {
    it('are there after a new start, sealed, and become runs as they came', async () => {
      await engine.store.inbox.keep(asCommit([call(1), call(2)]))
      await engine.reopen()
      expect(JSON.stringify((await sql`select * from inbox`.execute(engine.opened.db)).rows)).not.toContain('very-secret-token')
      expect(await runs()).toEqual([])
      expect(await takeIn(engine.store)).toEqual(new Set([one]))
      expect(await runs()).toEqual([run(1), run(2)])
      expect(await engine.store.runs.get(one, run(2))).toMatchObject({ stage: 'received', wakeAt: 1002, code: 'distribute-visit', document: { kind: 'lead', id: 12 }, at: { received: 1002 } })
      expect(await engine.store.runs.body(one, run(2))).toContain('Клиент «2»')
      expect((await engine.store.runs.ofWorkflows(one, ['w1'])).get('w1')?.runId).toBe(run(2))
      expect(await waiting()).toBe(0)
      expect(await takeIn(engine.store)).toEqual(new Set())
    })

    it('that repeat an earlier one are dropped, whether it is a run already, lies beside them or came with them', async () => {
      await engine.store.runs.receive([{ ...call(1, 'x'), body: '{}' }])
      await engine.store.inbox.keep(asCommit([call(2, 'x'), call(3, 'y'), call(4, 'y')]))
      await engine.store.inbox.keep(asCommit([call(5, 'y'), call(6, 'z')]))
      await takeIn(engine.store)
      expect(await runs()).toEqual([run(1), run(3), run(6)])
      await engine.store.inbox.keep(asCommit([call(7, 'z')]))
      expect((await takeIn(engine.store)).size).toBe(1)
      expect(await runs()).toEqual([run(1), run(3), run(6)])
    })

    it('are taken in from the oldest, no more commits than are wanted', async () => {
      for (const first of [4, 1, 7]) await engine.store.inbox.keep(asCommit([call(first), call(first + 1), call(first + 2)]))
      await takeIn(engine.store, 2)
      expect(await runs()).toEqual([1, 2, 3].map(run))
      await takeIn(engine.store, 4)
      expect(await runs()).toHaveLength(9)
    })

    it('are all there again when the commit that takes them in fails', async () => {
      await engine.store.inbox.keep(asCommit([call(1), call(2)]))
      const cut = engine.store.together(async ({ inbox }) => {
        await inbox.takeIn(100)
        throw new Error('power cut')
      })
      await expect(cut).rejects.toThrow('power cut')
      expect([await runs(), await waiting()]).toEqual([[], 2])
    })

    it('become runs once, however many processes take them in', async () => {
      const other = createStore(await openDatabase(engine.place), seal)
      try {
        for (let first = 0; first < 60; first += 3) await engine.store.inbox.keep(asCommit([call(first), call(first + 1), call(first + 2)]))
        for (let round = 0; (await waiting()) > 0 && round < 100; round++) {
          const first = takeIn(engine.store, 5)
          // Within one thread a second connection to a file would wait for the first one, which then could not go on.
          if (engine.name === 'SQLite') await first
          await Promise.all([first, takeIn(other, 5)])
        }
        expect(await runs()).toEqual(Array.from({ length: 60 }, (_, number) => run(number)))
      } finally {
        await other.close()
      }
    })

    it('are erased with their portal, and are dropped when they come after it', async () => {
      await install(two)
      await engine.store.inbox.keep(asCommit([call(1), call(2, 'of two', two), call(3)]))
      await engine.store.together((s) => s.erase(one))
      await engine.store.inbox.keep(asCommit([call(4), call(5, 'again of two', two)]))
      await takeIn(engine.store)
      expect(await everything()).not.toContain(one)
      expect(await runs()).toEqual([run(2), run(5)])
    })
  })
})
