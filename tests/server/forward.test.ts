/** The receiver passes on what is for the worker, and lets go of it when whoever asked has gone. */
import { createServer, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, it } from 'vitest'
import { createForward } from '../../server/forward.ts'
import { createLog } from '../../server/log.ts'
import { until } from '../house.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})
async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}
const connections = (server: Server): Promise<number> => new Promise((done) => server.getConnections((_, count) => done(count)))

it.each([
  ['that has sent everything', 'GET', 0, (answer: ServerResponse) => setTimeout(() => answer.end('x'.repeat(5_000_000)), 100)],
  ['that is still sending', 'POST', 1000, () => undefined],
  ['in the middle of the answer', 'GET', 0, (answer: ServerResponse) => answer.write('x'.repeat(5_000_000))],
] as const)('a person %s and leaves holds nothing', async (_, method, announced, work) => {
  const asked: ServerResponse[] = []
  const worker = createServer((__, answer) => {
    asked.push(answer)
    work(answer)
  })
  const forward = createForward(createLog('silent'))
  forward.workerAt(`http://127.0.0.1:${await listen(worker)}`)
  const receiver = createServer((question, answer) => forward.pass(question, answer))
  const port = await listen(receiver)
  const people = Array.from({ length: 20 }, () => {
    const one = request({ host: '127.0.0.1', port, method, path: '/', headers: announced > 0 ? { 'Content-Length': announced } : {} })
    one.on('error', () => undefined).on('response', (answer) => answer.on('error', () => undefined).pause())
    if (announced > 0) one.write('x')
    else one.end()
    return one
  })
  await until('the worker is asked', () => asked.length === people.length)
  for (const one of people) one.destroy()
  await until('nobody is held at the receiver', async () => (await connections(receiver)) === 0)
  await until('nobody is held at the worker', async () => (await connections(worker)) === 0)
})
