/** Whoever sends a request drop by drop is answered 408 and cut off, in its head or in its body. */
import { createServer, type Server } from 'node:http'
import { createConnection, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { patience } from '../../server/connections.ts'

let server: Server
beforeAll(async () => {
  server = createServer(patience(200, 500), (request, response) => request.resume().once('end', () => response.end('whole')))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterAll(() => void server.close())

/** @returns what was answered until the connection ended */
function drip(begin: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1')
    let heard = ''
    socket.write(begin)
    const dripping = setInterval(() => socket.write('x'), 50)
    socket.on('data', (bytes) => (heard += bytes.toString()))
    socket.on('error', (error) => (clearInterval(dripping), heard === '' ? fail(error) : done(heard)))
    socket.on('close', () => (clearInterval(dripping), done(heard)))
  })
}

it.each([
  ['head', 'POST / HTTP/1.1\r\nHost: x\r\nX-Long: '],
  ['body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n'],
])('its %s', async (_, begin) => {
  expect(await drip(begin)).toMatch(/^HTTP\/1\.1 408 /)
})

it('both are what the application starts with', () => {
  expect(patience()).toEqual({ headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 1000 })
})
