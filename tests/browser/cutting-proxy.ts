/** A bar of signal: passes a phone's requests on to the app, and cuts the connection where it is told to. */
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where one exchange is cut: before anything arrives, in the middle of the request, before its answer, in the middle of the answer. */
export const cuts = ['nothing arrived', 'half the request arrived', 'the answer was lost', 'half the answer arrived'] as const
export type Cut = (typeof cuts)[number]

export interface CuttingProxy {
  readonly url: string
  /** Asked of every request; null lets it pass. */
  decide: (path: string) => Cut | null
  close(): Promise<void>
}

const bodyOf = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const proxy: CuttingProxy = { url: '', decide: () => null, close: () => new Promise((done) => server.close(() => done())) }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const cut = proxy.decide(path)
    if (cut === 'nothing arrived') return void request.socket.destroy()
    const body = await bodyOf(request)
    const outgoing = send(new URL(path, target), { method: request.method, headers: request.headers, agent: false })
    outgoing.on('error', () => request.socket.destroy())
    if (cut === 'half the request arrived') {
      outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => {
        outgoing.destroy()
        request.socket.destroy()
      })
      return
    }
    outgoing.end(body)
    const answer = await new Promise<IncomingMessage>((done) => outgoing.once('response', done))
    const whole = await bodyOf(answer)
    if (cut === 'the answer was lost') return void request.socket.destroy()
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    if (cut === null) return void response.end(whole)
    response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => request.socket.destroy())
  }

  const server = createServer((request, response) => void pass(request, response).catch(() => request.socket.destroy()))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  })
}
