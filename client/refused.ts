/** The one way over the wire to our server: a question is posted, a refusal is thrown as a code. Without schemas, for the page that must be small. */
import type { RefusalCode } from '../domain/contract/asking.ts'
import type { QuestionName } from '../domain/contract/contract.ts'

/** The contract's codes and the two that only a client can know. */
export type Trouble = RefusalCode | 'no_answer' | 'unreadable'

export class Refused extends Error {
  constructor(
    readonly code: Trouble,
    /** The server's own words, for support; never the headline. */
    readonly detail: string | null = null,
  ) {
    super(code)
  }
}

/** The code of whatever was thrown, for a sentence. */
export const troubleOf = (error: unknown): Trouble => (error instanceof Refused ? error.code : 'internal')

/**
 * @param patienceMs longer than this is no answer; null: as long as the browser waits
 * @returns the answer as it came, unread
 */
export async function post(name: QuestionName, input: unknown, bearer: string | null, patienceMs: number | null = null): Promise<unknown> {
  const response = await fetch(`/api/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }) },
    body: JSON.stringify(input),
    credentials: 'omit',
    cache: 'no-store',
    signal: patienceMs === null ? null : AbortSignal.timeout(patienceMs),
  }).catch(() => null)
  return read(response)
}

/** @param response null: none came; @throws Refused */
export async function read(response: Response | null): Promise<unknown> {
  if (response === null) throw new Refused('no_answer')
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body
  const { error, detail } = (typeof body === 'object' ? body : null) as { error?: RefusalCode; detail?: string } & object ?? {}
  if (typeof error === 'string') throw new Refused(error, detail ?? null)
  throw new Refused(response.status === 413 ? 'too_large' : response.status >= 500 ? 'internal' : 'unreadable')
}
