/** What the store promises of visits: a report ends those that are open, and wakes only runs that rest. */
import { describe, expect, it } from 'vitest'
import type { MemberId, ReportId, RunId, UserId } from '../../domain/ids.ts'
import type { Visit } from '../../domain/visit.ts'
import { never } from '../../server/store/run.ts'
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

onBothEngines((engine) => {
  const at = 1_000_000_000
  const minute = 60_000
  const sent = (id: string, device: string, when: number) => engine.store.linkCodes.keep(one, { id, visitId: 'v', device, code: `hash-${id}`, at: when })

  describe('a code for a link', () => {
    it('is right once, on its own device, for ten minutes and five attempts', async () => {
      await sent('a', 'phone', at)
      expect(await engine.store.linkCodes.attempt(one, 'v', 'other', 'hash-a', at)).toBeNull()
      expect(await engine.store.linkCodes.attempt(two, 'v', 'phone', 'hash-a', at)).toBeNull()
      expect(await engine.store.linkCodes.attempt(one, 'v', 'phone', 'hash-b', at)).toEqual({ right: false, left: 4 })
      expect(await engine.store.linkCodes.attempt(one, 'v', 'phone', 'hash-a', at + 10 * minute)).toBeNull()
      expect(await engine.store.linkCodes.attempt(one, 'v', 'phone', 'hash-a', at + 9 * minute)).toEqual({ right: true, left: 3 })
      expect(await engine.store.linkCodes.attempt(one, 'v', 'phone', 'hash-a', at + 9 * minute)).toBeNull()
      // A newer one makes the older one worthless.
      await sent('b', 'phone', at + minute)
      await sent('c', 'phone', at + 2 * minute)
      expect(await engine.store.linkCodes.attempt(one, 'v', 'phone', 'hash-b', at + 2 * minute)).toMatchObject({ right: false })
      for (let left = 3; left >= 0; left--) expect(await engine.store.linkCodes.attempt(one, 'v', 'phone', 'x', at + 2 * minute)).toMatchObject({ left })
      expect(await engine.store.linkCodes.attempt(one, 'v', 'phone', 'hash-c', at + 2 * minute)).toBeNull()
    })

    it('is sent once a minute and five times an hour for a visit, whatever the device', async () => {
      expect(await engine.store.linkCodes.blockedUntil(one, 'v', at)).toBeNull()
      for (let count = 0; count < 5; count++) {
        await sent(`s${count}`, `phone${count}`, at + count * minute)
        expect(await engine.store.linkCodes.blockedUntil(one, 'v', at + count * minute + 1)).toBe(count < 4 ? at + (count + 1) * minute : at + 60 * minute)
      }
      expect(await engine.store.linkCodes.blockedUntil(one, 'w', at)).toBeNull()
      expect(await engine.store.linkCodes.blockedUntil(one, 'v', at + 60 * minute)).toBeNull()
    })
  })

  it('asked for by many devices at one moment, a code is sent to one of them', async () => {
    const { id } = visit('b')
    await engine.store.visits.keep(one, visit('b'), null)
    const asks = Array.from({ length: 8 }, (_, index) =>
      engine.store.together(async (s) => {
        if ((await s.linkCodes.blockedUntil(one, id, at)) !== null) return 0
        await s.linkCodes.keep(one, { id: `c${index}`, visitId: id, device: `phone${index}`, code: 'hash', at })
        return 1
      }),
    )
    expect((await Promise.all<number>(asks)).reduce((sum, sent) => sum + sent)).toBe(1)
  })

  it('knows the first device that opened a link, and those that proved themselves', async () => {
    await engine.store.visits.keep(one, visit('b'), null)
    expect(await engine.store.visits.firstDevice(one, visit('b').id, 'x')).toBe(true)
    expect(await engine.store.visits.firstDevice(one, visit('b').id, 'y')).toBe(false)
    await engine.store.visits.addDevice(one, visit('b').id, 'y')
    expect((await engine.store.visits.get(one, visit('b').id))?.link.devices).toEqual(['x', 'y'])
    await engine.store.visits.renew(one, visit('b').id, at)
    expect((await engine.store.visits.get(one, visit('b').id))?.link).toMatchObject({ number: 2, devices: [] })
  })
})
