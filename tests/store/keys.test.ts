/** A new key, on both engines: what the old one sealed stays readable, is sealed anew, and what was signed or promised with older secrets stands. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { MemberId, RunId, UserId } from '../../domain/ids.ts'
import { effect } from '../../manifest/effect.ts'
import { createLog } from '../../server/log.ts'
import { periodAt } from '../../server/runs/chance.ts'
import { sealFor, type SealKeys } from '../../server/seal.ts'
import { openSecrets, renewSecrets } from '../../server/secrets.ts'
import { asCommit } from '../../server/store/inbox.ts'
import { reseal, sealedOtherwise } from '../../server/store/reseal.ts'
import { createStore } from '../../server/store/store.ts'
import { createVisitLinks } from '../../server/visit-link.ts'
import { onBothEngines } from './engines.ts'

const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const memberId = 'memberidofportalone' as MemberId
const run = 'run_0000000001' as RunId
const day = 86_400_000

onBothEngines((engine) => {
  const keyed = (...keys: SealKeys) => ({ seal: sealFor(keys, 'store'), store: createStore(engine.opened, sealFor(keys, 'store')) })
  /** Something sealed in every place, more than one page of it in one. */
  const fill = async ({ store }: ReturnType<typeof keyed>) => {
    const proof = { memberId, clientEndpoint: 'https://one.example.test/rest/', oauthUrl: 'https://oauth.example.test/', scope: [], language: null, personLanguage: null, version: '1', installedBy: 1 as UserId, applicationTokenHash: 'h' }
    await store.portals.install({ ...proof, tokens: { access: 'a-token', refresh: 'r', expires: 1, userId: 1 as UserId } }, 1)
    const call = { memberId, kind: 'robot' as const, code: 'distribute-visit', document: null, reportId: null, receivedAt: 1 }
    await store.runs.receive(Array.from({ length: 120 }, (_, index) => ({ ...call, id: `run_${String(index + 1).padStart(10, '0')}` as RunId, dedupe: `${index}`, body: `body ${index}` })))
    await store.inbox.keep(asCommit([{ ...call, id: 'run_9000000000' as RunId, dedupe: 'late', body: { text: 'in the inbox' } }]))
    await store.effects.add(memberId, run, [effect('ornament', 'e', 'im.notify.system.add', { message: 'hello' }, null)])
    await store.photos.add(memberId, 'rep_1' as never, 'pho_1' as never, Buffer.from('a picture'), 1)
  }

  it('opens what older ones sealed, and seals everything anew until nothing of them is left', async () => {
    const before = keyed(old)
    await fill(before)
    await openSecrets(before.store, [old], () => 1, createLog('silent')).then((secrets) => secrets.close())
    const during = keyed(fresh, old)
    expect((await during.store.portals.get(memberId))?.tokens.access).toBe('a-token')
    expect(await sealedOtherwise(engine.opened.db, during.seal)).toBe(2 + 120 + 1 + 1 + 1 + 2)

    expect(await reseal(engine.opened.db, during.seal)).toBe(127)
    expect(await sealedOtherwise(engine.opened.db, during.seal)).toBe(0)
    expect(await reseal(engine.opened.db, during.seal)).toBe(0)
    // Whatever is called sealed, in every table there is: all of it was looked at.
    const texts: string[] = []
    for (const { name, columns } of await engine.opened.db.introspection.getTables()) {
      for (const { name: column } of columns.filter(({ name: one }) => one.endsWith('_sealed'))) {
        const { rows } = await sql<{ text: string | null }>`select ${sql.ref(column)} as text from ${sql.table(name)}`.execute(engine.opened.db)
        texts.push(...rows.flatMap(({ text }) => text ?? []))
      }
    }
    expect(texts).toHaveLength(127)
    expect(texts.filter((text) => !text.startsWith(during.seal.prefix))).toEqual([])

    const after = keyed(fresh)
    expect((await after.store.portals.get(memberId))?.tokens.access).toBe('a-token')
    expect(await after.store.runs.body(memberId, run)).toBe('body 0')
    expect((await after.store.effects.ofRun(memberId, run))[0]?.params).toEqual({ message: 'hello' })
    expect(await after.store.together(({ inbox }) => inbox.takeIn(10))).toEqual(new Set([memberId]))
    await expect(before.store.portals.get(memberId)).rejects.toThrow('SEAL_KEYS_OLD')
  })

  it('leaves personal links and announced draws as they are, and ends what the old key could have told', async () => {
    let now = 1_000 * day
    const week = 7 * day
    const open = (keys: SealKeys) => openSecrets(keyed(...keys).store, keys, () => now, createLog('silent'))
    const asOf = async (keys: SealKeys) => {
      const secrets = await open(keys)
      secrets.close()
      return { links: createVisitLinks(secrets.linkKeys, 'https://app.example.test'), promised: (moment: number) => periodAt(secrets.chanceKey, memberId, week, moment).commitment }
    }
    const tokenOf = (url: string) => url.split('/').at(-1) ?? ''
    const link = { memberId, document: { kind: 'lead' as const, id: 1 }, userId: 2 as UserId, number: 1, visitId: 'vis_1', expiresAt: now + 14 * day }

    const before = await asOf([old])
    const signed = tokenOf(before.links.write(link))
    await renewSecrets(keyed(fresh, old).store, week, now)
    await reseal(engine.opened.db, keyed(fresh, old).seal)
    await renewSecrets(keyed(fresh).store, week, now)
    const at = (await asOf([fresh])).links.write(link)
    expect(tokenOf(at)).toBe(signed)
    now += 3_600_000
    const after = await asOf([fresh])
    const anew = tokenOf(after.links.write(link))
    expect(anew).not.toBe(signed)
    for (const token of [signed, anew]) expect(after.links.read(token)).toMatchObject({ number: 1, visitId: 'vis_1' })
    for (const moment of [now, now + week]) expect(after.promised(moment)).toBe(before.promised(moment))
    expect(after.promised(now + 2 * week)).not.toBe(before.promised(now + 2 * week))

    // A visit that was put off for a year has its link still.
    now += 378 * day
    expect((await asOf([fresh])).links.read(signed)).toMatchObject({ number: 1, visitId: 'vis_1' })
    now += 2 * day
    const later = await asOf([fresh])
    expect(later.links.read(anew)).toMatchObject({ number: 1, visitId: 'vis_1' })
    expect(later.links.read(signed)).toBeNull()
    expect(later.promised(now - 380 * day)).toBe(before.promised(now - 380 * day))
    expect((await sql<{ count: number }>`select count(*) as count from secrets`.execute(engine.opened.db)).rows.map(({ count }) => Number(count))).toEqual([4])
  })
})
