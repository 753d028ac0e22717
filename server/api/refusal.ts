/** Refusals with a stable code, and the status that each is sent with. */
import type { RefusalCode } from '../../domain/contract/asking.ts'
import { pageShare, type PortalError } from '../portal/errors.ts'

export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: RefusalCode
  readonly detail: string | undefined
  constructor(code: RefusalCode, detail?: string) {
    super(code)
    this.code = code
    this.detail = detail
  }
}
export const refuse = (code: RefusalCode, detail?: string): Refused => new Refused(code, detail)

export const statusOf: Readonly<Record<RefusalCode, number>> = {
  invalid_input: 400,
  too_large: 413,
  session_required: 401,
  session_expired: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  not_installed: 409,
  portal_refused: 502,
  portal_unreachable: 502,
  busy: 503,
  internal: 500,
}

/** What a portal's error means to somebody who asked through us with their own token. */
export function refusalOf(error: PortalError): Refused {
  switch (error.kind) {
    case 'token':
      return refuse('session_expired', error.code)
    case 'later':
      return refuse(error.code === pageShare ? 'busy' : 'portal_unreachable', error.code)
    case 'gone':
      return refuse(error.code === 'not_installed' ? 'not_installed' : 'portal_refused', error.code)
    case 'refused':
    case 'broken':
      return refuse('portal_refused', error.code)
  }
}
