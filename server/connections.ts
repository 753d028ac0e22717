/** What one process takes from the network at most, so that a flood or a slow sender does not eat its memory. */
import type { Server, ServerOptions } from 'node:http'

const most = 10_000

/** For `createServer`: how long a head and a whole request may take, and how often is looked for who takes longer. */
export const patience = (headMs = 15_000, requestMs = 30_000): ServerOptions => ({
  headersTimeout: headMs,
  requestTimeout: requestMs,
  connectionsCheckingInterval: Math.min(1000, headMs),
})

export function limitConnections(server: Server): void {
  server.maxConnections = most
}
