/** `npm run compare` against a second local portal that answers differently: what it finds, what it hides, and that it cannot write. */
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askerOf } from '../../scripts/compare/ask.ts'
import { compare, comparedText, isReadable } from '../../scripts/compare/compare.ts'
import { handlers } from '../../scripts/portal/rest/handlers.ts'
import { openPortal, type PortalHouse } from './house.ts'

let here: PortalHouse
let there: PortalHouse
/** Stands before the second portal and changes its answers: a portal of another version. */
let otherVersion: { url: string; close(): void }
const asked: string[] = []

beforeAll(async () => {
  here = await openPortal({ limits: false })
  there = await openPortal({ limits: false })
  const server = createServer((request, response) => {
    asked.push((request.url ?? '').split('/').at(-1) ?? '')
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      void fetch(`${there.portal.url}${request.url ?? ''}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
        .then(async (answer) => ({ status: answer.status, body: await answer.text() }))
        .then(({ status, body }) => {
          response.writeHead(status, { 'content-type': 'application/json' })
          response.end(request.url?.endsWith('/department.get') ? body.replaceAll(/"ID":"(\d+)"/g, '"ID":$1,"UF_NEW":"secret value"') : body)
        })
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  otherVersion = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}${new URL(there.portal.webhook).pathname}`,
    close: () => void server.close(),
  }
})
afterAll(async () => {
  otherVersion.close()
  await Promise.all([here.close(), there.close()])
})

describe('two portals', () => {
  it('of the same version have the same shapes', async () => {
    const compared = await compare(askerOf(there.portal.webhook), askerOf(here.portal.webhook))
    expect(compared.length).toBeGreaterThan(10)
    expect(compared.filter((one) => one.state === 'different')).toEqual([])
    expect(compared.filter((one) => one.state === 'same').length).toBeGreaterThan(10)
  })

  it('of two versions differ where they do, and neither values nor the secret are told', async () => {
    const text = comparedText(await compare(askerOf(otherVersion.url), askerOf(here.portal.webhook)))
    expect(text).toContain('result[].ID: there number, here text')
    expect(text).toContain('result[].UF_NEW: only there')
    expect(text).not.toContain('secret value')
    expect(text).not.toContain(there.portal.state.webhookSecret)
    for (const { name, lastName, email } of there.portal.state.people) for (const value of [name, lastName, email]) expect(text).not.toContain(value)
  })

  it('of two variants differ in refusals and beside the results', async () => {
    const odd = await openPortal({ limits: false, variants: ['empty-error-codes-with-200', 'box-limits'] })
    try {
      const text = comparedText(await compare(askerOf(odd.portal.webhook), askerOf(here.portal.webhook)))
      expect(text).toContain('answer.time.operating_reset_at: only here')
      expect(text).toMatch(/crm\.item\.get.*\n  there: HTTP 200, an empty code, here: HTTP 400, /)
    } finally {
      await odd.close()
    }
  })

  it('are only asked what writes nothing', async () => {
    expect(asked.length).toBeGreaterThan(10)
    expect(asked.filter((method) => !isReadable(method))).toEqual([])
    expect(asked.filter((method) => /\.(add|update|delete|set|bind|unbind|complete)$/.test(method))).toEqual([])
    await expect(askerOf(there.portal.webhook).ask('crm.item.add', { entityTypeId: 2, fields: {} })).rejects.toThrow('writes and is never asked')
    await expect(askerOf(there.portal.webhook).ask('no.such.method', {})).rejects.toThrow('no method')
  })
})

describe('a webhook', () => {
  it.each([
    '',
    'portal.bitrix24.com',
    'https://portal.bitrix24.com/',
    'https://portal.bitrix24.com/rest/1/secret1/profile',
    'ftp://x/rest/1/secret1/',
  ])('is not %j', (text) => {
    expect(() => askerOf(text)).toThrow('An incoming webhook looks like')
  })

  it('is shown without its secret, and a portal that is not there is named without it', async () => {
    const nobody = askerOf('http://127.0.0.1:9/rest/1/topsecret1/')
    expect(nobody.shown).toBe('http://127.0.0.1:9/rest/1/…/')
    await expect(nobody.ask('profile', {})).rejects.toThrow('127.0.0.1:9 does not answer')
    await expect(nobody.ask('profile', {})).rejects.not.toThrow('topsecret1')
  })
})

describe('every method', () => {
  it('whose name says that it writes, is marked as writing', () => {
    const verbs =
      /\.(add|update|delete|set|bind|unbind|complete|renew|open|close|pause|execute|start|kill|terminate|send|register|upload\w*|mark\w+)$/i
    expect(Object.entries(handlers).flatMap(([name, { writes }]) => (verbs.test(name) && !writes ? [name] : []))).toEqual([])
  })
})
