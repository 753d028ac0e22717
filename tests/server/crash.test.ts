/** The short form of `npm run crash`: fifty kills of receiver, worker or both under a storm. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { crash } from '../../scripts/crash/crash.ts'

// Shows: process killed × call, process killed × write
it('every acknowledged call ends, nothing is lost or doubled, through fifty kills', { timeout: 300_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-crash-'))
  try {
    const settings = { kills: 50, minutes: 4, seed: 20_261_125, portals: 3, killed: 'parts', databaseUrl: null, lifeMs: 150, capMs: 1_000, graceMs: 2_000 } as const
    const { killed, acknowledged, problems } = await crash({ ...settings, dataDir, say: () => undefined })
    expect(problems).toEqual([])
    expect(Object.values(killed).reduce((sum, times) => sum + times, 0)).toBe(50)
    expect(acknowledged).toBeGreaterThan(5)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
})
