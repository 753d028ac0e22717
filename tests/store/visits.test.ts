/** What the store promises of visits: a report ends those that are open, and wakes only runs that rest. */
import { describe, expect, it } from 'vitest'
import type { MemberId, ReportId, RunId, UserId } from '../../domain/ids.ts'
import type { Visit } from '../../domain/visit.ts'
import { never } from '../../server/store/runs.ts'
import { onBothEngines } from './engines.ts'

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

onBothEngines((engine) => {
  describe('a report', () => {
    it('is that of every open visit to its record, of no other record, portal or visit', async () => {
      await engine.store.visits.keep(one, visit('b'), { for: 'report', until: null })
      await engine.store.visits.report(one, lead, first)
      await engine.store.visits.keep(one, visit('c'), { for: 'report', until: 5000 })
      await engine.store.visits.keep(one, visit('d'), null)
      await engine.store.visits.keep(one, visit('e', { kind: 'lead', id: 13 }), null)
      await engine.store.visits.keep(two, visit('f'), null)
      const ended = await engine.store.visits.report(one, lead, second)
      expect(ended.map(({ runId }) => runId).sort()).toEqual([run('c'), run('d')])
      expect((await engine.store.visits.ofReport(one, first)).map(({ visit: { runId } }) => runId)).toEqual([run('b')])
      expect(await engine.store.visits.ofReport(one, second)).toMatchObject([{ waits: true, until: 5000 }, { waits: false, until: null }])
      expect(await engine.store.visits.get(two, visit('c').id)).toBeNull()
      expect((await engine.store.visits.ofRun(two, run('f')))?.reportId).toBeNull()
    })

    it('wakes a run that rests, and leaves one alone that is still at work', async () => {
      const arrive = (id: string) => ({ id: run(id), memberId: one, kind: 'robot' as const, code: 'assign-visit', dedupe: id, document: lead, reportId: null, body: '{}', receivedAt: 1000 })
      await engine.store.runs.receive([arrive('b'), arrive('c')])
      await engine.store.runs.postpone(one, run('b'), never, 'waiting', false)
      await engine.store.runs.postpone(one, run('c'), 9000, 'doubtful', false)
      await engine.store.runs.wake(one, [run('b'), run('c')], 3000)
      expect((await engine.store.runs.get(one, run('b')))?.wakeAt).toBe(3000)
      expect((await engine.store.runs.get(one, run('c')))?.wakeAt).toBe(9000)
    })
  })

  describe('a run that is about to rest', () => {
    it('learns of a report that came before', async () => {
      await engine.store.visits.keep(one, visit('b'), { for: 'report', until: null })
      expect(await engine.store.visits.reported(one, run('b'))).toBe(false)
      await engine.store.visits.report(one, lead, first)
      expect(await engine.store.visits.reported(one, run('b'))).toBe(true)
    })
  })

  describe('a visit that nobody waits for any more', () => {
    it('stays open for a late report, while one that was reported stays as it was', async () => {
      await engine.store.visits.keep(one, visit('b'), { for: 'report', until: 1 })
      await engine.store.visits.stopWaiting(one, run('b'))
      await engine.store.visits.report(one, lead, first)
      expect(await engine.store.visits.ofReport(one, first)).toMatchObject([{ waits: false }])
      await engine.store.visits.keep(one, visit('c'), { for: 'report', until: null })
      await engine.store.visits.report(one, lead, second)
      await engine.store.visits.stopWaiting(one, run('c'))
      expect(await engine.store.visits.ofReport(one, second)).toMatchObject([{ waits: true }])
    })
  })

  it('erases visits with their portal', async () => {
    await engine.store.visits.keep(one, visit('b'), null)
    await engine.store.erase(one)
    expect(await engine.store.visits.ofRun(one, run('b'))).toBeNull()
  })
})
