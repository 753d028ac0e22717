/** Thousands of malformed deliveries and questions: each is refused with a stated status, only what is stored is acknowledged, nothing grows. */
import { Agent, request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { refusalCodes } from '../../domain/contract/asking.ts'
import { contract, type Answer } from '../../domain/contract/contract.ts'
import { parseForm, parseJsonForm, textAt } from '../../server/ingest/form.ts'
import { install, openHouse, until, type House, type Person } from '../house.ts'
import { wild, type Wild } from './wild.ts'

/** `npm run fuzz` asks for a hundred thousand; in `npm test` it is a glance. */
const count = Number(process.env['FUZZ_COUNT'] ?? 2500)
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_125)
const atOnce = 32

/** They ask the portal about a whole company, register everything anew, or make runs of their own. */
const slow = new Set(['installation.mend', 'directory.refresh', 'selftest.start'])

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false }, app: { LOG_LEVEL: 'error', NODE_OPTIONS: `--import ${new URL('after-gc.mjs', import.meta.url).href}` } })
  administrator = house.as(1)
  await install(administrator)
})
afterAll(() => house.close())

const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
const send = ({ path, method, headers, body }: Wild): Promise<{ status: number; text: string }> =>
  new Promise((done, fail) => {
    const asked = request(`${house.appUrl}${path}`, { agent, method, headers: { ...headers, 'content-length': body.length } }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text }))
    })
    asked.on('error', fail)
    asked.end(body)
  })

/** What the app holds on to once its garbage is collected, in bytes. */
async function kept(): Promise<number> {
  const told = () => [...house.appLog().matchAll(/^\{"kept":(\d+)\}$/gm)].map(([, bytes]) => Number(bytes))
  const before = told().length
  house.signalApp('SIGUSR2')
  await until('the app has collected its garbage', () => told().length > before)
  return told()[before] ?? 0
}

const statesWhy = (text: string): boolean => {
  const code = /^\{"error":"([a-z_]+)"/.exec(text)?.[1]
  return code !== undefined && (refusalCodes as readonly string[]).includes(code)
}
const isBusy = (text: string): boolean => /^\{"error":"busy"[,}]/.test(text)

function tokenIn({ headers, body }: Wild): string {
  const read = headers['content-type'] === 'application/json' ? parseJsonForm(body) : parseForm(body)
  return (read.ok ? textAt(read.form, 'event_token') : null) ?? ''
}

/** Everything in the journal but the installation, which shows or not as its runs go on. */
async function arrived(administrator: Person): Promise<number> {
  let rows = 0
  let cursor: string | null = null
  do {
    const page: Answer<'journal.list'> = await administrator.app('journal.list', { cursor })
    rows += page.rows.filter(({ kind }) => kind !== 'install').length
    cursor = page.next
  } while (cursor !== null)
  return rows
}

it(`${count} of them (seed ${seed}) find the app unmoved`, { timeout: 1_800_000 }, async () => {
  const { context, frame } = await administrator.open()
  const session = (await administrator.app('session.open', { memberId: context.memberId, accessToken: String(frame.initData['AUTH_ID']) })).session
  const call = (eventToken: string) => ({
    workflow_id: 'w1',
    code: 'distribute-visit',
    'document_id[0]': 'crm',
    'document_id[1]': 'CCrmDocumentLead',
    'document_id[2]': 'LEAD_1',
    event_token: eventToken,
    'properties[directions][0]': 'dir_nobody',
    use_subscription: 'Y',
    timeout_duration: '0',
    'auth[member_id]': house.portal.memberId,
    'auth[application_token]': frame.form['APPLICATION_TOKEN'] ?? '',
  })
  const questions = Object.keys(contract).filter((name) => !slow.has(name)).sort()
  /** Event tokens that were acknowledged: the same one again is the same call. */
  const taken = new Set<string>()
  const statuses = new Map<number, number>()
  const wrong: string[] = []

  const all = fc.sample(wild(call, questions, session), { numRuns: count, seed })
  /** At the start and after each tenth. */
  const held = [await kept()]
  for (let tenth = 1; tenth <= 10; tenth++) {
    let next = Math.floor((count * (tenth - 1)) / 10)
    const end = Math.floor((count * tenth) / 10)
    const take = (): Wild | undefined => (next < end ? all[next++] : undefined)
    await Promise.all(Array.from({ length: atOnce }, async () => {
      for (let one = take(); one; one = take()) {
        const { status, text } = await send(one)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const told = `${one.method} ${one.path} -> ${status} ${text.slice(0, 200)}\n${one.body.toString('base64').slice(0, 400)}`
        // A page's question that has to wait for its share of the portal is refused by its code; nothing else may be 5xx.
        if (status >= 500 && !(status === 503 && isBusy(text))) wrong.push(told)
        if (status === 200 && one.path.startsWith('/hook/robot/')) taken.add(tokenIn(one))
        if (status === 200 && one.path === '/hook/event') wrong.push(told)
        // 431: an address too long to be read at all, refused before anything of ours.
        if (status >= 400 && status !== 431 && one.path.startsWith('/api/') && !statesWhy(text)) wrong.push(told)
      }
    }))
    held.push(await kept())
  }
  agent.destroy()
  console.log([...statuses].sort().map(([status, times]) => `${status}: ${times}`).join(', '))
  expect(wrong.slice(0, 5)).toEqual([])
  // What was acknowledged is stored, each once; some of it really was taken, and by far the most was refused.
  expect(taken.size).toBeGreaterThan(count / 200)
  expect(statuses.get(400) ?? 0).toBeGreaterThan(count / 10)
  await until('every acknowledged call is in the journal', async () => (await arrived(administrator)) === taken.size)
  const megabytes = held.map((bytes) => bytes / 1024 / 1024)
  console.log(`held after each tenth, MB: ${megabytes.map((one) => one.toFixed(1)).join(' ')}`)
  // The first half warms up: what is compiled, cached and pooled. After that a request leaves nothing behind, not even a key in a table.
  const later = ((held[10] ?? 0) - (held[5] ?? 0)) / (count / 2)
  expect(later).toBeLessThan(50 + 3_000_000 / (count / 2))
  expect(house.appLog()).not.toContain(frame.form['APPLICATION_TOKEN'])
  // The installation is the same, and still answers.
  expect((await administrator.app('installation.show', {})).token).toBe('valid')
})
