/** What one process takes from the network at most, so that a flood or a slow sender does not eat its memory. */
import type { Server } from 'node:http'

const most = 10_000

export function limitConnections(server: Server): void {
  server.maxConnections = most
  server.headersTimeout = 15_000
  server.requestTimeout = 30_000
}
