/** A port of this machine that nobody listens on just now, and that no outgoing connection is given before it is used. */
import { createServer } from 'node:net'

/** Below the range from which systems take the ports of outgoing connections. */
const [lowest, many] = [15_000, 15_000]
/** Test files that run beside each other look in parts of their own: between looking and listening another one could find the same port. */
const parts = 16
const part = Number(process.env['VITEST_POOL_ID'] ?? 0) % parts
const given = new Set<number>()

export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + part + parts * Math.floor(Math.random() * (many / parts))
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })
