/** A portal alone for its own tests: on a free port, with a receiver that keeps what it is sent, and a person who calls and presses. */
import { createServer } from 'node:http'
import qs from 'qs'
import { fairleadListing } from '../../scripts/portal/app/listing.ts'
import { startPortal, type Portal, type PortalOptions } from '../../scripts/portal/portal.ts'
import type { FrameOpening } from '../../scripts/portal/contract/frame.ts'
import type { SiteApi } from '../../scripts/portal/contract/site-api.ts'

export type Json = Record<string, unknown>

/** One delivery to the application, parsed as PHP would. */
export interface Received {
  readonly path: string
  /** Content type. */
  readonly type: string
  readonly body: Json
}

export interface PortalHouse {
  readonly portal: Portal
  /** Where the receiver listens, without a slash at the end. */
  readonly appUrl: string
  readonly received: Received[]
  readonly clientSecret: string
  /** Calls REST; the status stands beside the body. */
  call(method: string, params?: Json, token?: string): Promise<{ status: number; body: Json }>
  /** The code of a call that must be refused, and its words. */
  refusal(method: string, params?: Json, token?: string): Promise<[code: unknown, words: unknown]>
  /** The token of a person, through the application's page. */
  tokenOf(userId: number): Promise<string>
  /** The result of a call that must succeed. */
  result<T = Json>(method: string, params?: Json, token?: string): Promise<T>
  batch(commands: Record<string, string>, halt?: 0 | 1): Promise<Json>
  site<Q extends keyof SiteApi>(name: Q, ask: SiteApi[Q]['ask'], userId?: number): Promise<SiteApi[Q]['answer']>
  /** Installs the application; its administrator's token is used from then on. */
  install(finish?: boolean): Promise<FrameOpening>
  token: string
  close(): Promise<void>
}

/** @param scopes granted to the application beside those that it asks for */
export async function openPortal({ scopes = [], ...options }: Partial<PortalOptions> & { scopes?: readonly string[] } = {}): Promise<PortalHouse> {
  const received: Received[] = []
  const receiver = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const type = request.headers['content-type'] ?? ''
      const body = type === 'application/json' ? (JSON.parse(text) as Json) : (qs.parse(text, { depth: 10, arrayLimit: 1_000 }) as Json)
      received.push({ path: request.url ?? '', type, body })
      response.end('ok')
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  const address = receiver.address()
  const appUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const clientSecret = 'a secret for tests'
  const listing = fairleadListing(appUrl, 'app.test.1', clientSecret)
  const portal = await startPortal({ port: 0, listing: { ...listing, scopes: [...listing.scopes, ...scopes] }, ...options })

  const house: PortalHouse = {
    portal,
    appUrl,
    received,
    clientSecret,
    token: '',
    async call(method, params = {}, token = house.token) {
      const body = method.startsWith('task.') ? JSON.stringify(params) : JSON.stringify({ ...params, auth: token })
      const answer = await fetch(`${portal.url}/rest/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(method.startsWith('task.') ? { authorization: `Bearer ${token}` } : {}) },
        body,
      })
      return { status: answer.status, body: (await answer.json()) as Json }
    },
    async refusal(method, params = {}, token = house.token) {
      const { status, body } = await house.call(method, params, token)
      if (status < 400) throw new Error(`${method}: not refused: ${JSON.stringify(body)}`)
      return [body['error'], body['error_description']]
    },
    tokenOf: async (userId) => (await house.site('frame.open', { bindingId: null, options: {} }, userId)).form['AUTH_ID'] ?? '',
    async result<T>(method: string, params: Json = {}, token = house.token) {
      const { status, body } = await house.call(method, params, token)
      if (status !== 200) throw new Error(`${method}: ${status} ${JSON.stringify(body)}`)
      return body['result'] as T
    },
    async batch(cmd, halt = 0) {
      return house.result('batch', { halt, cmd })
    },
    async site(name, ask, userId = 1) {
      const answer = await fetch(`${portal.url}/site/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-acting-user': String(userId), 'x-language': 'ru' },
        body: JSON.stringify(ask),
      })
      const body = (await answer.json()) as Json
      if (!answer.ok) throw new Error(`${answer.status} ${String(body['error'])} ${String(body['detail'])} ${String(body['field'] ?? '')}`.trim())
      return body as never
    },
    async install(finish = true) {
      await house.site('market.install', {})
      const frame = await house.site('frame.open', { bindingId: null, options: {} })
      house.token = frame.form['AUTH_ID'] ?? ''
      if (finish) await house.site('frame.installFinish', { appSid: frame.appSid, finished: true })
      return frame
    },
    async close() {
      await portal.close()
      receiver.closeAllConnections()
      await new Promise((done) => receiver.close(done))
    },
  }
  return house
}

export async function until(what: string, so: () => boolean, within = 3_000): Promise<void> {
  const end = Date.now() + within
  while (!so()) {
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${what}`)
    await new Promise((done) => setTimeout(done, 5))
  }
}

/** Long enough for a delivery that must not come. */
export const quiet = (): Promise<void> => new Promise((done) => setTimeout(done, 60))
