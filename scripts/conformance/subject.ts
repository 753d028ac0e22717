/** The portal under test: in this process, without limits, with an application of every scope installed and a receiver for what it sends. */
import { createServer } from 'node:http'
import qs from 'qs'
import { fairleadListing } from '../portal/app/listing.ts'
import type { FrameOpening } from '../portal/contract/frame.ts'
import type { SiteApi } from '../portal/contract/site-api.ts'
import { startPortal } from '../portal/portal.ts'
import type { Portal } from '../portal/portal.ts'
import type { Json } from './documents.ts'

export interface Answered {
  readonly status: number
  readonly body: Json
}

export interface Subject {
  readonly portal: Portal
  /** Where the application is reached; without a slash at the end. */
  readonly appUrl: string
  readonly received: { readonly path: string; readonly body: Json }[]
  call(method: string, params: unknown, third?: boolean): Promise<Answered>
  site<Q extends keyof SiteApi>(name: Q, ask: SiteApi[Q]['ask']): Promise<SiteApi[Q]['answer']>
  close(): Promise<void>
}

export async function openSubject(scopes: Iterable<string>): Promise<Subject> {
  const received: Subject['received'] = []
  const receiver = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: qs.parse(text, { depth: 10, arrayLimit: 1_000 }) as Json })
      response.end('ok')
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  const address = receiver.address()
  const appUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const listing = fairleadListing(appUrl, 'app.conformance.1', 'a secret of the conformance run')
  const portal = await startPortal({ port: 0, limits: false, listing: { ...listing, scopes: [...new Set([...listing.scopes, ...scopes])] } })
  let token = ''

  const post = async (address: string, headers: Record<string, string>, body: unknown): Promise<Answered> => {
    const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
    const text = await answer.text()
    try {
      return { status: answer.status, body: JSON.parse(text) as Json }
    } catch {
      return { status: answer.status, body: { error: 'no JSON', error_description: text.slice(0, 200) } }
    }
  }
  const subject: Subject = {
    portal,
    appUrl,
    received,
    call: (method, params, third = false) =>
      third
        ? post(`${portal.url}/rest/api/${method}`, {}, { ...(params as Json), auth: token })
        : post(`${portal.url}/rest/${method}`, { authorization: `Bearer ${token}` }, params),
    async site(name, ask) {
      const { status, body } = await post(`${portal.url}/site/api/${name}`, { 'x-acting-user': '1', 'x-language': 'ru' }, ask)
      if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
      return body as never
    },
    async close() {
      await portal.close()
      receiver.closeAllConnections()
      await new Promise((done) => receiver.close(done))
    },
  }
  await subject.site('market.install', {})
  const frame: FrameOpening = await subject.site('frame.open', { bindingId: null, options: {} })
  token = frame.form['AUTH_ID'] ?? ''
  await subject.site('frame.installFinish', { appSid: frame.appSid, finished: true })
  return subject
}
