/** Where our requests go: a name is looked up once and its inner addresses are refused, and nobody sends us elsewhere. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { publicLookup } from '../../server/portal/address.ts'
import { errorOf } from '../../server/portal/errors.ts'
import { createHttp } from '../../server/portal/http.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done))
})
async function serve(answer: (path: string) => { status: number; headers: Record<string, string>; body: string }): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const { status, headers, body } = answer(request.url ?? '')
    response.writeHead(status, headers).end(body)
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

describe('an outgoing request', () => {
  // Shows: address leads inside × read, address leads inside × install
  it('does not leave for a name that leads to this machine', async () => {
    const looked = await new Promise<{ code?: string | undefined }>((done) => publicLookup('localhost', { all: true }, (error) => done(error ?? {})))
    expect(looked.code).toBe('INNER_ADDRESS')
  })

  it('is refused before anything is looked up, when the address is none of a portal', async () => {
    const http = createHttp({ requestCapMs: 1000, allowLocalPortals: false })
    const inner = await serve(() => ({ status: 200, headers: {}, body: '{}' }))
    for (const url of [inner.url, 'https://127.0.0.1/', 'https://[::1]/', 'https://localhost/', 'https://portal.local./', 'https://portal.internal/', 'https://user@portal.example.test/', 'https://portal.example.test:8443/', 'http://0x7f.1/']) {
      await expect(http.postJson(url, {}), url).rejects.toMatchObject({ code: 'address_refused', executed: 'no' })
    }
    expect(inner.asked).toEqual([])
  })

  it('does not follow a redirect', async () => {
    const inner = await serve(() => ({ status: 200, headers: {}, body: '{"result":"secret"}' }))
    const portal = await serve(() => ({ status: 302, headers: { Location: `${inner.url}/secret` }, body: '' }))
    const answer = await createHttp({ requestCapMs: 1000, allowLocalPortals: true }).postJson(`${portal.url}/rest/batch`, {})
    expect(answer).toEqual({ status: 302, body: null })
    expect(errorOf(answer.status, answer.body)?.kind).toBe('token')
    expect(portal.asked).toEqual(['/rest/batch'])
    expect(inner.asked).toEqual([])
  })
})
