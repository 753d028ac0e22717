/** A portal that means harm to whoever asks it: what it answers costs us little memory and no more than its own runs. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MemberId } from '../../domain/ids.ts'
import { question } from '../../manifest/ask.ts'
import { createLog } from '../../server/log.ts'
import { createHttp } from '../../server/portal/http.ts'
import { createLimiter } from '../../server/portal/limiter.ts'
import { createPortals, type Portal } from '../../server/portal/portal.ts'
import { askPortal } from '../../server/runs/ask-portal.ts'
import { readDirectory } from '../../server/runs/directory.ts'
import { until } from '../house.ts'

let answer: (response: ServerResponse, commands: readonly string[]) => void
let server: Server
let portal: Portal
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = ''
    response.on('error', () => undefined)
    request.on('data', (piece: Buffer) => (text += piece.toString()))
    request.on('end', () => answer(response, Object.keys((JSON.parse(text) as { cmd: object }).cmd)))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const none = () => Promise.reject(new Error('no tokens here'))
  const sleep = () => Promise.resolve()
  const http = createHttp({ requestCapMs: 15_000, allowLocalPortals: true })
  const portals = createPortals({ http, limiter: createLimiter(Date.now, sleep), tokens: { current: none, newerThan: none, adopt: none }, limited: () => undefined, now: Date.now, log: createLog('silent') })
  portal = portals.withToken('memberidofhostileone' as MemberId, `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/`, 'access')
})
afterAll(() => void server.close(() => undefined).closeAllConnections())

const says = (text: string): void => void (answer = (response) => response.end(text))
const answers = (each: unknown, more: object = {}): void =>
  void (answer = (response, commands) => response.end(JSON.stringify({ result: { result: Object.fromEntries(commands.map((one) => [one, each])), ...more } })))
const profile = () => askPortal(portal, { profile: question('profile') })

describe('an answer', () => {
  it('without an end is cut off, and so are many large ones at one time', async () => {
    let sent = 0
    const piece = Buffer.alloc(1_000_000, ' ')
    const pour = (response: ServerResponse): void => {
      sent += piece.length
      if (!response.destroyed && response.write(piece)) setImmediate(() => pour(response))
      else response.once('drain', () => pour(response))
    }
    answer = pour
    await expect(profile()).rejects.toMatchObject({ kind: 'later', code: 'answer_too_large', executed: 'perhaps' })
    expect(sent).toBeLessThan(60_000_000)
    // Each of them is of a size that may be; all of them wait for their last byte.
    const waiting: ServerResponse[] = []
    answer = (response) => {
      for (let times = 0; times < 15; times++) response.write(piece)
      waiting.push(response)
    }
    let refused = 0
    const asked = Array.from({ length: 6 }, () => profile().catch((error: { code: string }) => void (error.code === 'answer_too_large' && refused++)))
    await until('no more than two of them are held', () => refused === 4)
    for (const response of waiting) response.end('{}')
    await Promise.all(asked)
    expect(refused).toBe(4)
    says('{}')
    await expect(profile()).rejects.toMatchObject({ code: 'unreadable_answer' })
  })

  it.each([
    ['with a prototype', '{"__proto__":{"error":"x"},"result":{"__proto__":{"result":{}},"constructor":{"prototype":{}}}}'],
    ['of other kinds', '{"result":{"result":"all","result_error":7,"result_total":{"a":"1e9"}}}'],
    ['of nothing', 'null'],
    ['with half a character', '"\\ud83d"'],
  ])('%s is none', async (_, text) => {
    says(text)
    await expect(profile()).rejects.toMatchObject({ kind: 'later', code: 'unreadable_answer', executed: 'perhaps' })
    expect(({} as { error?: string }).error).toBeUndefined()
  })

  it('of millions of values is not parsed, and a deep one is an unexpected one', async () => {
    for (const crowd of [`[${'[],'.repeat(1_100_000)}0]`, `${'['.repeat(1_100_000)}${']'.repeat(1_100_000)}`]) {
      says(crowd)
      await expect(profile()).rejects.toMatchObject({ kind: 'later', code: 'answer_too_large', executed: 'perhaps' })
    }
    answer = (response, [name]) => response.end(`{"result":{"result":{"${name}":${'['.repeat(100_000)}${']'.repeat(100_000)}}}}`)
    expect((await profile()).profile).toMatchObject({ ok: false, code: 'unexpected_answer' })
  })

  it('whose fields are what nobody expects is an unexpected one', async () => {
    for (const strange of [{ ID: 1e300, NAME: {}, LAST_NAME: [], ADMIN: 'Y' }, { ID: 'NaN' }, [], 'x', 7, null]) {
      answers(strange)
      expect((await profile()).profile).toMatchObject({ ok: false, code: 'unexpected_answer' })
    }
  })

  it('is kept and shown as a thousand characters, where it is an error', async () => {
    const long = 'x'.repeat(1_000_000)
    says(JSON.stringify({ error: long, error_description: long }))
    const whole = await profile().catch((error: Error & { code: string }) => error)
    expect(whole).toMatchObject({ kind: 'refused', code: 'x'.repeat(1000) })
    expect((whole as Error).message.length).toBeLessThan(2100)
    answer = (response, commands) => response.end(JSON.stringify({ result: { result: [], result_error: Object.fromEntries(commands.map((one) => [one, { error: long, error_description: long }])) } }))
    expect((await profile()).profile).toEqual({ ok: false, code: 'x'.repeat(1000), text: 'x'.repeat(1000) })
  })

  it('that claims people without end is not read to the end', async () => {
    for (const total of [1e15, 60_000]) {
      answer = (response, commands) => response.end(JSON.stringify({ result: { result: Object.fromEntries(commands.map((one) => [one, []])), result_total: Object.fromEntries(commands.map((one) => [one, total])) } }))
      await expect(readDirectory(portal, null, 0)).rejects.toMatchObject({ kind: 'refused', code: 'directory_too_large' })
    }
  })

  it('shuts a method for an hour at most, whatever moment it names', async () => {
    const times = { result_time: { a: { operating: 1, operating_reset_at: 1e300, start: 1e300 } } }
    answer = (response, commands) => response.end(JSON.stringify({ result: { result: { [commands[0] ?? '']: {} }, result_time: { [commands[0] ?? '']: times.result_time.a } } }))
    await profile()
    answer = (response, commands) => response.end(JSON.stringify({ result: { result: [], result_error: { [commands[0] ?? '']: { error: 'OPERATION_TIME_LIMIT' } } } }))
    const { again } = await profile().then(() => expect.fail('answered'), (error: { again: number }) => error)
    expect(again).toBeLessThanOrEqual(Date.now() + 3_600_000)
  })
})
