/** Reads the import lines of the house and holds its laws: arrows point down, the pure rooms stay pure. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const floors = ['domain', 'manifest', 'client', 'server', 'scripts', 'tests'] as const
type Floor = (typeof floors)[number]

/** What each floor may import of the house; itself always. */
const mayImport: Record<Floor, readonly Floor[]> = {
  domain: [],
  manifest: ['domain'],
  client: ['domain'],
  server: ['manifest', 'domain'],
  scripts: ['server', 'manifest', 'domain'],
  tests: floors,
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'node_modules' || name === 'dist') return []
    return statSync(path).isDirectory() ? sources(path) : /\.(ts|mts|mjs|vue)$/.test(name) ? [path] : []
  })
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')

/** Every module named by an import, an export from, or a dynamic import. */
function importsOf(text: string): string[] {
  const code = withoutComments(text)
  return [...code.matchAll(/(?:from\s+|import\s+|import\()\s*['"]([^'"]+)['"]/g)].map((found) => found[1] as string)
}

interface Source {
  readonly path: string
  readonly floor: Floor
  readonly text: string
  readonly imports: string[]
}
const all: Source[] = floors.flatMap((floor) =>
  sources(join(root, floor)).map((path) => {
    const text = readFileSync(path, 'utf8')
    return { path: relative(root, path), floor, text, imports: importsOf(text) }
  }),
)

const floorOf = (source: Source, imported: string): Floor | null => {
  if (!imported.startsWith('.')) return null
  const target = relative(root, resolve(root, dirname(source.path), imported)).split('/')[0]
  return floors.find((floor) => floor === target) ?? null
}

const offenders = (wrong: (source: Source) => string[]): string[] => all.flatMap((source) => wrong(source).map((what) => `${source.path}: ${what}`))

describe('the house', () => {
  it('has sources on every floor', () => {
    for (const floor of floors) expect(all.filter((source) => source.floor === floor).length, floor).toBeGreaterThan(0)
  })

  it('lets imports point down only', () => {
    expect(
      offenders((source) =>
        source.imports.filter((imported) => {
          const floor = floorOf(source, imported)
          return floor !== null && floor !== source.floor && !mayImport[source.floor].includes(floor)
        }),
      ),
    ).toEqual([])
  })

  it('has no two files that need each other, by whatever way round', () => {
    const below = new Map(all.map(({ path, imports }) => [path, imports.filter((one) => one.startsWith('.')).map((one) => relative(root, resolve(root, dirname(path), one)))]))
    const [open, closed] = [new Set<string>(), new Set<string>()]
    const circles: string[] = []
    const walk = (path: string): void => {
      if (open.has(path)) circles.push([...[...open].slice([...open].indexOf(path)), path].join(' → '))
      if (open.has(path) || closed.has(path)) return
      open.add(path)
      below.get(path)?.forEach(walk)
      open.delete(path)
      closed.add(path)
    }
    for (const path of below.keys()) walk(path)
    expect(circles).toEqual([])
  })

  it('lets the domain import zod and itself', () => {
    expect(offenders(({ floor, imports }) => (floor === 'domain' ? imports.filter((one) => !one.startsWith('.') && one !== 'zod') : []))).toEqual([])
  })

  it('keeps clock and chance out of domain and manifest', () => {
    const forbidden = /\bDate\.now\b|\bMath\.random\b|\bnew Date\(\)|\bperformance\.now\b|\bcrypto\b/
    expect(
      offenders(({ floor, text }) => (floor === 'domain' || floor === 'manifest' ? (forbidden.exec(withoutComments(text)) ?? []).slice(0, 1) : [])),
    ).toEqual([])
  })

  it('keeps SQL in the store', () => {
    const talksSql = new Set(['kysely', 'better-sqlite3', 'pg'])
    expect(
      offenders(({ path, floor, imports }) => (floor === 'server' && !path.startsWith('server/store/') ? imports.filter((one) => talksSql.has(one)) : [])),
    ).toEqual([])
  })

  it('makes no outgoing call from ingest', () => {
    expect(
      offenders(({ path, imports }) => (path.startsWith('server/ingest/') ? imports.filter((one) => one === 'axios' || one.includes('/portal/')) : [])),
    ).toEqual([])
  })

  it('keeps axios in the portal room', () => {
    expect(offenders(({ path, floor, imports }) => (floor === 'server' && !path.startsWith('server/portal/') ? imports.filter((one) => one === 'axios') : []))).toEqual([])
  })

  it('has no rooms that should not exist', () => {
    const banned = /(^|\/)(utils|helpers|types|controllers|services|repositories)(\.ts$|\/)|(^|\/)index\.ts$/
    expect(all.filter(({ path }) => banned.test(path)).map(({ path }) => path)).toEqual([])
  })

  it('opens every source with a sentence on what it is for', () => {
    const opens = /^(?:#![^\n]*\n)?\s*(?:\/\*\*|\/\/|<!--)/
    expect(all.filter(({ text }) => !opens.test(text)).map(({ path }) => path)).toEqual([])
  })
})
