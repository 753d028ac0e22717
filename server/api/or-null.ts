/** What the panel can do without: a portal that does not answer is no reason to show nothing. */
import type { Log } from '../log.ts'
import { PortalError } from '../portal/errors.ts'

/** @returns null where the portal refused or could not be asked */
export const orNull = <T>(asked: Promise<T>, log: Log, otherwise: string): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (!(error instanceof PortalError)) throw error
    log.warn({ code: error.code }, otherwise)
    return null
  })
