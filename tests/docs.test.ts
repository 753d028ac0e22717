/** What the documents say of the tests is true: every test that they name is there. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { matrix, mistakes, proofs, written } from '../scripts/fault-matrix.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8')

it('every attack in docs/security.md names a test that is there', () => {
  const named = [...read('docs/security.md').matchAll(/`(tests\/[^`]+\.test\.ts)`((?:,? "[^"]+")+)/g)].flatMap(([, path = '', titles = '']) => [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ['', path, title] as const))
  expect(named.length).toBeGreaterThan(20)
  const missing = named.filter(([, path = '', title = '']) => !existsSync(resolve(root, path)) || !read(path).includes(title))
  expect(missing.map(([, path, title]) => `${path}: ${title}`)).toEqual([])
})

it('the faults and steps in docs/reliability.md are those that tests show; node --import tsx scripts/fault-matrix.ts --write', () => {
  expect(mistakes(proofs())).toEqual([])
  expect(written()).toBe(matrix(proofs()))
})
