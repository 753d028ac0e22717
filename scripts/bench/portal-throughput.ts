/** `npm run bench:portal`: REST calls a second that the local portal answers with its limits off, beside a bare node:http server in the same run. */
import { fork, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { fairleadListing } from '../portal/app/listing.ts'
import { startPortal } from '../portal/portal.ts'
import { measure, type Measured } from './load.ts'

type Served = { readonly url: string }
const connections = 64
const contentType = 'application/json'
const milliseconds = Number(process.env['BENCH_MS'] ?? 4000)

if (process.argv[2] === 'serve') await serve(process.argv[3] ?? '')
else await compare()

/** The server has a process of its own, so that it does not share its thread with the load. */
async function serve(what: string): Promise<void> {
  if (what === 'portal') {
    const { webhook } = await startPortal({ port: 0, listing: fairleadListing('http://127.0.0.1:9', 'app.bench.1', 'bench'), limits: false })
    process.send?.({ url: webhook } satisfies Served)
    return
  }
  const answer = JSON.stringify({ result: { item: { id: 1, title: 'x'.repeat(1500) } } })
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
      response.end(answer)
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.({ url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/` } satisfies Served)
  })
}

async function compare(): Promise<void> {
  const [bare, portal] = await Promise.all([start('bare'), start('portal')])
  try {
    const calls: readonly (readonly [name: string, method: string, body: (n: number) => string])[] = [
      ['who am I', 'profile', () => '{}'],
      ['one deal', 'crm.item.get', () => JSON.stringify({ entityTypeId: 2, id: 303 })],
      ['a list of 50', 'crm.item.list', () => JSON.stringify({ entityTypeId: 2, filter: { '>id': 0 }, order: { id: 'DESC' } })],
      ['a batch of 10 questions', 'batch', () => JSON.stringify({ halt: 0, cmd: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`c${n}`, 'crm.item.get?entityTypeId=2&id=303'])) })],
      ['a new deal', 'crm.item.add', (n) => JSON.stringify({ entityTypeId: 2, fields: { title: `Deal ${n}`, categoryId: 1 } })],
    ]
    const base = await measure({ url: bare.url, connections, milliseconds, contentType, body: () => '{}' })
    console.log(`${cpus().length} cores, ${connections} connections, ${milliseconds} ms each; server and load are one process each\n`)
    row('bare node:http, nothing done', base, base)
    for (const [name, method, body] of calls) row(`${name} (${method})`, await measure({ url: `${portal.url}${method}`, connections, milliseconds, contentType, body }), base)
  } finally {
    bare.child.kill()
    portal.child.kill()
  }
}

function row(name: string, measured: Measured, base: Measured): void {
  const { perSecond, p50, p99, failed } = measured
  const parts = [name.padEnd(40), `${Math.round(perSecond)}/s`.padStart(9), `ratio ${(perSecond / base.perSecond).toFixed(3)}`, `p50 ${p50.toFixed(1)} ms`, `p99 ${p99.toFixed(1)} ms`]
  console.log([...parts, ...(failed > 0 ? [`${failed} failed`] : [])].join('  '))
  if (failed > 0) process.exitCode = 1
}

function start(what: string): Promise<Served & { readonly child: ChildProcess }> {
  const child = fork(fileURLToPath(import.meta.url), ['serve', what], { execArgv: ['--import', 'tsx'] })
  return new Promise((done, fail) => {
    child.once('message', (message) => done({ ...(message as Served), child }))
    child.once('exit', (code) => fail(new Error(`the ${what} server ended with ${code}`)))
  })
}
