/** One runner for all tests; stories run twice, as the portal is by itself and under one variant of it (`npm run variants`: under all). */
import { defineConfig } from 'vitest/config'

/** Generous: what waits for something that comes ends when it has come, also on a machine that is several times slower. */
const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } } as const
/** They restart processes for minutes: here as the portal is by itself, under the variants by `npm run variants`. */
const kills = ['killed-anywhere', 'two-processes', 'visit-killed'].map((name) => `tests/stories/${name}.test.ts`)

export default defineConfig({
  test: {
    // Most tests wait for time to pass more than they compute.
    maxWorkers: 3,
    // Stories run what was built; nothing happens where it is fresh.
    globalSetup: 'tests/built.mjs',
    projects: [
      { test: { ...common, name: 'portal', include: ['tests/**/*.test.ts'] } },
      { test: { ...common, name: 'one-variant', include: ['tests/stories/**/*.test.ts'], exclude: kills, env: { STORY_VARIANT: 'by-name' } } },
    ],
  },
})
