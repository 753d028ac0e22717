/** What the store promises of visits: a report ends those that are open, and wakes only runs that rest. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MemberId, ReportId, RunId, UserId } from '../../domain/ids.ts'
import type { Visit } from '../../domain/visit.ts'
import { createSeal } from '../../server/seal.ts'
import { openDatabase } from '../../server/store/open.ts'
import { never } from '../../server/store/runs.ts'
import { createStore, type Store } from '../../server/store/store.ts'

const [one, two] = ['memberidofportalone', 'memberidofportaltwo'] as MemberId[] as [MemberId, MemberId]
const [first, second] = ['rep_aaaaaaaaaa', 'rep_bbbbbbbbbb'] as ReportId[] as [ReportId, ReportId]
const run = (id: string) => `run_${id.padStart(10, '0')}` as RunId
const lead = { kind: 'lead', id: 12 } as const
const visit = (id: string, document: Visit['document'] = lead): Visit => ({
  id: id.padEnd(26, 'a'),
  runId: run(id),
  document,
  title: 'Клиент',
  representativeId: 2 as UserId,
  draw: null,
  names: { '2': 'Ольга Ким' },
  assignedAt: 1000,
  deadline: 2000,
})

let folder: string
let store: Store
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-visits-'))
  store = createStore(await openDatabase({ dataDir: folder, databaseUrl: null }), createSeal(Buffer.alloc(32, 7)))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a report', () => {
  it('is that of every open visit to its record, of no other record, portal or visit', async () => {
    await store.visits.keep(one, visit('b'), { for: 'report', until: null })
    await store.visits.report(one, lead, first)
    await store.visits.keep(one, visit('c'), { for: 'report', until: 5000 })
    await store.visits.keep(one, visit('d'), null)
    await store.visits.keep(one, visit('e', { kind: 'lead', id: 13 }), null)
    await store.visits.keep(two, visit('f'), null)
    const ended = await store.visits.report(one, lead, second)
    expect(ended.map(({ runId }) => runId).sort()).toEqual([run('c'), run('d')])
    expect((await store.visits.ofReport(one, first)).map(({ visit: { runId } }) => runId)).toEqual([run('b')])
    expect(await store.visits.ofReport(one, second)).toMatchObject([{ waits: true, until: 5000 }, { waits: false, until: null }])
    expect(await store.visits.get(two, visit('c').id)).toBeNull()
    expect((await store.visits.ofRun(two, run('f')))?.reportId).toBeNull()
  })

  it('wakes a run that rests, and leaves one alone that is still at work', async () => {
    const arrive = (id: string) => ({ id: run(id), memberId: one, kind: 'robot' as const, code: 'assign-visit', dedupe: id, document: lead, reportId: null, body: '{}', receivedAt: 1000 })
    await store.runs.receive([arrive('b'), arrive('c')])
    await store.runs.postpone(one, run('b'), never, 'waiting', false)
    await store.runs.postpone(one, run('c'), 9000, 'doubtful', false)
    await store.runs.wake(one, [run('b'), run('c')], 3000)
    expect((await store.runs.get(one, run('b')))?.wakeAt).toBe(3000)
    expect((await store.runs.get(one, run('c')))?.wakeAt).toBe(9000)
  })
})

describe('a run that is about to rest', () => {
  it('learns of a report that came before', async () => {
    await store.visits.keep(one, visit('b'), { for: 'report', until: null })
    expect(await store.visits.reported(one, run('b'))).toBe(false)
    await store.visits.report(one, lead, first)
    expect(await store.visits.reported(one, run('b'))).toBe(true)
  })
})

describe('a visit that nobody waits for any more', () => {
  it('stays open for a late report, while one that was reported stays as it was', async () => {
    await store.visits.keep(one, visit('b'), { for: 'report', until: 1 })
    await store.visits.stopWaiting(one, run('b'))
    await store.visits.report(one, lead, first)
    expect(await store.visits.ofReport(one, first)).toMatchObject([{ waits: false }])
    await store.visits.keep(one, visit('c'), { for: 'report', until: null })
    await store.visits.report(one, lead, second)
    await store.visits.stopWaiting(one, run('c'))
    expect(await store.visits.ofReport(one, second)).toMatchObject([{ waits: true }])
  })
})

it('erases visits with their portal', async () => {
  await store.visits.keep(one, visit('b'), null)
  await store.erase(one)
  expect(await store.visits.ofRun(one, run('b'))).toBeNull()
})
