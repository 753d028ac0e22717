/** An application that is not ours, taken word for word from docs/local-portal.md, on a portal started as people start it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../scripts/free-port.ts'
import { parseListing } from '../../scripts/portal/app/listing.ts'
import { weatherKinds } from '../../scripts/portal/contract/weather.ts'
import { variants } from '../../scripts/portal/variants.ts'

const root = resolve(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/local-portal.md'), 'utf8')
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? ''

let folder: string
const children: ChildProcess[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-another-app-'))
})
afterAll(async () => {
  await Promise.all(
    children.map((child) => {
      const ended = once(child, 'exit')
      return child.kill('SIGTERM') ? ended : undefined
    }),
  )
  rmSync(folder, { recursive: true })
})

/** @returns the first thing that it says */
async function start(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return String((await once(child.stdout, 'data'))[0])
}

async function until<T>(read: () => Promise<T>, so: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 15_000; ; await new Promise((done) => setTimeout(done, 30))) {
    const value = await read()
    if (so(value) || Date.now() > end) return value
  }
}

it('greets a new deal, as the document says', async () => {
  const port = String(await freePort())
  const here = (file: string, content: string): string => {
    writeFileSync(join(folder, file), content.replaceAll('4400', port))
    return join(folder, file)
  }
  const app = here('my-app.mjs', block('js'))
  children.push(spawn(process.execPath, [app], { stdio: 'inherit' }))
  const answers = () => fetch(`http://localhost:${port}/`).then((answer) => answer.text(), () => '')
  expect(await until(answers, (words) => words !== '')).toBe('Hello')

  const said = await start('--import', 'tsx', 'scripts/portal/main.ts', '--port', '0', '--app', here('my-app.json', block('json')))
  const { url, webhook } = JSON.parse(said) as { url: string; webhook: string }
  const post = async (address: string, ask: unknown) => {
    const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', 'x-acting-user': '1' }, body: JSON.stringify(ask) })
    return (await answer.json()) as { result: unknown }
  }
  const bound = () => post(`${url}/site/api/inspector.show`, { search: 'event.bind' }).then((body) => JSON.stringify(body))
  await post(`${url}/site/api/market.install`, {})
  expect(await until(bound, (rows) => rows.includes('ONCRMDEALADD'))).toContain('ONCRMDEALADD')

  const { result: id } = await post(`${webhook}crm.deal.add`, { fields: { TITLE: 'a deal to be greeted' } })
  const comments = async () => JSON.stringify((await post(`${webhook}crm.timeline.comment.list`, { filter: { ENTITY_TYPE: 'deal', ENTITY_ID: id } })).result)
  expect(await until(comments, (rows) => rows.includes('Hello!'))).toContain('Hello!')
})

it('names every variant in the document, and no other', () => {
  const table = text.slice(text.indexOf('## Variants'), text.indexOf('## What goes wrong'))
  expect([...table.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, name, words]) => [name, words])).toEqual(
    Object.entries(variants).map(([name, { description }]) => [name, description]),
  )
})

it('tells in the document of every kind of bad weather', () => {
  const part = text.slice(text.indexOf('## What goes wrong'), text.indexOf('## Looking inside'))
  expect(weatherKinds.filter((kind) => !part.includes(`\`${kind}\``))).toEqual([])
})

it('refuses a listing with a key that means nothing, or without one that is needed', () => {
  const listing = JSON.parse(block('json')) as Record<string, unknown>
  expect(() => parseListing(JSON.stringify({ ...listing, installURL: 'http://localhost:1/' }))).toThrow('installURL')
  expect(() => parseListing(JSON.stringify({ ...listing, clientSecret: undefined }))).toThrow('clientSecret')
  expect(() => parseListing('{')).toThrow('not JSON')
})
