/** Every promise of the store, on SQLite and on a real PostgreSQL. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { DrawOptions } from '../../domain/draw.ts'
import type { Distribution } from '../../domain/distribution.ts'
import { defaultSettings } from '../../domain/settings.ts'
import type { Shadow } from '../../domain/shadow.ts'
import type { DirectionId, MemberId, ReportId, RunId, UserId } from '../../domain/ids.ts'
import { effect } from '../../manifest/effect.ts'
import { createSeal } from '../../server/seal.ts'
import { LeaseLost, ownerName, type Lease } from '../../server/store/leases.ts'
import type { ProvenInstallation } from '../../server/store/portals.ts'
import type { Arrival, Decision } from '../../server/store/run.ts'
import { openDatabase } from '../../server/store/open.ts'
import { createStore } from '../../server/store/store.ts'
import { onBothEngines, seal, type Engine } from './engines.ts'

const one = 'memberidofportalone' as MemberId
const two = 'memberidofportaltwo' as MemberId
const run = (id: string) => `run_${id.padStart(10, '0')}` as RunId

const arrival = (id: string, dedupe: string, more: Partial<Arrival> = {}): Arrival => ({
  id: run(id),
  memberId: one,
  kind: 'robot',
  code: 'distribute-visit',
  dedupe,
  document: { kind: 'lead', id: 12 },
  reportId: null,
  body: '{"eventToken":"very-secret-token"}',
  receivedAt: 1000,
  ...more,
})
const proof = (more: Partial<ProvenInstallation> = {}): ProvenInstallation => ({
  memberId: one,
  clientEndpoint: 'https://one.example.test/rest/',
  oauthUrl: 'https://oauth.example.test/oauth/token/',
  scope: ['crm', 'bizproc'],
  language: 'ru',
  personLanguage: null,
  version: '1',
  installedBy: 1 as UserId,
  applicationTokenHash: 'a'.repeat(64),
  tokens: { access: 'plain-access', refresh: 'plain-refresh', expires: 5000, userId: 1 as UserId },
  ...more,
})
const decision = (more: Partial<Decision> = {}): Decision => ({
  outcome: 'ok',
  reason: '',
  distributionId: null,
  title: '',
  search: '',
  directionIds: [],
  readAt: null,
  decidedAt: 2000,
  readRequests: 0,
  ...more,
})
const takeLease = async ({ store }: Engine, owner = 'a', now = 0, until = 10_000): Promise<Lease> => {
  const taken = await store.leases.take(one, owner, now, until)
  if (!taken) throw new Error('no lease')
  return taken
}

const distribution: Distribution = {
  id: 'a'.repeat(26),
  runId: run('1'),
  document: { kind: 'lead', id: 12 },
  reportId: 'rep_00000001' as ReportId,
  representativeId: null,
  comment: '',
  answers: [],
  client: { title: 'T', contactName: '', companyTitle: '', phone: '', email: '', address: '' },
  clients: [],
  ownerId: null,
  rules: { skipAbsent: true, skipClockedOut: true, headsTakePart: false },
  documentStage: 'NEW',
  fixed: {},
  completeTask: null,
  match: null,
  draw: { ...DrawOptions.parse({}), mainBy: null, seed: '0'.repeat(64), directions: [], picked: [], mainManager: null },
  directions: [],
  names: {},
  outcome: 'ok',
  decidedAt: 2000,
  undone: null,
  insteadOf: null,
}

/** A draft beside the live rule, as long as three lines are enough. */
const beginning = { last: { dir_aaaa1: 7 as UserId }, decks: {}, missed: {}, given: [{ userId: 7 as UserId, at: 900 }], mains: [] }
const shadow: Shadow = { startedAt: 1000, startedBy: 1 as UserId, until: 2000, endedAt: null, settings: defaultSettings, rules: [], personRules: [], seed: 'ab', beginning }

onBothEngines((engine) => {
  describe('the database', () => {
    it.runIf(engine.name === 'PostgreSQL')('waits for the disk at every commit, and for a lock not for ever', async () => {
      const value = async (name: string) => Object.values((await sql<Record<string, unknown>>`show ${sql.raw(name)}`.execute(engine.opened.db)).rows[0] ?? {})[0]
      expect(await value('synchronous_commit')).toBe('on')
      expect(await value('lock_timeout')).toBe('5s')
      expect(await value('idle_in_transaction_session_timeout')).toBe('20s')
    })

    it.runIf(engine.name === 'PostgreSQL')('goes on after all its connections were cut', async () => {
      await Promise.all(Array.from({ length: 5 }, () => engine.store.runs.line(0, 'me')))
      await engine.postgres?.cutConnections()
      await new Promise((done) => setTimeout(done, 100))
      expect((await engine.store.runs.receive([arrival('1', 'x')])).size).toBe(1)
    })

    it('takes texts with a NUL in them, and finds nothing by one', async () => {
      await engine.store.runs.receive([arrival('1', 'x')])
      await engine.store.runs.decide(one, run('1'), decision({ title: 'bakery\0', search: 'bakery\0' }))
      expect((await engine.store.runs.get(one, run('1')))?.title.replace('\0', '')).toBe('bakery')
      expect((await engine.store.journal.page(one, { search: 'no\0body', outcomes: null, directionId: null, since: 0, cursor: null, limit: 2 })).total).toBe(0)
    })

    it.runIf(engine.name === 'SQLite')('is in WAL and waits for the disk at every commit', async () => {
      const value = async (pragma: string) => Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(pragma)}`.execute(engine.opened.db)).rows[0] ?? {})[0]
      expect(await value('journal_mode')).toBe('wal')
      expect(await value('synchronous')).toBe(2)
      expect(await value('foreign_keys')).toBe(1)
      expect(await value('busy_timeout')).toBe(5000)
    })

    it('has text and bigint columns only', async () => {
      const tables = await engine.opened.db.introspection.getTables()
      const types = new Set(tables.filter(({ name }) => !name.startsWith('kysely')).flatMap(({ columns }) => columns.map(({ dataType }) => dataType.toLowerCase().replace('int8', 'bigint'))))
      expect([...types].sort()).toEqual(['bigint', 'text'])
    })

    it('is opened again with everything in it', async () => {
      await engine.store.runs.receive([arrival('1', 'x')])
      await engine.reopen()
      expect(await engine.store.runs.get(one, run('1'))).toMatchObject({ stage: 'received', document: { kind: 'lead', id: 12 } })
    })
  })

  describe('an arrival', () => {
    it('that repeats an earlier one is not stored, in the same commit or later, and the first one is kept', async () => {
      expect(await engine.store.runs.receive([arrival('1', 'x'), arrival('2', 'x'), arrival('3', 'y')])).toEqual(new Set([run('1'), run('3')]))
      expect(await engine.store.runs.receive([arrival('4', 'x', { body: '{"other":1}' })])).toEqual(new Set())
      expect(await engine.store.runs.body(one, run('1'))).toContain('very-secret-token')
      expect((await engine.store.runs.byDedupe(one, 'x'))?.id).toBe(run('1'))
    })

    it('of another portal with the same key is another one', async () => {
      expect((await engine.store.runs.receive([arrival('1', 'x'), arrival('2', 'x', { memberId: two })])).size).toBe(2)
    })

    it('is worked in order of arrival, what concerns the installation first', async () => {
      await engine.store.runs.receive([arrival('1', 'a'), arrival('2', 'b'), arrival('3', 'c', { kind: 'event', code: 'ONAPPUNINSTALL' }), arrival('4', 'd', { receivedAt: 9000 })])
      const next = async (all: boolean) => (await engine.store.runs.due(one, 5000, all))?.id ?? null
      expect(await next(true)).toBe(run('3'))
      await engine.store.runs.finish(one, run('3'), { stage: 'done', outcome: 'ok', reason: null, problem: null, at: 1 })
      expect(await next(false)).toBeNull()
      expect(await next(true)).toBe(run('1'))
      await engine.store.runs.postpone(one, run('1'), 8000, 'planned', true)
      expect(await next(true)).toBe(run('2'))
      expect(await engine.store.runs.line(5000, 'me')).toEqual([one])
      expect(await engine.store.runs.nextWake(5000)).toBe(8000)
      await engine.store.leases.take(one, 'another', 5000, 6000)
      expect(await engine.store.runs.line(5000, 'me')).toEqual([])
      expect(await engine.store.runs.line(5000, 'another')).toEqual([one])
      expect(await engine.store.runs.line(6000, 'me')).toEqual([one])
      expect(await engine.store.runs.get(one, run('1'))).toMatchObject({ stage: 'planned', attempts: 1, wakeAt: 8000 })
    })

    it('loses its body but not its key when it is old', async () => {
      await engine.store.runs.receive([arrival('1', 'x')])
      await engine.store.runs.finish(one, run('1'), { stage: 'done', outcome: 'ok', reason: null, problem: null, at: 100 })
      await engine.store.runs.forgetBodies(200)
      expect(await engine.store.runs.body(one, run('1'))).toBeNull()
      expect((await engine.store.runs.receive([arrival('2', 'x')])).size).toBe(0)
    })
  })

  describe('sealing', () => {
    it('leaves no token and no event token readable in the files', async () => {
      await engine.store.portals.install(proof(), 1)
      await engine.store.runs.receive([arrival('1', 'x')])
      await engine.store.effects.add(one, run('1'), [effect('reply', 'reply', 'bizproc.event.send', { EVENT_TOKEN: 'very-secret-token' }, null)])
      const { dataDir } = engine.place
      const files = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name), 'latin1'))
      const tables = await engine.opened.db.introspection.getTables()
      const rows = await Promise.all(tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(engine.opened.db)))
      const everything = JSON.stringify(rows.map((result) => result.rows)) + files.join('')
      expect(everything).toContain('memberidofportalone')
      for (const secret of ['plain-access', 'plain-refresh', 'very-secret-token']) expect(everything).not.toContain(secret)
      expect((await engine.store.portals.get(one))?.tokens.access).toBe('plain-access')
      expect((await engine.store.effects.ofRun(one, run('1')))[0]?.params).toEqual({ EVENT_TOKEN: 'very-secret-token' })
    })

    it('does not open what was moved to another row or changed', () => {
      const seal = createSeal(Buffer.alloc(32, 7))
      const sealed = seal.close('text', 'here')
      expect(seal.open(sealed, 'here')).toBe('text')
      expect(() => seal.open(sealed, 'there')).toThrow()
      expect(() => seal.open(`${sealed.slice(0, -2)}AA`, 'here')).toThrow()
      expect(() => createSeal(Buffer.alloc(32, 8)).open(sealed, 'here')).toThrow()
    })
  })

  describe('several processes at once', () => {
    it.runIf(engine.name === 'PostgreSQL')('open a database that nobody has opened before', async () => {
      const place = { ...engine.place, databaseUrl: (await engine.postgres?.newDatabase()) ?? null }
      const all = await Promise.all(Array.from({ length: 3 }, () => openDatabase(place)))
      for (const { db } of all) {
        expect(await createStore({ db, embedded: true }, seal).runs.line(0, 'me')).toEqual([])
        await db.destroy()
      }
    })

    it('store the same calls once, in whatever order they came', async () => {
      const other = createStore(await openDatabase(engine.place), seal)
      try {
        const calls = (from: number) => Array.from({ length: 50 }, (_, index) => arrival(String(from + index), `k${index}`))
        const rounds = await Promise.all([engine.store.runs.receive(calls(100)), other.runs.receive(calls(200).reverse()), engine.store.runs.receive(calls(300).reverse())])
        expect(rounds.reduce((sum, fresh) => sum + fresh.size, 0)).toBe(50)
      } finally {
        await other.close()
      }
    })

    it('take a lease one at a time, and who lost it commits nothing', async () => {
      const other = createStore(await openDatabase(engine.place), seal)
      try {
        const taken = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? other : engine.store).leases.take(one, `owner ${index}`, 0, 1000)))
        const [first] = taken.filter((one) => one !== null)
        expect(taken.filter((one) => one !== null)).toHaveLength(1)
        if (!first) throw new Error('no lease')
        await engine.store.runs.receive([arrival('1', 'x')])
        const second = await other.leases.take(one, 'later', 1000, 2000)
        await expect(engine.store.commit(first, (s) => s.runs.decide(one, run('1'), decision()))).rejects.toThrow(LeaseLost)
        await other.commit(second as Lease, (s) => s.runs.decide(one, run('1'), decision()))
        expect((await engine.store.runs.get(one, run('1')))?.stage).toBe('planned')
      } finally {
        await other.close()
      }
    })
  })

  describe('a lease', () => {
    it('has one holder until it runs out or is given back, and a greater epoch with every taking', async () => {
      const first = await takeLease(engine, 'a', 0, 1000)
      expect(await engine.store.leases.take(one, 'b', 999, 2000)).toBeNull()
      expect(await engine.store.leases.renew(first, 1500)).toBe(true)
      expect(await engine.store.leases.take(one, 'b', 1200, 2000)).toBeNull()
      expect(await engine.store.leases.heldUntil(one)).toBe(1500)
      const second = await takeLease(engine, 'b', 1500, 3000)
      expect(second.epoch).toBeGreaterThan(first.epoch)
      expect(await engine.store.leases.renew(first, 9000)).toBe(false)
      await engine.store.leases.giveBack(first)
      expect(await engine.store.leases.heldUntil(one)).toBe(3000)
      await engine.store.leases.giveBack(second)
      expect(await engine.store.leases.take(one, 'c', 1600, 2000)).not.toBeNull()
    })

    it('that was lost writes nothing any more', async () => {
      await engine.store.runs.receive([arrival('1', 'x')])
      const lost = await takeLease(engine, 'a', 0, 1000)
      await takeLease(engine, 'b', 1000, 2000)
      const late = engine.store.commit(lost, (s) => s.runs.decide(one, run('1'), decision()))
      await expect(late).rejects.toMatchObject({ name: 'LeaseLost' })
      expect((await engine.store.runs.get(one, run('1')))?.stage).toBe('received')
    })

    it('of a dead process of this machine is free at the next start, of a living one it is not', async () => {
      const self = ownerName('me')
      const alive = ownerName('other').replace(`|${process.pid}|`, '|4242|')
      await engine.store.leases.take(one, alive, 0, 5000)
      await engine.store.leases.releaseDead((pid) => pid === 4242, self)
      expect(await engine.store.leases.heldUntil(one)).toBe(5000)
      await engine.store.leases.releaseDead(() => false, self)
      expect(await engine.store.leases.heldUntil(one)).toBe(0)
      await engine.store.leases.take(two, self, 0, 5000)
      await engine.store.leases.releaseDead(() => false, self)
      expect(await engine.store.leases.heldUntil(two)).toBe(5000)
    })
  })

  describe('a decision', () => {
    it('is one commit: all of it or nothing', async () => {
      await engine.store.runs.receive([arrival('1', 'x')])
      const held = await takeLease(engine)
      const broken = engine.store.commit(held, async (s) => {
        await s.distributions.keep(one, distribution)
        await s.effects.add(one, run('1'), [effect('ornament', 'e', 'im.notify.system.add', {}, null)])
        throw new Error('power cut')
      })
      await expect(broken).rejects.toThrow('power cut')
      expect(await engine.store.distributions.get(one, distribution.id)).toBeNull()
      expect(await engine.store.effects.ofRun(one, run('1'))).toEqual([])
    })

    it('distributes one visit once', async () => {
      await engine.store.distributions.keep(one, distribution)
      await expect(engine.store.distributions.keep(one, { ...distribution, runId: run('2') })).rejects.toThrow()
      expect((await engine.store.distributions.ofReport(one, 'rep_00000001' as ReportId))?.runId).toBe(run('1'))
      expect(await engine.store.distributions.ofDocument(one, { kind: 'lead', id: 12 })).toHaveLength(1)
      expect(await engine.store.distributions.get(two, distribution.id)).toBeNull()
    })

    it('keeps effects in the order of their phases, with what became of them', async () => {
      await engine.store.runs.receive([arrival('1', 'x')])
      await engine.store.effects.add(one, run('1'), [
        effect('ornament', 'comment', 'crm.timeline.comment.add', {}, null),
        effect('essential', 'deal', 'crm.item.add', {}, { by: 'origin', entityTypeId: 2, originId: 'o' }),
        effect('reply', 'reply', 'bizproc.event.send', {}, null),
      ])
      expect((await engine.store.effects.ofRun(one, run('1'))).map(({ key }) => key)).toEqual(['deal', 'reply', 'comment'])
      await engine.store.effects.intend(one, run('1'), ['deal', 'reply'], 3000)
      await engine.store.effects.change(one, run('1'), [
        { key: 'deal', state: 'done', result: { item: { id: 5 } } },
        { key: 'reply', state: 'planned', notSent: true },
      ])
      expect(await engine.store.effects.ofRun(one, run('1'))).toMatchObject([
        { key: 'deal', state: 'done', attempt: 1, sentAt: 3000, result: { item: { id: 5 } } },
        { key: 'reply', state: 'planned', attempt: 0 },
        { key: 'comment', state: 'planned', attempt: 0, sentAt: null },
      ])
      expect(await engine.store.effects.ofRun(two, run('1'))).toEqual([])
    })
  })

  describe('a portal', () => {
    it('takes a refreshed pair only from the pair that is current', async () => {
      await engine.store.portals.install(proof(), 1)
      const known = await engine.store.portals.get(one)
      const pair = (name: string) => ({ access: name, refresh: name, expires: 9000, userId: 1 as UserId })
      expect(await engine.store.portals.renew(one, known?.generation ?? 0, pair('second'), null)).toBe(true)
      expect(await engine.store.portals.renew(one, known?.generation ?? 0, pair('late'), null)).toBe(false)
      expect((await engine.store.portals.get(one))?.tokens.access).toBe('second')
    })

    it('keeps its application token when a later proof brings none, and forgets it when it goes', async () => {
      await engine.store.portals.install(proof(), 1)
      await engine.store.portals.install(proof({ applicationTokenHash: null, language: null, installedBy: 2 as UserId }), 2)
      expect(await engine.store.portals.applicationTokenHash(one)).toBe('a'.repeat(64))
      expect(await engine.store.portals.get(one)).toMatchObject({ installedBy: 2, language: 'ru', installedAt: 2 })
      await engine.store.portals.uninstall(one)
      expect(await engine.store.portals.get(one)).toBeNull()
      expect(await engine.store.portals.applicationTokenHash(one)).toBeUndefined()
    })

    it('is erased without a trace and without touching others', async () => {
      for (const memberId of [one, two]) {
        await engine.store.portals.install(proof({ memberId }), 1)
        await engine.store.runs.receive([arrival(memberId === one ? '1' : '2', 'x', { memberId })])
        await engine.store.effects.add(memberId, run(memberId === one ? '1' : '2'), [effect('ornament', 'e', 'im.notify.system.add', {}, null)])
        await engine.store.settings.save(memberId, { ...defaultSettings, starter: 'robot', headsTakePart: true })
        await engine.store.directory.save(memberId, { departments: [], people: [], readAt: 1 })
        await engine.store.shadows.save(memberId, shadow)
      }
      await engine.store.together((s) => s.erase(one))
      expect(await engine.store.portals.get(one)).toBeNull()
      expect(await engine.store.runs.get(one, run('1'))).toBeNull()
      expect((await engine.store.settings.get(one)).starter).toBe('report')
      expect(await engine.store.directory.get(one)).toBeNull()
      expect(await engine.store.shadows.get(one)).toBeNull()
      expect(await engine.store.shadows.get(two)).toEqual(shadow)
      expect(await engine.store.portals.get(two)).not.toBeNull()
      expect(await engine.store.runs.get(two, run('2'))).not.toBeNull()
      expect((await engine.store.settings.get(two)).starter).toBe('robot')
    })

    it('that has left takes nothing more from a question that was asked before, however late it is answered', async () => {
      await engine.store.portals.install(proof({}), 1)
      const late = () =>
        engine.store.together(async (s) => {
          await s.portals.hold(one)
          await s.settings.save(one, { ...defaultSettings, starter: 'robot' })
        })
      await late()
      await engine.store.together((s) => s.erase(one))
      await expect(late()).rejects.toMatchObject({ name: 'NotInstalled' })
      await expect(engine.store.together((s) => s.changes.begin(one))).rejects.toMatchObject({ name: 'NotInstalled' })
      expect((await engine.store.settings.get(one)).starter).toBe('report')
    })

    it('counts refusals for limits by kind for a day, only while it is installed, and not its neighbour’s', async () => {
      const { limitErrors } = engine.store
      const hour = 3_600_000
      const now = 40 * hour + 5
      const counted = (memberId: MemberId, at: number) => limitErrors.lastDay(memberId, at)
      await engine.store.portals.install(proof(), 1)
      await Promise.all([limitErrors.note(one, 'time', now), limitErrors.note(one, 'time', now + 1), limitErrors.note(one, 'time', now + 2), limitErrors.note(two, 'time', now)])
      await limitErrors.note(one, 'requests', now + 20 * hour)
      expect([await counted(one, now), await counted(one, now + 20 * hour), await counted(two, now)]).toEqual([
        { requests: 1, time: 3, overload: 0 },
        { requests: 1, time: 3, overload: 0 },
        { requests: 0, time: 0, overload: 0 },
      ])
      expect(await counted(one, now + 24 * hour)).toEqual({ requests: 1, time: 0, overload: 0 })
      await limitErrors.note(one, 'overload', now + 30 * hour)
      expect(await counted(one, now)).toMatchObject({ time: 0 })
      await engine.store.erase(one)
      await limitErrors.note(one, 'overload', now + 30 * hour)
      expect(await counted(one, now)).toEqual({ requests: 0, time: 0, overload: 0 })
    })

    it('that leaves takes no newer installation with it, erased or closed', async () => {
      const leaving = run('2')
      for (const leave of [() => engine.store.erase(one, leaving), () => engine.store.runs.closeAll(one, leaving, 'uninstalled', 5)]) {
        await engine.store.runs.receive([arrival('1', 'before'), arrival('2', 'leaves', { kind: 'event' }), arrival('3', 'a call'), arrival('4', 'comes back', { kind: 'install' })])
        await engine.store.effects.add(one, run('4'), [effect('essential', 'e', 'bizproc.robot.add', {}, null)])
        const lease = await engine.store.leases.take(one, 'somebody', 1, 1000)
        if (!lease) throw new Error('no lease')
        await leave()
        // Whoever holds the line goes on with it.
        await engine.store.commit(lease, async () => undefined)
        expect((await engine.store.runs.get(one, run('4')))?.stage).toBe('received')
        expect(await engine.store.effects.ofRun(one, run('4'))).toHaveLength(1)
        expect([null, 'failed']).toContain((await engine.store.runs.get(one, run('1')))?.stage ?? null)
        expect([null, 'failed']).toContain((await engine.store.runs.get(one, run('3')))?.stage ?? null)
        await engine.store.erase(one)
      }
    })
  })

  describe('what people save', () => {
    const direction = {
      id: 'dir_aaaa1' as DirectionId,
      name: 'Roof',
      departmentIds: [2 as never],
      categoryId: 0,
      stageId: 'NEW',
      fieldDefaults: {},
      dealTitle: '',
      observerIds: [],
      reserveId: null,
      tags: [],
      position: 0,
      archived: false,
      version: 1,
    }

    it('is refused when it began from an older version', async () => {
      await engine.store.directions.add(one, direction)
      expect(await engine.store.directions.replace(one, { ...direction, name: 'Roofs', version: 2 }, 1)).toBe(true)
      expect(await engine.store.directions.replace(one, { ...direction, name: 'Late', version: 2 }, 1)).toBe(false)
      expect((await engine.store.directions.all(one)).map(({ name }) => name)).toEqual(['Roofs'])
      expect(await engine.store.directions.all(two)).toEqual([])
    })

    it('asks its questions in versions that stay', async () => {
      const question = { id: 'q_aaaaaaaaaa', type: 'text' as const, label: 'Why', required: true, options: [], shownWhen: null }
      const { forms } = engine.store
      expect(await forms.newest(one, direction.id)).toEqual({ version: 0, questions: [] })
      expect(await forms.add(one, direction.id, { version: 1, questions: [question] })).toBe(true)
      expect(await forms.add(one, direction.id, { version: 1, questions: [] })).toBe(false)
      expect(await forms.add(one, direction.id, { version: 2, questions: [] })).toBe(true)
      expect(await forms.get(one, direction.id, 1)).toEqual({ version: 1, questions: [question] })
      expect((await forms.newest(one, direction.id)).version).toBe(2)
      expect(await forms.get(one, direction.id, 3)).toBeNull()
      expect(await forms.get(two, direction.id, 1)).toBeNull()
      await engine.store.erase(one)
      expect((await forms.newest(one, direction.id)).version).toBe(0)
    })

    it('is numbered change by change, of two at once neither is lost, and it goes with the portal', async () => {
      await engine.store.portals.install(proof(), 1)
      await engine.store.portals.install(proof({ memberId: two }), 1)
      const { changes } = engine.store
      const change = (at: number, more: object = {}) => ({ at, userId: 1 as UserId, kind: 'settings' as const, subject: '', before: { policy: 'random' }, after: { policy: 'in_turn' }, undoes: null, ...more })
      const add = (memberId: MemberId, at: number, more: object = {}) =>
        engine.store.together(async (s) => {
          await s.changes.begin(memberId)
          await s.changes.add(memberId, change(at, more))
        })
      await Promise.all([1, 2, 3, 4, 5].map((at) => add(one, at)))
      await add(one, 6, { kind: 'person', subject: '7' })
      await add(two, 7)
      const all = await changes.page(one, null, 10)
      expect(all.map(({ number }) => number)).toEqual([6, 5, 4, 3, 2, 1])
      expect(all.slice(1).map(({ at }) => at).sort()).toEqual([1, 2, 3, 4, 5])
      expect((await changes.page(one, 3, 10)).map(({ number }) => number)).toEqual([2, 1])
      expect(await changes.get(one, 6)).toEqual({ ...change(6, { kind: 'person', subject: '7' }), number: 6 })
      expect((await changes.after(one, all[3] as never)).map(({ number }) => number)).toEqual([5, 4])
      await engine.store.erase(one)
      expect(await changes.page(one, null, 10)).toEqual([])
      expect(await changes.page(two, null, 10)).toHaveLength(1)
    })

    it('is kept for as long as its portal says, run by run, a distribution until its last run goes', async () => {
      const { runs, distributions, effects, retention, reports } = engine.store
      await engine.store.settings.save(one, { ...defaultSettings, journalDays: 90 })
      await engine.store.settings.save(two, defaultSettings)
      expect(await retention.portals()).toEqual([{ memberId: one, days: 90 }])
      const ended = async (id: string, distributionId: string | null, at: number, more: Partial<Arrival> = {}) => {
        await runs.receive([arrival(id, id, { receivedAt: at, ...more })])
        await runs.decide(more.memberId ?? one, run(id), decision({ distributionId, decidedAt: at }))
        await effects.add(more.memberId ?? one, run(id), [effect('ornament', 'e', 'im.notify.system.add', {}, null)])
        await runs.finish(more.memberId ?? one, run(id), { stage: 'done', outcome: 'ok', reason: null, problem: null, at })
      }
      const other = { ...distribution, id: 'b'.repeat(26), reportId: null }
      await distributions.keep(one, { ...distribution, decidedAt: 10 })
      await distributions.keep(one, { ...other, decidedAt: 10 })
      await distributions.keep(two, { ...distribution, decidedAt: 10 })
      await ended('1', distribution.id, 10)
      await ended('2', distribution.id, 20)
      await ended('3', other.id, 10)
      await ended('4', other.id, 200)
      await ended('5', null, 10)
      await ended('6', null, 10, { kind: 'install' })
      await ended('7', distribution.id, 10, { memberId: two })
      await runs.receive([arrival('8', 'still open', { receivedAt: 10 })])
      const report = { id: distribution.reportId as ReportId, document: { kind: 'lead' as const, id: 12 }, representativeId: 2 as UserId, directionIds: [], comment: '', answers: [], photos: [], onSite: null, place: null, nextVisit: null, failure: null, visitId: null, submittedAt: 10 }
      await reports.add(one, report)
      const steps = [await retention.endRuns(one, 100, 2), await retention.endRuns(one, 100, 2), await retention.endRuns(one, 100, 2)]
      await retention.endRest(one, 100)
      expect(steps).toEqual([2, 1, 0])
      const left = await Promise.all(['1', '2', '3', '4', '5', '6', '8'].map(async (id) => ((await runs.get(one, run(id))) ? id : null)))
      expect(left.filter((id) => id !== null)).toEqual(['3', '4', '6', '8'])
      expect(await effects.ofRun(one, run('1'))).toEqual([])
      expect(await effects.ofRun(one, run('3'))).toHaveLength(1)
      expect([await distributions.get(one, distribution.id), (await distributions.get(one, other.id))?.id]).toEqual([null, other.id])
      expect(await reports.get(one, report.id)).toBeNull()
      expect((await distributions.get(two, distribution.id))?.id).toBe(distribution.id)
      expect(await runs.get(two, run('7'))).not.toBeNull()
    })

    it('that never was one of ours leaves no trace of the installations that were claimed for it', async () => {
      await engine.store.portals.install(proof(), 1)
      await engine.store.runs.receive(['1', '2', '3', '4'].map((id) => arrival(id, id, { kind: 'install', memberId: id === '1' ? one : two })))
      for (const [id, memberId, at] of [['1', one, 10], ['2', two, 10], ['3', two, 200]] as const) await engine.store.runs.finish(memberId, run(id), { stage: 'failed', outcome: 'failed', reason: null, problem: 'proof_refused', at })
      expect(await engine.store.retention.endStrangers(100)).toBe(1)
      expect(await Promise.all((['1', '2', '3', '4'] as const).map(async (id) => (await engine.store.runs.get(id === '1' ? one : two, run(id))) !== null))).toEqual([true, false, true, true])
    })

    it('is one report for one id', async () => {
      const report = { id: 'rep_00000001' as ReportId, document: { kind: 'lead' as const, id: 12 }, representativeId: 2 as UserId, directionIds: [direction.id], comment: 'a', answers: [], photos: [], onSite: null, place: null, nextVisit: null, failure: null, visitId: null, submittedAt: 1 }
      expect(await engine.store.reports.add(one, report)).toBe(true)
      expect(await engine.store.reports.add(one, { ...report, comment: 'b' })).toBe(false)
      expect((await engine.store.reports.get(one, report.id))?.comment).toBe('a')
      await engine.store.reports.add(one, { ...report, id: 'rep_00000002' as ReportId, submittedAt: 2 })
      expect((await engine.store.reports.latest(one, report.document))?.id).toBe('rep_00000002')
    })
  })

  describe('the journal', () => {
    it('finds by text as it stands, by outcome and direction, page by page', async () => {
      for (let index = 1; index <= 5; index++) {
        await engine.store.runs.receive([arrival(String(index), `k${index}`)])
        await engine.store.runs.decide(one, run(String(index)), decision({ search: `${index} пекарня 100% «колос»`, directionIds: [index === 3 ? 'dir_abcd' : 'dir_axcd'], outcome: index === 5 ? 'refused' : 'ok' }))
      }
      const page = (more: object) => engine.store.journal.page(one, { search: '', outcomes: null, directionId: null, since: 0, cursor: null, limit: 2, ...more })
      const ids = async (more: object) => (await page(more)).runs.map(({ id }) => id)
      expect(await ids({})).toEqual([run('5'), run('4')])
      expect(await ids({ cursor: run('4') })).toEqual([run('3'), run('2')])
      expect((await page({ search: '100% «КОЛОС»' })).total).toBe(5)
      expect((await page({ search: '1000' })).total).toBe(0)
      expect((await page({ search: '10_%' })).total).toBe(0)
      expect(await ids({ directionId: 'dir_abcd' })).toEqual([run('3')])
      expect((await page({ directionId: 'dir_a_cd' })).total).toBe(0)
      expect(await ids({ outcomes: ['refused', 'failed'] })).toEqual([run('5')])
      expect((await page({ since: 1001 })).total).toBe(0)
      expect(await engine.store.journal.counts(one, 0)).toEqual({ waiting: 5, doubtful: 0, failed: 0 })
    })
  })
})
