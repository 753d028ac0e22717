/** The short form of `npm run storm`: a few seconds of everything going wrong at a few portals at once. */
import { expect, it } from 'vitest'
import { storm } from '../../scripts/storm/storm.ts'

it('loses nothing, doubles nothing and answers every workflow', { timeout: 120_000 }, async () => {
  const { visits, faults, problems } = await storm({ seconds: 6, seed: 20_261_125, portals: 3, say: () => undefined })
  expect(problems).toEqual([])
  expect(visits).toBeGreaterThan(6)
  expect(faults).toBeGreaterThan(0)
})
