/** Which errors say that the database could not be used just now: full, locked, cut off or starting anew. None of them is a mistake of ours. */

/** SQLite's own codes, with their extensions. */
const sqlite = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM)/
/** Classes and codes of PostgreSQL: connection, conflict between transactions, no resources, lock not to be had, shut down, disk. */
const postgres = /^(08...|40...|53...|55P03|57...|58...|25P03)$/
const network = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
/** The driver's own errors have no code. */
const driver = /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired)/

export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable)
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // An HTTP client's errors bear the same network codes: those are a portal's, not the database's.
  if (error.name === 'PortalError' || error.name === 'AxiosError') return false
  return code === '' ? driver.test(error.message) : sqlite.test(code) || postgres.test(code) || network.has(code)
}
