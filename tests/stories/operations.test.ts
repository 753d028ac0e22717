/** What whoever runs Fairlead reads: metrics for those who may ask, one run's lines from call to answer, the log of requests without a value. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { search, type Wanted } from '../../scripts/rest-log/search.ts'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'
import { distributeOnStage, leadOnStage, tally } from './lead-on-stage.ts'

const token = 'a-token-for-metrics'

let folder: string
let house: House
let administrator: Person
let runId: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-operations-'))
  house = await openHouse({ entry: 'supervise', portal: { limits: false }, app: { DATA_DIR: folder, METRICS_TOKEN: token, LOG_LEVEL: 'debug' } })
  administrator = house.as(1)
  await install(administrator)
  await distributeOnStage(administrator, (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id))
  const leadId = await leadOnStage(administrator, 'Тайный Клиент')
  await until('the lead is distributed', async () => (await tally(administrator, leadId)).answered === 1)
  await until('the run is done', async () => {
    const { rows } = await administrator.app('journal.list', { search: String(leadId) })
    runId = rows[0]?.runId ?? ''
    return rows[0]?.state === 'done'
  })
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

const metrics = (authorization: string) => fetch(`${house.appUrl}/metrics`, { headers: { authorization } })

it('metrics are told to whoever brings the token: calls of the receiver, runs and requests of the worker', async () => {
  const text = await (await metrics(`Bearer ${token}`)).text()
  expect(text).toMatch(/^fairlead_calls_total\{answer="200"\} [1-9]/m)
  expect(text).toMatch(/^fairlead_call_seconds_bucket\{le="\+Inf"\} [1-9]/m)
  expect(text).toMatch(/^fairlead_requests_total\{answer="ok"\} [1-9]/m)
  expect(text).toMatch(/^fairlead_longest_due_seconds 0/m)
  expect(text).toMatch(/^fairlead_receiver_process_resident_memory_bytes \d+$/m)
  expect(text).toMatch(/^fairlead_worker_process_resident_memory_bytes \d+$/m)
  // Both processes in one answer, and yet no family is there twice; nobody is named.
  const types = text.split('\n').filter((line) => line.startsWith('# TYPE'))
  expect(types.length).toBeGreaterThan(10)
  expect(new Set(types).size).toBe(types.length)
  expect(text).not.toContain(house.portal.memberId)
})

it('metrics are not there for anybody else', async () => {
  for (const authorization of ['', 'Bearer ', `Bearer ${token}x`, token]) expect((await metrics(authorization)).status).toBe(404)
})

it('a run is followed in the log from its call to its answer', () => {
  const lines = house.appLog().split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as { runId?: string; msg: string }] : []))
  const told = lines.filter((line) => line.runId === runId).map(({ msg }) => msg)
  expect(told[0]).toBe('call received')
  expect(told.filter((msg) => msg === 'batch').length).toBeGreaterThanOrEqual(2)
  expect(told.at(-1)).toBe('run finished')
})

it('the log of requests is searched by portal, method, run and failure, holds no value, and is kept for its days', async () => {
  const found = async (wanted: Wanted) => {
    let lines = ''
    for await (const line of search(join(folder, 'rest-log'), wanted)) lines += `${line}\n`
    return lines
  }
  await until('the requests of the run are written', async () => (await found({ run: runId })).includes('bizproc.event.send'))
  const { host } = new URL(house.portal.url)
  expect(await found({ portal: host, method: 'crm.item.add', run: runId })).toMatch(/^\S+ {2}\S+ {2}200 {2}- {2}\d+ ms/)
  expect(await found({ portal: 'another.example.test' })).toBe('')
  expect(await found({ failed: true, run: runId })).toBe('')
  // A lead without a client: what hangs on one is refused by the portal, within a request that was carried out.
  expect(await found({ run: runId })).toMatch(/ crm\.lead\.get crm\.item\.get\(\w+\) /)
  const { stdout: all } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/rest-log/main.ts'], { cwd: resolve(import.meta.dirname, '../..'), env: { ...process.env, DATA_DIR: folder } })
  expect(all).toBe(await found({}))
  for (const value of ['Тайный', 'Пётр', '+7901', 'user_', token]) expect(all).not.toContain(value)
  writeFileSync(join(folder, 'rest-log', '2020-01-01.jsonl'), '')
  await house.stopApp()
  await house.startApp()
  await leadOnStage(administrator, 'Ещё один')
  await administrator.app('directory.refresh', {})
  await until('what is older is gone', () => !readdirSync(join(folder, 'rest-log')).includes('2020-01-01.jsonl'))
})
