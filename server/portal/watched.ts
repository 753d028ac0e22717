/** Every request that leaves, seen from outside: how long it took, what came of it, which methods it asked for; never a value. */
import { z } from 'zod'
import { runIdNow } from '../log.ts'
import { errorOf, PortalError, type PortalErrorKind } from './errors.ts'
import type { Http, HttpAnswer } from './http.ts'

export interface Sent {
  readonly host: string
  /** The method, or those of a batch in order, each that was refused with its code in brackets; `oauth` for an exchange of tokens. */
  readonly methods: readonly string[]
  /** The answer's status; null: there was none. */
  readonly status: number | null
  /** What came of the whole request; null: it was carried out, single commands of a batch perhaps not. */
  readonly kind: PortalErrorKind | null
  /** The portal's error code, or ours where there was no answer. */
  readonly code: string | null
  readonly ms: number
  /** The run that it was made for, where there is one. */
  readonly runId: string | null
}

export function watched(http: Http, seen: (sent: Sent) => void): Http {
  async function watch(url: string, methods: (answer: unknown) => string[], ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    const began = performance.now()
    const note = (status: number | null, body: unknown, error: PortalError | null): void =>
      seen({ host: new URL(url).host, methods: methods(body), status, kind: error?.kind ?? null, code: error && plain(error.code), ms: Math.round(performance.now() - began), runId: runIdNow() })
    try {
      const { status, body } = await ask()
      note(status, body, errorOf(status, body))
      return { status, body }
    } catch (error) {
      note(null, null, error instanceof PortalError ? error : new PortalError('broken', 'broken', ''))
      throw error
    }
  }
  return {
    postJson: (url, body) => watch(url, (answer) => methodsOf(url, body, answer), () => http.postJson(url, body)),
    postForm: (url, fields) => watch(url, () => ['oauth'], () => http.postForm(url, fields)),
  }
}

const Asked = z.object({ cmd: z.record(z.string(), z.string()) })
const Refused = z.object({ result: z.object({ result_error: z.record(z.string(), z.object({ error: z.union([z.string(), z.number()]) })) }) })

function methodsOf(url: string, body: object, answer: unknown): string[] {
  const asked = Asked.safeParse(body)
  if (!asked.success) return [new URL(url).pathname.split('/').at(-1) ?? '']
  const errors = Refused.safeParse(answer).data?.result.result_error ?? {}
  return Object.entries(asked.data.cmd).map(([key, command]) => {
    const method = command.split('?', 1)[0] ?? ''
    // Some portals give no code at all.
    return errors[key] ? `${method}(${plain(String(errors[key].error)) || 'refused'})` : method
  })
}

/** A code is a word; should a portal say more, nobody's name gets into the log. */
const plain = (code: string): string => code.replace(/[^\w.-]/g, '_').slice(0, 80)
