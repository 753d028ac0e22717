/** The handlers that benches compare, each in a process of its own, so that nobody shares a thread with the load. */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { UserId } from '../../domain/ids.ts'
import { readConfig } from '../../server/config.ts'
import { sha256 } from '../../server/runs/chance.ts'
import { sealFor } from '../../server/seal.ts'
import { openDatabase } from '../../server/store/open.ts'
import { createStore } from '../../server/store/store.ts'
import { applicationToken, portals, robotPath } from './robot-call.ts'

export interface Served {
  readonly url: string
  /** Time of processors that all threads of its process have used so far; NaN where the machine does not tell. */
  processorMicros(): number
  close(): Promise<void>
}

/** The whole of what is compared with: 'bare' reads and stores nothing, 'express' parses the form. */
export const serveOther = (what: 'bare' | 'express'): Promise<Served> =>
  served(fork(fileURLToPath(import.meta.url), ['serve', what], { execArgv: ['--import', 'tsx'] }), ({ url }) => `${url}${robotPath}`)

/**
 * The receiver as `npm start` runs it, with a hundred portals installed that nobody can reach.
 * @param databaseUrl PostgreSQL; null: a new file
 * @param beside the worker as well, which makes runs of the calls
 * @param folder where the file lies
 */
export async function serveReceiver(databaseUrl: string | null, { beside = false, folder = tmpdir() } = {}): Promise<Served> {
  const dataDir = mkdtempSync(join(folder, 'fairlead-bench-'))
  const env = {
    ...process.env,
    ROLE: 'receiver',
    PORT: '0',
    DATA_DIR: dataDir,
    CLIENT_ID: 'app.bench.1',
    CLIENT_SECRET: 'bench',
    SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'error',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  }
  const config = readConfig(env)
  const store = createStore(await openDatabase(config), sealFor(config.sealKeys, 'store'))
  const tokens = { access: 'x', refresh: 'y', expires: Date.now() + 3_600_000, userId: UserId.parse(1) }
  const portal = { clientEndpoint: 'https://one.example.test/rest/', oauthUrl: 'https://oauth.example.test/oauth/token/', scope: ['crm'], version: '1', installedBy: UserId.parse(1) }
  for (const memberId of portals) {
    await store.portals.install({ ...portal, memberId, language: 'en', personLanguage: null, applicationTokenHash: sha256(applicationToken), tokens }, Date.now())
  }
  await store.close()
  const main = fileURLToPath(new URL('../../dist/server/main.mjs', import.meta.url))
  const child = fork(main, { env, execArgv: process.env['BENCH_NODE']?.split(' ') ?? [] })
  // It asks for the public port's socket; there is none, so it opens a port itself.
  child.send({ socket: false })
  const { url, processorMicros, close } = await served(child, ({ listening }) => `${listening}${robotPath}`)
  const worker = beside ? fork(main, { env: { ...env, ROLE: 'worker' } }) : null
  child.on('message', (message) => worker?.connected && worker.send(message))
  return {
    url,
    processorMicros,
    async close() {
      await close()
      if (worker) {
        const gone = new Promise((done) => worker.once('exit', done))
        worker.kill('SIGKILL')
        await gone
      }
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function served(child: ChildProcess, urlIn: (message: Record<string, string>) => string): Promise<Served> {
  const gone = new Promise<number | null>((done) => child.once('exit', done))
  const processorMicros = (): number => {
    try {
      const [user, system] = readFileSync(`/proc/${child.pid ?? 0}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? []
      // In hundredths of a second.
      return ((user ?? NaN) + (system ?? NaN)) * 10_000
    } catch {
      return NaN
    }
  }
  const close = async (): Promise<void> => {
    child.kill()
    await gone
  }
  return new Promise((done, fail) => {
    void gone.then((code) => fail(new Error(`a server ended with ${code}`)))
    child.on('message', (message: Record<string, string>) => {
      if ('url' in message || 'listening' in message) done({ url: urlIn(message), processorMicros, close })
    })
  })
}

function listen(handler: RequestListener): void {
  const server = createServer(handler)
  server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))
}

if (process.argv[2] === 'serve') {
  process.once('disconnect', () => process.exit(0))
  if (process.argv[3] === 'express') {
    const app = express()
    app.use(express.urlencoded({ extended: true, parameterLimit: 2000, limit: '512kb' }))
    app.post(robotPath, (_, response) => void response.send('ok'))
    listen(app)
  } else {
    listen((request, response) => {
      request.resume()
      request.on('end', () => response.end('ok'))
    })
  }
}
