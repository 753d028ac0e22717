/** What one process holds with ten thousand portals installed: at rest, and once each of them has called. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { MemberId, UserId } from '../../domain/ids.ts'
import { readConfig } from '../../server/config.ts'
import { sha256 } from '../../server/runs/chance.ts'
import { sealFor } from '../../server/seal.ts'
import { openDatabase, type Opened } from '../../server/store/open.ts'
import { createStore } from '../../server/store/store.ts'
import { freePort } from '../free-port.ts'
import { until } from '../person.ts'
import { head, row, shown } from './report.ts'

const count = Number(process.env['BENCH_PORTALS'] ?? 10_000)
/** How long portals are tried, one after another. */
const patienceMs = 60_000
const applicationToken = 'fedcba9876543210fedcba9876543210'
const member = (index: number) => MemberId.parse(index.toString(16).padStart(32, '0'))

const url = `http://127.0.0.1:${await freePort()}`
// Nobody listens there: each portal has a call that waits, as in a night when Bitrix24 is away.
const away = `http://127.0.0.1:${await freePort()}/rest/`
const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
const env = {
  ...process.env,
  PORT: new URL(url).port,
  APP_URL: url,
  DATA_DIR: dataDir,
  CLIENT_ID: 'app.bench.1',
  CLIENT_SECRET: 'bench',
  SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
  ALLOW_LOCAL_PORTALS: '1',
  LOG_LEVEL: 'fatal',
}
const config = readConfig(env)
const opened: Opened = await openDatabase(config)
const store = createStore(opened, sealFor(config.sealKeys, 'store'))
const tokens = { access: 'x', refresh: 'y', expires: Date.now() + 86_400_000, userId: UserId.parse(1) }
const portal = { clientEndpoint: away, oauthUrl: 'https://oauth.example.test/oauth/token/', scope: ['crm'], version: '1', installedBy: UserId.parse(1) }
for (let from = 0; from < count; from += 500) {
  await store.together(async (s) => {
    for (let index = from; index < Math.min(count, from + 500); index++) {
      await s.portals.install({ ...portal, memberId: member(index), language: 'en', personLanguage: null, applicationTokenHash: sha256(applicationToken), tokens }, Date.now())
    }
  })
}

const app = spawn(process.execPath, [resolve(import.meta.dirname, '../../dist/server/main.mjs')], { env, stdio: 'ignore' })
const megabytes = (): number => {
  const status = `/proc/${app.pid ?? 0}/status`
  return existsSync(status) ? Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]) / 1024 : NaN
}
try {
  await until('the app is ready', async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok === true)
  const atRest = megabytes()
  let next = 0
  let most = 0
  const send = async (): Promise<void> => {
    while (next < count) {
      const memberId = member(next++)
      const form = { event_token: `w|${memberId}`, use_subscription: 'Y', 'document_id[0]': 'crm', 'document_id[1]': 'CCrmDocumentLead', 'document_id[2]': 'LEAD_17', 'auth[member_id]': memberId, 'auth[application_token]': applicationToken }
      const answer = await fetch(`${url}/hook/robot/distribute-visit`, { method: 'POST', body: new URLSearchParams(form) })
      if (!answer.ok) throw new Error(`a call was answered ${answer.status}`)
      most = Math.max(most, megabytes())
    }
  }
  await Promise.all(Array.from({ length: 16 }, send))
  const tried = async (): Promise<number> => Number((await opened.db.selectFrom('runs').select(({ fn }) => fn.countAll().as('count')).where('attempts', '>', 0).executeTakeFirstOrThrow()).count)
  for (const end = Date.now() + patienceMs; Date.now() < end && (await tried()) < count; await new Promise((done) => setTimeout(done, 500))) most = Math.max(most, megabytes())
  head()
  row(`memory of one process, ${shown(count)} portals with a call each that waits`, `${shown(megabytes())} MB`, `at rest ${shown(atRest)} MB, at most ${shown(most)} MB; ${shown(await tried())} portals were tried`, 'bounded')
} finally {
  app.kill('SIGKILL')
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
}
