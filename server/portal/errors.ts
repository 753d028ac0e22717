/** The five kinds of errors from a portal; the worker reads nothing else. */
import type { LimitKind } from '../../domain/contract/setup.ts'

/**
 * `later`: limits, 5xx, no network: wait as told. `token`: refresh once. `gone`: uninstalled or unpaid.
 * `refused`: our parameters or rights, the workflow is told. `broken`: our mistake, few tries.
 */
export type PortalErrorKind = 'later' | 'token' | 'gone' | 'refused' | 'broken'

/** Codes and texts are kept and shown; a portal could say megabytes. */
const mostSaid = 1000
export const short = (said: string): string => said.slice(0, mostSaid)

export class PortalError extends Error {
  override readonly name = 'PortalError'
  readonly kind: PortalErrorKind
  /** The portal's own code, or ours for what happened on the way. */
  readonly code: string
  /** Whether the portal may have carried out what was asked. */
  readonly executed: 'no' | 'perhaps'
  /** Milliseconds since 1970, where the portal said when to come again. */
  readonly again: number | null

  constructor(kind: PortalErrorKind, code: string, text: string, more: { executed?: 'no' | 'perhaps'; again?: number | null } = {}) {
    super(text === '' ? short(code) : `${short(code)}: ${short(text)}`)
    this.kind = kind
    this.code = short(code)
    this.executed = more.executed ?? 'no'
    this.again = more.again ?? null
  }
}

const kinds: Readonly<Record<string, PortalErrorKind>> = {
  query_limit_exceeded: 'later',
  overload_limit: 'later',
  operation_time_limit: 'later',
  expired_token: 'token',
  invalid_token: 'token',
  no_auth_found: 'token',
  portal_deleted: 'gone',
  payment_required: 'gone',
  error_method_not_found: 'broken',
  error_batch_length_exceeded: 'broken',
  error_batch_method_not_allowed: 'broken',
  invalid_request: 'broken',
}

const limits: Readonly<Record<string, LimitKind>> = { query_limit_exceeded: 'requests', operation_time_limit: 'time', overload_limit: 'overload' }
/** Which limit an error speaks of, also of a single command: the portal did not begin with it. Null: of none. */
export const limitOf = (code: string): LimitKind | null => limits[code.toLowerCase()] ?? null
export const isLimit = (code: string): boolean => limitOf(code) !== null
/** Errors after which nobody knows how far a command came. */
export const isUnclear = (code: string): boolean => ['internal_server_error', 'error_unexpected_answer'].includes(code.toLowerCase())

/** Our own refusal of a page's question, before anything is sent. */
export const pageShare = 'PAGE_SHARE'

/** The error of a whole request, or null when it is an answer. */
export function errorOf(status: number, body: unknown): PortalError | null {
  const said = typeof body === 'object' && body !== null && 'error' in body ? body : null
  if (said === null) {
    if (status >= 200 && status < 300) return null
    // The portal moved to another domain: the OAuth server knows where to, so a refresh settles it.
    if (status >= 300 && status < 400) return new PortalError('token', 'portal_moved', '')
    if (status >= 500) return new PortalError('later', `http_${status}`, '', { executed: 'perhaps' })
    return new PortalError('refused', `http_${status}`, '')
  }
  const code = typeof said.error === 'string' || typeof said.error === 'number' ? String(said.error) : ''
  const text = 'error_description' in said && typeof said.error_description === 'string' ? said.error_description : ''
  const kind = kinds[code.toLowerCase()]
  if (kind) return new PortalError(kind, code, text)
  if (status >= 500) return new PortalError('later', code || `http_${status}`, text, { executed: 'perhaps' })
  return new PortalError('refused', code || `http_${status}`, text)
}
