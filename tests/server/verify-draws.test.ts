/** The one-file verifier: a true journal passes, and so does nothing that was changed in it. */
import { execFileSync } from 'node:child_process'
import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isWhole, withPage } from '../../client/state/draw-pages.ts'
import type { Answer } from '../../domain/contract/contract.ts'
import { MemberId, UserId } from '../../domain/ids.ts'
import { drawPolicies, type Turn } from '../../domain/pick.ts'
import { beforeAll as noLink, type DrawEntry, proving } from '../../domain/proof.ts'
import { verifyDraws } from '../../scripts/verify-draws.mjs'
import { drawsHandlers } from '../../server/api/draws.ts'
import type { House } from '../../server/house.ts'
import { chanceOf, periodAt } from '../../server/runs/chance.ts'
import { createSeal } from '../../server/seal.ts'
import { openDatabase } from '../../server/store/open.ts'
import { createStore, type Store } from '../../server/store/store.ts'

type Journal = Answer<'draws.export'>

const hour = 3_600_000
const portal = MemberId.parse('memberidofportalone')
const key = Buffer.from(hkdfSync('sha256', Buffer.alloc(32, 1), '', '', 32))
const chanceKey = () => key
const start = Date.UTC(2026, 10, 23)

const person = fc.integer({ min: 1, max: 12 })
const turn = fc.uniqueArray(person, { maxLength: 7 }).chain((ids) => {
  const eligible = ids.toSorted((a, b) => a - b).map((id) => UserId.parse(id))
  const each = (least: number) => fc.array(fc.integer({ min: least, max: 300 }), { minLength: eligible.length, maxLength: eligible.length })
  const numbered = (numbers: number[]) => new Map(eligible.map((id, index) => [id, numbers[index] ?? 1]))
  return fc
    .tuple(fc.option(person), fc.subarray(eligible), each(0), each(1))
    .map(([last, hadTurn, loads, weights]) => ({ eligible, lastPicked: last === null ? null : UserId.parse(last), hadTurn: new Set(hadTurn), loads: numbered(loads), weights: numbered(weights) }))
})
const left = fc.array(fc.tuple(person, fc.integer({ min: 1, max: 3 })), { maxLength: 4 }).map((all) => new Map(all.map(([id, count]) => [UserId.parse(id), count])))
const room = fc.oneof(fc.record({ each: fc.constantFrom(null, 1, 2), left }), fc.constant({ each: null, left: new Map<UserId, number>() }))
const visit = fc.record({ policy: fc.constantFrom(...drawPolicies), room, turns: fc.array(turn, { minLength: 1, maxLength: 5 }) })

let store: Store
beforeAll(async () => {
  store = createStore(await openDatabase({ dataDir: ':memory:', databaseUrl: null, leaseMs: 1000 }), createSeal(Buffer.alloc(32, 7)))
})
afterAll(() => store.close())

/** As runs do it: every draw into the chain of its portal, an hour apart, in periods of a day. */
async function keep(memberId: MemberId, count: number, seed: number): Promise<void> {
  for (const [index, { policy, room, turns }] of fc.sample(visit, { numRuns: count, seed }).entries()) {
    const at = start + index * hour
    const { pick, drawn } = proving(`distribution${index}`, chanceOf(periodAt(chanceKey, memberId, 24 * hour, at), at))
    pick('directions', policy, room, turns.map((one, place): Turn => ({ ...one, for: `dir_number${place}` })))
    await store.draws.add(memberId, drawn)
  }
}

async function exported(memberId: MemberId, now: number, after = 0): Promise<Journal> {
  const house = { store, chanceKey, config: { drawPeriodMs: 24 * hour }, now: () => now } as unknown as House
  return drawsHandlers(house)['draws.export']({ after }, { memberId } as never)
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
/** What somebody does who changes the journal and knows how its chain is made. */
function chained(journal: Journal): Journal {
  let link = noLink
  const draws = journal.draws.map((one, index): DrawEntry => {
    const announced = sha256([link, index + 1, one.draw, one.for.join(','), one.at, one.from, one.until, one.commitment, sha256(one.pool)].join('\n'))
    link = sha256([announced, one.seed, JSON.stringify(one.result)].join('\n'))
    return { ...one, number: index + 1, announced, link }
  })
  return { ...journal, draws, last: { number: draws.length, link } }
}
const draws = (journal: Journal, change: (all: DrawEntry[]) => DrawEntry[]): Journal => ({ ...journal, draws: change(structuredClone(journal.draws)) })
/** Changes the first draw that has what is looked for. */
const one = (journal: Journal, wanted: (draw: DrawEntry) => boolean, change: (draw: DrawEntry) => Partial<DrawEntry>): Journal => {
  const index = journal.draws.findIndex(wanted)
  expect(index, 'a draw to change').toBeGreaterThanOrEqual(0)
  return draws(journal, (all) => all.map((draw, at) => (at === index ? { ...draw, ...change(draw) } : draw)))
}
const first = (policy: string) => (draw: DrawEntry) => draw.pool.includes(`"${policy}"`) && /"eligible":\[\d+,\d+/.test(draw.pool)
const period = (journal: Journal, change: (one: Journal['periods'][number]) => Partial<Journal['periods'][number]>): Journal => ({
  ...journal,
  periods: journal.periods.map((each, index) => (index === 0 ? { ...each, ...change(each) } : each)),
})
const another = (draw: DrawEntry): DrawEntry['result'] => draw.result.map((id) => (id === null ? null : UserId.parse(id + 100)))
const seedBy = (secret: string, { draw, pool }: DrawEntry) => createHmac('sha256', Buffer.from(secret, 'hex')).update(`${draw}\n${pool}`).digest('hex')
const swapped = (all: DrawEntry[]) => [all[0], all[2], all[1], ...all.slice(3)] as DrawEntry[]
const without = (all: DrawEntry[]) => all.filter((_, index) => index !== 4)

/** How somebody might change a journal: naively, or making the chain anew over what was changed. */
const tampering: Record<string, (journal: Journal) => Journal> = {
  'two draws change places': (journal) => draws(journal, swapped),
  'two draws change places and numbers': (journal) => draws(journal, (all) => swapped(all).map((draw, index) => ({ ...draw, number: index + 1 }))),
  'two draws change places, chained anew': (journal) => chained(draws(journal, swapped)),
  'somebody leaves a pool': (journal) => one(journal, first('random'), ({ pool }) => ({ pool: pool.replace(/"eligible":\[\d+,/, '"eligible":[') })),
  'somebody leaves a pool, chained anew': (journal) => chained(one(journal, first('random'), ({ pool }) => ({ pool: pool.replace(/"eligible":\[\d+,/, '"eligible":[') }))),
  'somebody joins a pool, chained anew': (journal) => chained(one(journal, first('random'), ({ pool }) => ({ pool: pool.replace(/("eligible":\[[\d,]+)\]/, '$1,99]') }))),
  'a weight changes, chained anew': (journal) => chained(one(journal, first('weighted'), ({ pool }) => ({ pool: pool.replace(/"weights":\[\d+/, '"weights":[999') }))),
  'a load changes, chained anew': (journal) => chained(one(journal, first('least_loaded'), ({ pool }) => ({ pool: pool.replace(/"loads":\[\d+/, '"loads":[999') }))),
  'a card is taken away, chained anew': (journal) => chained(one(journal, first('even_random'), ({ pool }) => ({ pool: pool.replace(/"eligible":\[(\d+),(.*?)"hadTurn":\[[^\]]*\]/, '"eligible":[$1,$2"hadTurn":[$1]') }))),
  'the policy of a pool changes, chained anew': (journal) => chained(one(journal, first('in_turn'), ({ pool }) => ({ pool: pool.replace('in_turn', 'random').replaceAll(/,"lastPicked":(\d+|null)/g, '') }))),
  'a pool is spelled otherwise, chained anew': (journal) => chained(one(journal, first('random'), ({ pool }) => ({ pool: pool.replace('{', '{ ') }))),
  'another secret': (journal) => period(journal, () => ({ secret: 'ab'.repeat(32) })),
  'another secret with its hash': (journal) => period(journal, () => ({ secret: 'ab'.repeat(32), commitment: createHash('sha256').update(Buffer.from('ab'.repeat(32), 'hex')).digest('hex') })),
  'a secret is kept back': (journal) => period(journal, () => ({ secret: null })),
  'a secret is told early': (journal) => ({ ...journal, exportedAt: (journal.draws.at(-1) as DrawEntry).at, draws: journal.draws }),
  'a period is not listed': (journal) => ({ ...journal, periods: journal.periods.slice(1) }),
  'a result changes': (journal) => one(journal, first('random'), (draw) => ({ result: another(draw) })),
  'a result changes, chained anew': (journal) => chained(one(journal, first('random'), (draw) => ({ result: another(draw) }))),
  'nobody is picked where somebody was, chained anew': (journal) => chained(one(journal, first('in_turn'), (draw) => ({ result: draw.result.map(() => null) }))),
  'a seed is chosen, chained anew': (journal) => chained(one(journal, first('random'), () => ({ seed: 'cd'.repeat(32) }))),
  'a draw gets another name, chained anew': (journal) => chained(one(journal, first('random'), ({ draw }) => ({ draw: `${draw}:again` }))),
  'a draw is said to be for another direction': (journal) => one(journal, first('random'), (draw) => ({ for: draw.for.map((wanted) => `${wanted}x`) })),
  'a draw is missing': (journal) => draws(journal, without),
  'a draw is missing, numbered anew': (journal) => draws(journal, (all) => without(all).map((draw, index) => ({ ...draw, number: index + 1 }))),
  'the last draw is missing': (journal) => draws(journal, (all) => all.slice(0, -1)),
  'a draw stands there twice, chained anew': (journal) => chained(draws(journal, (all) => [...all.slice(0, 3), all[2] as DrawEntry, ...all.slice(3)])),
  'a draw is dated into another period, chained anew': (journal) => chained(one(journal, () => true, ({ at }) => ({ at: at + 24 * hour }))),
}

/** What only somebody sees who has kept an earlier export: everything fits together, made anew by whoever knows the secret. */
const forging: Record<string, (journal: Journal) => Journal> = {
  'a draw never was': (journal) => chained(draws(journal, without)),
  'the last draws never were': (journal) => chained(draws(journal, (all) => all.slice(0, -20))),
  'a draw is drawn anew from another pool': (journal) =>
    chained(
      one(journal, (draw) => draw.pool.includes('"in_turn"') && draw.result.length === 1 && draw.result[0] !== null, (draw) => {
        const pool = JSON.stringify({ policy: 'in_turn', room: null, turns: [{ eligible: [77], lastPicked: null }] })
        const secret = journal.periods.find(({ from }) => from === draw.from)?.secret ?? ''
        return { pool, result: [UserId.parse(77)], seed: seedBy(secret, { ...draw, pool }) }
      }),
    ),
}

describe('the verifier', () => {
  let journal: Journal
  let earlier: Journal
  beforeAll(async () => {
    await keep(portal, 90, 7)
    earlier = await exported(portal, start + 90 * hour)
    journal = await exported(portal, start + 400 * hour)
  })

  it('accepts a true journal, with an earlier export beside it too', () => {
    expect(verifyDraws(journal)).toEqual({ problems: [], draws: 90, sealed: 0 })
    expect(verifyDraws(journal, earlier).problems).toEqual([])
    const policies = new Set(journal.draws.map(({ pool }) => (JSON.parse(pool) as { policy: string }).policy))
    expect(policies).toEqual(new Set(drawPolicies))
  })

  it('accepts one that was exported in pages while a period ended and people were drawn for', async () => {
    const paged = MemberId.parse('memberidofportalpage')
    await keep(paged, 47, 3)
    const all = await exported(paged, start + 47 * hour)
    const first = { ...all, draws: all.draws.slice(0, 20) }
    expect(isWhole(first)).toBe(false)
    const { pick, drawn } = proving('distribution_meanwhile', chanceOf(periodAt(chanceKey, paged, 24 * hour, start + 49 * hour), start + 49 * hour))
    pick('directions', 'random', { each: null, left: new Map() }, [{ for: 'dir_late', eligible: [UserId.parse(1)], lastPicked: null, hadTurn: new Set(), loads: new Map(), weights: new Map() }])
    await store.draws.add(paged, drawn)
    const whole = withPage(first, await exported(paged, start + 50 * hour, 20))
    expect(isWhole(whole)).toBe(true)
    expect(verifyDraws(whole)).toMatchObject({ problems: [], draws: 47 })
  })

  it('says of how many the secret is not told yet: those of the running period', () => {
    expect(verifyDraws(earlier)).toEqual({ problems: [], draws: 90, sealed: 90 - 72 })
    expect(earlier.periods.filter(({ secret }) => secret !== null)).toHaveLength(3)
  })

  it('knows at least twenty kinds of tampering', () => expect(Object.keys(tampering).length).toBeGreaterThanOrEqual(20))
  for (const [kind, change] of Object.entries(tampering)) {
    it(`refuses a journal in which ${kind}`, () => {
      const changed = change(journal)
      expect(changed).not.toEqual(journal)
      expect(verifyDraws(changed).problems).not.toEqual([])
    })
  }

  for (const [kind, change] of Object.entries(forging)) {
    it(`refuses, beside an earlier export, a journal made anew in which ${kind}`, () => {
      const forged = change(journal)
      expect(verifyDraws(forged).problems).toEqual([])
      expect(verifyDraws(forged, earlier).problems).not.toEqual([])
    })
  }

  it('works out every draw as the application does', async () => {
    const many = MemberId.parse('memberidofportalmany')
    await keep(many, 1500, 11)
    const all = await exported(many, start + 3000 * hour)
    expect(verifyDraws(all)).toEqual({ problems: [], draws: 1500, sealed: 0 })
  })

  it('is a command that says yes or no', () => {
    const folder = mkdtempSync(join(tmpdir(), 'verify-draws-'))
    const run = (name: string, content: Journal) => {
      writeFileSync(join(folder, name), JSON.stringify(content))
      return execFileSync(process.execPath, ['scripts/verify-draws.mjs', join(folder, name)], { encoding: 'utf8', stdio: 'pipe' })
    }
    try {
      expect(run('true.json', journal)).toContain('90 draws, all as they had to be.')
      expect(() => run('changed.json', draws(journal, without))).toThrow('after draw 4 comes draw 6')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
