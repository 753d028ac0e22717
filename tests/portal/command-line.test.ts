/** `npm run portal -- …` as people start it: its options, its one line, and what it says to a wrong command. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCommand, WrongCommand } from '../../scripts/portal/command-line.ts'
import { variants } from '../../scripts/portal/variants.ts'

const root = resolve(import.meta.dirname, '../..')

function start(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/portal/main.ts', ...args], { cwd: root, stdio: 'pipe' })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  return { child, said }
}

describe('the command', () => {
  it('takes an option before its variable, and the variable without it', () => {
    const environment = { PORTAL_PORT: '4201', PORTAL_DATA: 'kept.sqlite', APP_URL: 'http://127.0.0.1:9/' }
    expect(readCommand(['--port', '0', '--limits', 'off'], environment)).toMatchObject({
      port: 0,
      limits: false,
      data: 'kept.sqlite',
      appUrl: 'http://127.0.0.1:9',
    })
    expect(readCommand(['--data=other.sqlite'], environment)).toMatchObject({ port: 4201, limits: true, data: 'other.sqlite' })
  })

  it('takes every variant of the table, and more than one', () => {
    const names = Object.keys(variants)
    expect(
      readCommand(
        names.flatMap((name) => ['--variant', name]),
        {},
      )?.variants,
    ).toEqual(names)
  })

  it.each([
    [['--port', 'x'], '--port must be a number'],
    [['--port', '70000'], '--port must be a number'],
    [['--limits', 'none'], '--limits must be on or off'],
    [['--variant', 'no-such'], 'There is no variant "no-such"'],
    [['--data', ''], '--data wants the name of a file'],
    [['--app', ''], '--app wants the name of a file'],
    [['--colour'], "Unknown option '--colour'"],
    [['4200'], 'Unexpected argument'],
  ])('refuses %j and says why', (args, sentence) => {
    expect(() => readCommand(args, {})).toThrow(WrongCommand)
    expect(() => readCommand(args, {})).toThrow(sentence)
  })

  it('refuses a variable that means nothing', () => {
    expect(() => readCommand([], { PORTAL_CRM: 'both' })).toThrow('PORTAL_CRM')
  })
})

describe('the portal alone', () => {
  it('prints one line of JSON and nothing else, and its webhook answers', async () => {
    const { child, said } = start('--port', '0', '--limits', 'off')
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    const ready = JSON.parse(said.out) as { url: string; oauth: string; webhook: string }
    expect(Object.keys(ready)).toEqual(['url', 'oauth', 'webhook'])
    expect(ready.oauth.startsWith(ready.url)).toBe(true)
    const answer = await fetch(`${ready.webhook}profile`)
    expect(await answer.json()).toMatchObject({ result: { ID: '1', ADMIN: true } })
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(said.out.trim().split('\n')).toHaveLength(1)
  })

  it.each([
    [['--variant', 'no-such'], 'There is no variant'],
    [['--port', '0', '--data', '/no/such/folder/portal.sqlite'], 'cannot be opened'],
    [['--app', 'package.json'], 'package.json cannot be read as an application'],
  ])('ends with a sentence and code 1 at %j', async (args, sentence) => {
    const { child, said } = start(...args)
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(said.err).toContain(sentence)
    expect(said.out).toBe('')
  })
})
