/** The public port as a socket that outlives the receiver: while there is none, connections wait in the system's queue instead of being refused. */
import type { SendHandle } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import net from 'node:net'
import { getSystemErrorName } from 'node:util'

/** Connections that may wait while a receiver is started anew; the system may hold it to less. */
export const backlog = 4096

export interface HeldSocket {
  readonly handle: SendHandle
  /** A receiver that listens on it goes on; after it the port is free. */
  close(): void
}

/** How node's cluster module makes a socket that is bound and not read from: there is no public way to hold one without taking its connections. */
type Bind = (address: string, port: number, family: number) => { close(): void } | number
const bind = (net as unknown as { _createServerHandle?: Bind })._createServerHandle

/** @returns null where this node cannot; the receiver then opens the port itself. @throws Error when the port is taken */
export async function holdPort(host: string, port: number): Promise<HeldSocket | null> {
  if (typeof bind !== 'function') return null
  const { address, family } = await lookup(host)
  const made = bind(address, port, family)
  if (typeof made === 'number') throw new Error(`cannot listen on ${host}:${port}: ${getSystemErrorName(made)}`)
  return { handle: made as unknown as SendHandle, close: () => made.close() }
}
