/** A house for a story: the local portal and the app on free ports, a browserless person who presses what people press, and the ledger of both. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { contract, PageContext, type Answer, type Input, type QuestionName } from '../domain/contract.ts'
import { fairleadListing } from '../scripts/portal/listing.ts'
import { startPortal, type Portal, type PortalOptions } from '../scripts/portal/portal.ts'
import type { FrameOpening, SiteApi } from '../scripts/portal/site-contract.ts'
import { freePort } from './free-port.ts'
import type { VariantName } from '../scripts/portal/variants.ts'
import { variantsOfStory } from './variants-of-story.ts'

const root = resolve(import.meta.dirname, '..')

/** Grace and cap short enough for a story, in the order that the protocol demands: grace is longer than the cap. */
const capMs = 1000
const graceMs = 1500

export interface House {
  readonly portal: Portal
  /** What this portal does the other way; for a story that counts requests. */
  readonly variants: ReadonlySet<VariantName>
  /** How a process of this portal writes a person. */
  readonly inProcess: (userId: number) => string
  readonly appUrl: string
  readonly appLog: () => string
  /** Resident memory of the app, in bytes; null where the machine does not tell. */
  readonly appMemory: () => number | null
  /** A person of the portal, or of another one, by user id. */
  as(userId: number, at?: Portal): Person
  /** One more portal whose market has the app; the app must be told of its OAuth server. */
  anotherPortal(): Promise<Portal>
  /** Restarts the app on the same data. */
  startApp(env?: Record<string, string>): Promise<void>
  /** One more app process on the same data, at an address of its own. */
  startAnother(env?: Record<string, string>): Promise<Another>
  /** For a process that pauses itself, as at `STOP_AT`. */
  signalApp(signal: NodeJS.Signals): void
  /** Waits until the app has ended by itself, as at a crash point. */
  appGone(): Promise<void>
  stopApp(signal?: NodeJS.Signals): Promise<void>
  close(): Promise<void>
}

export interface Another {
  readonly url: string
  kill(signal: NodeJS.Signals): void
  close(): Promise<void>
}

export interface Person {
  readonly userId: number
  site<Q extends keyof SiteApi>(name: Q, ask: SiteApi[Q]['ask']): Promise<SiteApi[Q]['answer']>
  /** Opens one of the app's pages as the portal's frame does and gives what the page was told. */
  open(tab?: { placement: string; title: string; id: number }): Promise<{ context: PageContext; frame: FrameOpening }>
  /** Asks the app with a session opened from a frame. */
  app<Q extends QuestionName>(name: Q, input: Input<Q>): Promise<Answer<Q>>
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${status} ${code} ${detail}`)
  }
}

function memoryOf(pid: number | undefined): number | null {
  const status = `/proc/${pid ?? 0}/status`
  const kilobytes = existsSync(status) ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}

export async function openHouse(options: { entry?: 'server/main.ts' | 'server/supervise.ts'; portal?: Partial<PortalOptions>; app?: Record<string, string> } = {}): Promise<House> {
  const [appPort, portalPort] = [await freePort(), await freePort()]
  const appUrl = `http://127.0.0.1:${appPort}`
  const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-story-'))
  const [clientId, clientSecret] = ['app.0123456789abcd.12345678', randomBytes(16).toString('hex')]
  const listing = fairleadListing(appUrl, clientId, clientSecret)
  const chosen = options.portal?.variants ?? (await variantsOfStory())
  const switchedOn = new Set(chosen)
  const portal = await startPortal({
    port: portalPort,
    listing,
    allowLocalHandlers: true,
    variants: chosen,
    ...options.portal,
  })
  const sealKey = randomBytes(32).toString('base64')
  const others: Portal[] = []
  let child: ChildProcess | null = null
  let log = ''

  const launch = async (url: string, env: Record<string, string>, begun: (process: ChildProcess) => void): Promise<void> => {
    const started = spawn(process.execPath, ['--import', 'tsx', options.entry ?? 'server/main.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: String(appPort),
        APP_URL: appUrl,
        DATA_DIR: dataDir,
        CLIENT_ID: clientId,
        CLIENT_SECRET: clientSecret,
        SEAL_KEY: sealKey,
        OAUTH_TOKEN_URLS: portal.oauthTokenUrl,
        ALLOW_LOCAL_PORTALS: '1',
        REQUEST_CAP_MS: String(capMs),
        GRACE_MS: String(graceMs),
        LOG_LEVEL: 'info',
        ...options.app,
        ...env,
      },
    })
    begun(started)
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (text: Buffer) => (log += text.toString()))
    await until('the app is ready', async () => {
      if (started.exitCode !== null || started.signalCode !== null) throw new Error(`the app ended:\n${log}`)
      return (await fetch(`${url}/readyz`).catch(() => null))?.ok === true
    })
  }
  const startApp = (env: Record<string, string> = {}): Promise<void> => launch(appUrl, env, (started) => (child = started))
  const gone = async (running: ChildProcess | null): Promise<void> => {
    if (running && running.exitCode === null && running.signalCode === null) await new Promise((done) => running.once('exit', done))
  }
  const appGone = (): Promise<void> => gone(child)
  const startAnother = async (env: Record<string, string> = {}): Promise<Another> => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    let started: ChildProcess | null = null
    await launch(url, { PORT: String(port), ...env }, (begun) => (started = begun))
    const kill = (signal: NodeJS.Signals): void => void started?.kill(signal)
    return {
      url,
      kill,
      async close() {
        kill('SIGTERM')
        await gone(started)
      },
    }
  }
  const stopApp = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    child?.kill(signal)
    await appGone()
  }

  await startApp()
  return {
    portal,
    variants: switchedOn,
    inProcess: (userId) => (switchedOn.has('users-without-prefix') ? String(userId) : `user_${userId}`),
    appUrl,
    appLog: () => log,
    appMemory: () => memoryOf(child?.pid),
    as: (userId, at = portal) => person(userId, at, appUrl),
    async anotherPortal() {
      const another = await startPortal({ port: 0, listing, variants: chosen, ...options.portal })
      others.push(another)
      return another
    },
    startApp,
    startAnother,
    signalApp: (signal) => void child?.kill(signal),
    appGone,
    stopApp,
    async close() {
      await stopApp()
      for (const one of [portal, ...others]) await one.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function person(userId: number, portal: Portal, appUrl: string): Person {
  let session: string | null = null

  const site: Person['site'] = async (name, ask) => {
    const answer = await fetch(`${portal.url}/site/api/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Acting-User': String(userId), 'X-Language': 'ru' },
      body: JSON.stringify(ask),
    })
    const body = (await answer.json()) as { error?: string; detail?: string }
    if (!answer.ok) throw new Refused(answer.status, body.error ?? '', body.detail ?? '')
    return body as never
  }

  const open: Person['open'] = async (tab) => {
    let bindingId: number | null = null
    if (tab) {
      const shown = tab.placement.startsWith('CRM_LEAD') ? await site('lead.show', { id: tab.id }) : await site('deal.show', { id: tab.id })
      const found = shown.tabs.find((one) => one.placement === tab.placement && one.title === tab.title)
      if (!found) throw new Error(`no tab «${tab.title}» at ${tab.placement}`)
      bindingId = found.bindingId
    }
    const frame = await site('frame.open', { bindingId, options: tab ? { ID: String(tab.id) } : {} })
    const page = await fetch(frame.action, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(frame.form) })
    if (!page.ok) throw new Refused(page.status, 'page', frame.action)
    const written = /<script type="application\/json" id="context">([\s\S]*?)<\/script>/.exec(await page.text())
    return { context: PageContext.parse(JSON.parse(written?.[1] ?? 'null')), frame }
  }

  const app: Person['app'] = async (name, input) => {
    if (contract[name].access !== 'anyone' && session === null) {
      const { context, frame } = await open()
      session = (await ask('session.open', { memberId: context.memberId, accessToken: String(frame.initData['AUTH_ID']) })).session
    }
    return ask(name, input)
  }
  const ask: Person['app'] = async (name, input) => {
    const answer = await fetch(`${appUrl}/api/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(session ? { Authorization: `Bearer ${session}` } : {}) },
      body: JSON.stringify(input),
    })
    const body = (await answer.json()) as { error?: string; detail?: string }
    if (!answer.ok) throw new Refused(answer.status, body.error ?? '', body.detail ?? '')
    return contract[name].output.parse(body) as never
  }
  return { userId, site, open, app }
}

export const lead = (id: number) => ({ kind: 'lead' as const, id })
export const deal = (id: number) => ({ kind: 'deal' as const, id })

/** Asks again until it is so; a story says what it waits for. */
export async function until(what: string, so: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    if (await so()) return
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error(`not within ${withinMs} ms: ${what}`)
}

/** Installs the app as an administrator's browser does: market, install page, progress, finish. */
export async function install(administrator: Person): Promise<void> {
  await administrator.site('market.install', {})
  const { context, frame } = await administrator.open()
  const ticket = context.ticket ?? ''
  await until('the installation is registered', async () => {
    const { state, problem } = await administrator.app('install.progress', { ticket })
    if (state === 'failed') throw new Error(`installation failed: ${problem}`)
    return state === 'done'
  })
  await administrator.site('frame.installFinish', { appSid: frame.appSid, finished: true })
}

/** Accepts the directions that the panel suggests. */
export async function acceptSuggestions(administrator: Person): Promise<Answer<'directions.list'>['directions']> {
  const { suggestions } = await administrator.app('directions.suggest', {})
  for (const suggestion of suggestions) {
    await administrator.app('directions.save', { ...suggestion, fieldDefaults: {}, id: null, version: null })
  }
  return (await administrator.app('directions.list', {})).directions
}

export const newReportId = (): string => `rep_${randomBytes(10).toString('hex')}`
