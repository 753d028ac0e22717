/** A load on loopback through plain sockets, since a full HTTP client costs more than the servers that are measured. */
import { connect, type Socket } from 'node:net'

export interface Measured {
  readonly answered: number
  readonly perSecond: number
  /** Milliseconds; of an open load from the moment at which the request was due, sent or not. */
  readonly p50: number
  readonly p99: number
  /** Answers other than 200. */
  readonly failed: number
}

export interface Load {
  readonly url: string
  readonly connections: number
  readonly milliseconds: number
  /** A form unless said otherwise. */
  readonly contentType?: string
  /** The body of the n-th request. */
  readonly body: (n: number) => string
  /** Requests a second, at random moments, whether they are answered or not; left out: every connection asks again as soon as it has its answer. */
  readonly perSecond?: number
}

const lateAnswersMs = 5000

export async function measure({ url, connections, milliseconds, contentType = 'application/x-www-form-urlencoded', body, perSecond }: Load): Promise<Measured> {
  const { hostname, port, pathname } = new URL(url)
  const head = `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: ${contentType}\r\nContent-Length: `
  const took: number[] = []
  let sent = 0
  let failed = 0
  const idle: Connection[] = []
  const due: number[] = []

  const ask = (connection: Connection, since: number): void => {
    const text = body(sent++)
    connection.ask(`${head}${Buffer.byteLength(text)}\r\n\r\n${text}`, (status) => {
      took.push(performance.now() - since)
      if (status !== 200) failed += 1
      const next = perSecond === undefined ? (performance.now() < end ? performance.now() : undefined) : due.shift()
      if (next === undefined) idle.push(connection)
      else ask(connection, next)
    })
  }

  const all = await Promise.all(Array.from({ length: connections }, () => open(hostname, Number(port))))
  const began = performance.now()
  const end = began + milliseconds
  idle.push(...all)
  if (perSecond === undefined) for (const connection of idle.splice(0)) ask(connection, performance.now())
  else {
    for (let at = began; performance.now() < end; await new Promise((done) => setTimeout(done, 1))) {
      for (; at <= performance.now(); at -= (Math.log(1 - Math.random()) * 1000) / perSecond) {
        const connection = idle.pop()
        if (connection) ask(connection, at)
        else due.push(at)
      }
    }
  }
  for (const late = end + lateAnswersMs; idle.length < connections && performance.now() < late; ) await new Promise((done) => setTimeout(done, 5))
  const seconds = (performance.now() - began) / 1000
  for (const connection of all) connection.close()
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { answered: took.length, perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99), failed: failed + due.length + (sent - took.length) }
}

interface Connection {
  ask(request: string, answered: (status: number) => void): void
  close(): void
}

function open(host: string, port: number): Promise<Connection> {
  return new Promise((done, fail) => {
    const socket: Socket = connect(port, host)
    let read = ''
    let answered: ((status: number) => void) | null = null
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.once('error', fail)
    socket.on('data', (text: string) => {
      read += text
      if (!isWhole(read)) return
      const status = Number(read.slice(9, 12))
      read = ''
      answered?.(status)
    })
    socket.once('connect', () => done({ ask: (request, then) => ((answered = then), socket.write(request)), close: () => socket.destroy() }))
  })
}

/** One answer at a time comes through a connection: whole when its stated length or its last chunk is there. */
function isWhole(read: string): boolean {
  const headEnd = read.indexOf('\r\n\r\n')
  if (headEnd < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(read.slice(0, headEnd + 2))?.[1]
  return length === undefined ? read.endsWith('0\r\n\r\n') : read.length - headEnd - 4 >= Number(length)
}
