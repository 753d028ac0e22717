/** The power goes: what was acknowledged was synced. The short form of `npm run power-cuts`, and a proof that this disk does lose what was not. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crash } from '../../scripts/crash/crash.ts'
import { buildDisk, cutPower, noDisk } from '../../scripts/crash/disk.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'fairlead-power-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(noDisk !== null)(`a power cut${noDisk === null ? '' : ` (skipped: ${noDisk})`}`, () => {
  it.each([
    ['FULL', 10],
    ['NORMAL', 0],
  ])('with synchronous=%s leaves %i of ten committed rows', async (synchronous, left) => {
    const path = join(folder, 'probe.sqlite')
    const database = new Database(path)
    database.pragma('journal_mode = WAL')
    database.exec('create table rows (id integer)')
    database.close()
    const writer = `
      const database = new (require('better-sqlite3'))(${JSON.stringify(path)})
      database.pragma('synchronous = ${synchronous}')
      for (let id = 0; id < 10; id++) database.exec('insert into rows values (' + id + ')')
      process.kill(process.pid, 'SIGKILL')`
    const killed = promisify(execFile)(process.execPath, ['-e', writer], { cwd: resolve(import.meta.dirname, '../..'), env: { ...process.env, ...buildDisk(folder) } })
    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' })
    cutPower(folder, () => false)
    const after = new Database(path)
    expect(after.prepare('select count(*) as count from rows').get()).toEqual({ count: left })
    after.close()
  })

  // Shows: power cut × call, power cut × commit, power cut × write
  it('again and again under a storm loses no acknowledged call and doubles nothing', { timeout: 300_000 }, async () => {
    const settings = { kills: 8, minutes: 2, seed: 20_261_125, portals: 3, killed: 'power', databaseUrl: null, lifeMs: 600, capMs: 1_000, graceMs: 2_000 } as const
    const { killed, acknowledged, problems } = await crash({ ...settings, dataDir: folder, say: () => undefined })
    expect(problems).toEqual([])
    expect(killed['machine']).toBeGreaterThan(2)
    expect(acknowledged).toBeGreaterThan(0)
  })
})
