/** Two processes share the portals of one PostgreSQL: one is killed or paused in the middle of its work, the other goes on. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, quick, until, type Another, type House, type Person } from '../house.ts'
import { noPostgres, startPostgres, type Postgres } from '../../scripts/postgres.ts'
import { distributeOnStage, leadOnStage, tally } from './lead-on-stage.ts'

vi.setConfig({ testTimeout: 60_000 })

const leaseMs = 1000
const whole = { answered: 1, deals: 3, directions: 3, tasks: 1, checklist: 3, comments: 1 }

describe.skipIf(noPostgres !== null)(`two processes on one PostgreSQL${noPostgres === null ? '' : ` (skipped: ${noPostgres})`}`, () => {
  let postgres: Postgres
  let house: House
  let other: Another
  let administrator: Person
  beforeAll(async () => {
    postgres = await startPostgres()
    house = await openHouse({ portal: { limits: false }, app: { DATABASE_URL: await postgres.newDatabase(), LEASE_MS: String(leaseMs) } })
    administrator = house.as(1)
    await install(administrator)
    await distributeOnStage(administrator, (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id))
    other = await house.startAnother()
  })
  afterAll(async () => {
    await other.close()
    await house.close()
    await postgres.close()
  })
  const becomesWhole = async (leadId: number, withinMs: number) => {
    await until('the lead is distributed', async () => JSON.stringify(await tally(administrator, leadId)) === JSON.stringify(whole), withinMs)
  }

  /**
   * Leads on the stage until the first process takes one up and falls: both look for work, and whichever is quicker has it.
   * @returns all of them, the one that it fell with last
   */
  async function untilItFalls(title: string, hasFallen: () => Promise<boolean>): Promise<number[]> {
    for (const leads: number[] = []; ; ) {
      const leadId = await leadOnStage(administrator, `${title} ${leads.length + 1}`)
      leads.push(leadId)
      await until('somebody has taken it up', async () => (await hasFallen()) || JSON.stringify(await tally(administrator, leadId)) === JSON.stringify(whole))
      // What was sent last is at the portal a moment before the sender falls; a call to a falling process would be lost.
      for (const end = Date.now() + 1500; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) if (await hasFallen()) return leads
    }
  }
  const isSilent = async () => (await fetch(`${house.appUrl}/healthz`, { signal: AbortSignal.timeout(500) }).catch(() => null)) === null

  // Shows: process killed × commit, process killed × write
  it.each(['before_commit', 'after_intent', 'after_send', 'after_done'])('the first is killed at %s: the second takes over within seconds and makes everything once', async (point) => {
    await house.stopApp()
    await house.startApp({ CRASH_AT: point })
    let died = 0
    void house.appGone().then(() => (died = Date.now()))
    const leads = await untilItFalls(`Клиент ${point}`, async () => died > 0)
    // Nobody starts it again: lease, grace and the other's next look around are all that it takes.
    for (const leadId of leads) await becomesWhole(leadId, 15_000)
    expect(Date.now() - died).toBeLessThan(leaseMs + Number(quick.GRACE_MS) + 2000 + 5000)
    await house.startApp()
    for (const leadId of leads) expect(await tally(administrator, leadId)).toEqual(whole)
  })

  // Shows: process paused × write
  it('the first is paused between intent and sending until the second has finished, and sends nothing when it wakes', async () => {
    await house.stopApp()
    await house.startApp({ STOP_AT: 'after_intent' })
    const leads = await untilItFalls('Пауза', isSilent)
    for (const leadId of leads) await becomesWhole(leadId, 20_000)
    house.signalApp('SIGCONT')
    await until('it has noticed', () => house.appLog().includes('too_late_to_send') || house.appLog().includes('lost the lease'))
    await new Promise((done) => setTimeout(done, 1000))
    for (const leadId of leads) expect(await tally(administrator, leadId)).toEqual(whole)
  })

  // Shows: process paused × commit
  it('the first is paused inside a turn: what it knew is fenced, and it works on afterwards', async () => {
    await house.stopApp()
    await house.startApp({ STOP_AT: 'before_done' })
    let said = house.appLog().length
    const leads = await untilItFalls('Пауза после ответа', isSilent)
    await until('the second has taken over', () => house.appLog().slice(said).includes('found sent without an answer'))
    for (const leadId of leads) await becomesWhole(leadId, 20_000)
    said = house.appLog().length
    house.signalApp('SIGCONT')
    await until('it has noticed', () => house.appLog().slice(said).includes('lost the lease'))
    for (const leadId of leads) expect(await tally(administrator, leadId)).toEqual(whole)
    await house.stopApp()
    await house.startApp()
    await becomesWhole(await leadOnStage(administrator, 'Снова'), 10_000)
  })

  // Shows: two at once × refresh
  it('both need a new token at once: it is exchanged once', async () => {
    house.portal.advance(2 * 3_600_000)
    const { frame } = await administrator.open()
    const sessions = await Promise.all(
      [house.appUrl, other.url].map(async (url) => {
        const answer = await fetch(`${url}/api/session.open`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ memberId: house.portal.memberId, accessToken: frame.initData['AUTH_ID'] }),
        })
        return { url, session: ((await answer.json()) as { session: string }).session }
      }),
    )
    const before = new Set(house.portal.state.tokens.map(({ access }) => access))
    const answers = await Promise.all(
      [...sessions, ...sessions, ...sessions].map(({ url, session }) =>
        fetch(`${url}/api/directory.refresh`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${session}` }, body: '{}' }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    expect(house.portal.state.tokens.filter(({ access }) => !before.has(access))).toHaveLength(1)
    expect(house.portal.unknownFields).toEqual([])
  })
})
