/** Asks a portal through an incoming webhook; a method that writes cannot be asked, whoever calls this. */
import { findMethod } from '../portal/rest/handlers.ts'

export class WrongWebhook extends Error {}

export type Answer =
  /** `about`: what stands beside the result, such as `time`. */
  { readonly result: unknown; readonly about: unknown; readonly error: null } | { readonly result: null; readonly error: string }

export interface Asker {
  /** Where it asks, without the secret. */
  readonly shown: string
  ask(method: string, params: Readonly<Record<string, unknown>>): Promise<Answer>
}

const patience = 30_000
const tries = 6

/** Status and code only: a description may quote a value. */
const refusalOf = ({ error }: Record<string, unknown>, status: number): string =>
  `HTTP ${status}, ${error === '' ? 'an empty code' : typeof error === 'string' && /^[A-Za-z0-9_.-]{1,80}$/.test(error) ? error : 'no code'}`

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** @param webhook its base address, `https://<portal>/rest/<user>/<secret>/` */
export function askerOf(webhook: string): Asker {
  const parts = URL.canParse(webhook) ? new URL(webhook) : null
  const path = /^\/+rest\/+(\d+)\/+([A-Za-z0-9]+)\/*$/.exec(parts?.pathname ?? '')
  if (!parts || !path || !/^https?:$/.test(parts.protocol))
    throw new WrongWebhook('An incoming webhook looks like https://company.bitrix24.com/rest/1/secret/ (its base address, without a method).')
  const base = `${parts.origin}/rest/${path[1] ?? ''}/${path[2] ?? ''}/`

  return {
    shown: `${parts.origin}/rest/${path[1] ?? ''}/…/`,
    async ask(method, params) {
      const found = findMethod(method)
      if (!found) throw new Error(`${method} is no method of the local portal`)
      if (found.handler.writes) throw new Error(`${method} writes and is never asked`)
      for (let attempt = 1; ; attempt += 1) {
        const answer = await fetch(`${base}${method}`, {
          method: 'POST',
          redirect: 'error',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(params),
          signal: AbortSignal.timeout(patience),
        }).catch((reason: unknown) => {
          // The reason of a failed request may repeat its address.
          throw new WrongWebhook(`${parts.host} does not answer (${reason instanceof Error ? reason.name : 'no reason given'}).`)
        })
        const body: unknown = await answer.json().catch(() => null)
        if (!isMap(body)) return { result: null, error: `HTTP ${answer.status}, no JSON` }
        if ((answer.status === 503 || answer.status === 429) && attempt < tries) {
          await new Promise((done) => setTimeout(done, 1_000 * attempt))
          continue
        }
        const { result, ...about } = body
        return 'result' in body ? { result, about, error: null } : { result: null, error: refusalOf(body, answer.status) }
      }
    },
  }
}
