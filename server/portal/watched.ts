/** Every request that leaves, seen from outside: how long it took, what came of it, which methods it asked for; never a value. */
import { runIdNow } from '../log.ts'
import { PortalError } from './errors.ts'
import type { Http, HttpAnswer } from './http.ts'

export interface Sent {
  readonly host: string
  /** The method, or those of a batch in order; `oauth` for an exchange of tokens. */
  readonly methods: readonly string[]
  /** The answer's status; null: there was none. */
  readonly status: number | null
  /** The portal's error code, or ours where there was no answer. */
  readonly code: string | null
  readonly ms: number
  /** The run that it was made for, where there is one. */
  readonly runId: string | null
}

export function watched(http: Http, seen: (sent: Sent) => void): Http {
  async function watch(url: string, methods: readonly string[], ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    const began = performance.now()
    const about = (status: number | null, code: string | null): Sent => ({ host: new URL(url).host, methods, status, code, ms: Math.round(performance.now() - began), runId: runIdNow() })
    try {
      const answer = await ask()
      seen(about(answer.status, codeOf(answer.body)))
      return answer
    } catch (error) {
      seen(about(null, error instanceof PortalError ? error.code : 'broken'))
      throw error
    }
  }
  return {
    postJson: (url, body) => watch(url, methodsOf(url, body), () => http.postJson(url, body)),
    postForm: (url, fields) => watch(url, ['oauth'], () => http.postForm(url, fields)),
  }
}

function methodsOf(url: string, body: object): string[] {
  const method = new URL(url).pathname.split('/').at(-1) ?? ''
  if (!('cmd' in body) || typeof body.cmd !== 'object' || body.cmd === null) return [method]
  return Object.values(body.cmd).map((command) => String(command).split('?', 1)[0] ?? '')
}

function codeOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string' ? body.error.slice(0, 80) : null
}
