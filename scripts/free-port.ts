/** A port of this machine that nobody listens on just now, and that no outgoing connection is given before it is used. */
import { createServer } from 'node:net'

/** Below the range from which systems take the ports of outgoing connections. */
const [lowest, many] = [15_000, 15_000]

export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * many)
    if (await isFree(port)) return port
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })
