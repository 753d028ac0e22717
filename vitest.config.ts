/** One runner for all tests; stories run twice, as the portal is by itself and under one variant of it (`npm run variants`: under all). */
import { defineConfig } from 'vitest/config'

const common = { pool: 'forks', testTimeout: 20_000, hookTimeout: 60_000 } as const

export default defineConfig({
  test: {
    // Most tests wait for time to pass more than they compute.
    maxWorkers: 3,
    // Stories run what was built; nothing happens where it is fresh.
    globalSetup: 'tests/built.mjs',
    projects: [
      { test: { ...common, name: 'portal', include: ['tests/**/*.test.ts'] } },
      { test: { ...common, name: 'one-variant', include: ['tests/stories/**/*.test.ts'], env: { STORY_VARIANT: 'by-name' } } },
    ],
  },
})
