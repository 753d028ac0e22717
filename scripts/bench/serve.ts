/** The handlers that benches compare, each in a process of its own, so that nobody shares a thread with the load. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { UserId } from '../../domain/ids.ts'
import { readConfig } from '../../server/config.ts'
import { startReceiver } from '../../server/receiver.ts'
import { sha256 } from '../../server/runs/chance.ts'
import { createSeal, deriveKey } from '../../server/seal.ts'
import { openDatabase } from '../../server/store/open.ts'
import { createStore } from '../../server/store/store.ts'
import { applicationToken, portals, robotPath } from './robot-call.ts'

export interface Served {
  readonly url: string
  /** All that its process has used since it began. */
  processorMicros(): Promise<number>
  close(): Promise<void>
}

export function serveApart(what: string, databaseUrl = ''): Promise<Served> {
  const child = fork(fileURLToPath(import.meta.url), ['serve', what, databaseUrl], { execArgv: ['--import', 'tsx', ...(process.env['BENCH_NODE']?.split(' ') ?? [])] })
  const next = <T>(): Promise<T> => new Promise((done) => child.once('message', (message) => done(message as T)))
  const processorMicros = (): Promise<number> => {
    const told = next<number>()
    child.send('processor')
    return told
  }
  const gone = new Promise<number | null>((done) => child.once('exit', done))
  const close = async (): Promise<void> => {
    child.kill()
    await gone
  }
  return Promise.race([
    next<{ url: string }>().then(({ url }) => ({ url, processorMicros, close })),
    gone.then((code) => {
      throw new Error(`the ${what} server ended with ${code}`)
    }),
  ])
}

if (process.argv[2] === 'serve') {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.(user + system)
  })
  process.once('disconnect', () => process.exit(0))
  await serve(process.argv[3] ?? '', process.argv[4] || null)
}

async function serve(what: string, databaseUrl: string | null): Promise<void> {
  if (what.startsWith('receiver')) return serveReceiver(databaseUrl)
  if (what === 'express') {
    const app = express()
    app.use(express.urlencoded({ extended: true, parameterLimit: 2000, limit: '512kb' }))
    app.post(robotPath, (_, response) => void response.send('ok'))
    return listen(app)
  }
  return listen((request, response) => {
    request.resume()
    request.on('end', () => response.end('ok'))
  })
}

function listen(handler: RequestListener): void {
  const server = createServer(handler)
  server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${robotPath}` }))
}

async function serveReceiver(databaseUrl: string | null): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  process.once('SIGTERM', () => process.exit(0))
  const config = readConfig({
    ...process.env,
    ROLE: 'receiver',
    PORT: '0',
    DATA_DIR: dataDir,
    CLIENT_ID: 'app.bench.1',
    CLIENT_SECRET: 'bench',
    SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'error',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  })
  const store = createStore(await openDatabase(config), createSeal(deriveKey(config.sealKey, 'store')))
  const tokens = { access: 'x', refresh: 'y', expires: Date.now() + 3_600_000, userId: UserId.parse(1) }
  const portal = { clientEndpoint: 'https://one.example.test/rest/', oauthUrl: 'https://oauth.example.test/oauth/token/', scope: ['crm'], version: '1', installedBy: UserId.parse(1) }
  for (const memberId of portals) {
    await store.portals.install({ ...portal, memberId, language: 'en', personLanguage: null, applicationTokenHash: sha256(applicationToken), tokens }, Date.now())
  }
  await store.close()
  const { url } = await startReceiver(config, () => undefined, null)
  process.send?.({ url: `${url}${robotPath}` })
}
