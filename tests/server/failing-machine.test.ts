/** The machine fails under receiver and worker: no room, a sync that fails, a locked file, a paused process. Nothing unsure is acknowledged, all goes on by itself. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDisk, failDisk, noDisk } from '../../scripts/crash/disk.ts'
import { sqliteName } from '../../server/store/open.ts'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'
import { distributeOnStage, leadOnStage, tally } from '../stories/lead-on-stage.ts'

const whole = { answered: 1, deals: 3, directions: 3, tasks: 1, checklist: 3, comments: 1 }
const nothing = { answered: 0, deals: 0, directions: 0, tasks: 0, checklist: 0, comments: 0 }

let folder: string
let house: House
let administrator: Person
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-failing-'))
  house = await openHouse({ entry: 'supervise', portal: { limits: false }, app: { DATA_DIR: folder, ...(noDisk === null ? buildDisk(folder) : {}) } })
  administrator = house.as(1)
  await install(administrator)
  await distributeOnStage(administrator, (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id))
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

const statusOf = (leadId: number) => house.portal.deliveries.find(({ kind, document }) => kind === 'robot' && document === `lead ${leadId}`)?.status ?? null
async function answerTo(leadId: number): Promise<number | null> {
  await until('the call is answered', () => statusOf(leadId) !== null)
  return statusOf(leadId)
}
const isWhole = async (leadId: number) => JSON.stringify(await tally(administrator, leadId)) === JSON.stringify(whole)
const pidOf = (role: string): number => Number([...house.appLog().matchAll(new RegExp(`"msg":"started","role":"${role}","pid":(\\d+)`, 'g'))].at(-1)?.[1])

/** A lead whose call came while it was bad, one whose work was under way, and one from afterwards. */
async function through(title: string, fail: () => void, mend: () => void): Promise<void> {
  const before = await leadOnStage(administrator, `${title}, до`)
  expect(await answerTo(before)).toBe(200)
  fail()
  const during = await leadOnStage(administrator, `${title}, во время`)
  expect(await answerTo(during)).toBe(503)
  mend()
  await until('calls are taken again', async () => (await fetch(`${house.appUrl}/readyz`).catch(() => null))?.ok === true)
  const after = await leadOnStage(administrator, `${title}, после`)
  expect(await answerTo(after)).toBe(200)
  await until('what was acknowledged is whole', async () => (await isWhole(before)) && (await isWhole(after)))
  expect(await tally(administrator, during)).toEqual(nothing)
}

describe.skipIf(noDisk !== null)(`a disk${noDisk === null ? '' : ` (skipped: ${noDisk})`}`, () => {
  // Shows: disk full or failing × call, disk full or failing × write
  it('without room refuses calls, and goes on when there is room again', async () => {
    await through('Диск полон', () => failDisk(folder, 'ENOSPC'), () => failDisk(folder, null))
  })

  // Shows: disk full or failing × call, disk full or failing × write
  it('that fails to sync refuses calls, and goes on when it is well again', async () => {
    await through('Диск не пишет', () => failDisk(folder, 'EIO'), () => failDisk(folder, null))
  })
})

describe('a database', () => {
  // Shows: database locked or cut × call, database locked or cut × write
  it('that another process keeps locked refuses calls, and goes on when it is let go', async () => {
    const other = new Database(join(folder, sqliteName))
    await through('База занята', () => other.exec('begin immediate'), () => other.exec('rollback'))
    other.close()
  })
})

describe('a process', () => {
  // Shows: process paused × call
  it('that is paused acknowledges nothing, and takes the call when it goes on', async () => {
    process.kill(pidOf('receiver'), 'SIGSTOP')
    const leadId = await leadOnStage(administrator, 'Приёмник стоит')
    await new Promise((done) => setTimeout(done, 500))
    expect(statusOf(leadId)).toBeNull()
    process.kill(pidOf('receiver'), 'SIGCONT')
    expect(await answerTo(leadId)).toBe(200)
    await until('it is whole', () => isWhole(leadId))
  })

  /** Between two of its transactions: within one it keeps the database locked, and then calls are refused, as above. */
  async function pauseWorker(): Promise<void> {
    const other = new Database(join(folder, sqliteName), { timeout: 0 })
    await until('the worker stands still and the database is free', async () => {
      process.kill(pidOf('worker'), 'SIGSTOP')
      await new Promise((stopped) => setTimeout(stopped, 20))
      try {
        other.exec('begin immediate')
        other.exec('rollback')
        return true
      } catch {
        process.kill(pidOf('worker'), 'SIGCONT')
        return false
      }
    })
    other.close()
  }

  // Shows: process paused × read
  it('that works the runs and is paused loses nothing of what is taken meanwhile', async () => {
    await pauseWorker()
    const leads = [await leadOnStage(administrator, 'Работник стоит'), await leadOnStage(administrator, 'Работник стоит')]
    for (const leadId of leads) expect(await answerTo(leadId)).toBe(200)
    for (const leadId of leads) expect(await tally(administrator, leadId)).toEqual(nothing)
    process.kill(pidOf('worker'), 'SIGCONT')
    for (const leadId of leads) await until('it is whole', () => isWhole(leadId))
  })
})
