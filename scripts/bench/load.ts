/** A closed load on loopback: so many connections kept busy for a while, and how many answers came. */
import { Agent, request } from 'node:http'

export interface Load {
  readonly url: string
  readonly connections: number
  readonly milliseconds: number
  /** The body of the n-th request; JSON. */
  readonly body: (n: number) => string
}

export interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Answers other than 200. */
  readonly failed: number
}

export async function measure({ url, connections, milliseconds, body }: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const took: number[] = []
  let sent = 0
  let failed = 0
  const one = (): Promise<void> =>
    new Promise((done, fail) => {
      const text = body(sent++)
      const began = performance.now()
      const asked = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } }, (answer) => {
        answer.resume()
        answer.on('end', () => {
          took.push(performance.now() - began)
          if (answer.statusCode !== 200) failed += 1
          done()
        })
      })
      asked.on('error', fail)
      asked.end(text)
    })
  const began = performance.now()
  const end = began + milliseconds
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) await one()
    }),
  )
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99), failed }
}
