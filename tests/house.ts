/** A house for a story: the local portal and the app on free ports, a browserless person who presses what people press, and the ledger of both. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fairleadListing } from '../scripts/portal/app/listing.ts'
import { person, until, type Person } from '../scripts/person.ts'
import { startPortal, type Portal, type PortalOptions } from '../scripts/portal/portal.ts'
import type { VariantName } from '../scripts/portal/variants.ts'
import { freePort } from '../scripts/free-port.ts'
import { variantsOfStory } from './variants-of-story.ts'

export { acceptSuggestions, install, Refused, until, type Person } from '../scripts/person.ts'

const root = resolve(import.meta.dirname, '..')

/** Grace and cap short enough for a story, in the order that the protocol demands: grace is longer than the cap. */
export const quick = { REQUEST_CAP_MS: '2000', GRACE_MS: '2500' } as const
/** For the app of a story that counts requests: what a busy machine answers late is no lost answer, which would be looked up. */
export const patient = { REQUEST_CAP_MS: '20000', GRACE_MS: '21000' } as const

export interface House {
  readonly portal: Portal
  /** What this portal does the other way; for a story that counts requests. */
  readonly variants: ReadonlySet<VariantName>
  /** Requests more that a distribution takes here: where numbers in texts stay as they are, task and links are written once the deals have theirs. */
  readonly moreRequests: 0 | 1
  /** How a process of this portal writes a person. */
  readonly inProcess: (userId: number) => string
  readonly appUrl: string
  /** Where the embedded database lies, for a story that needs a past. */
  readonly dataDir: string
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

function memoryOf(pid: number | undefined): number | null {
  const status = `/proc/${pid ?? 0}/status`
  const kilobytes = existsSync(status) ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}

/** What a house has said in its whole life, whatever the story: our own words are English, so a letter of another script was somebody's name or text. */
function mustTellNothing(log: string, portals: readonly Portal[]): void {
  const told = [/.{0,80}[а-яё].{0,40}/i.exec(log)?.[0], /.{0,80}\+7\d{10}/.exec(log)?.[0]].filter((one) => one !== undefined)
  for (const { access, refresh } of portals.flatMap(({ state }) => state.tokens)) if (log.includes(access) || log.includes(refresh)) told.push('a token of a portal')
  if (told.length > 0) throw new Error(`the log tells what it must not: ${told.join('; ')}`)
}

export async function openHouse(options: { entry?: 'main' | 'supervise'; portal?: Partial<PortalOptions>; app?: Record<string, string> } = {}): Promise<House> {
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
    const started = spawn(process.execPath, [`dist/server/${options.entry ?? 'main'}.mjs`], {
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
        ...quick,
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
    moreRequests: switchedOn.has('numeric-references-in-text-stay') ? 1 : 0,
    inProcess: (userId) => (switchedOn.has('users-without-prefix') ? String(userId) : `user_${userId}`),
    appUrl,
    dataDir,
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
      mustTellNothing(log, [portal, ...others])
    },
  }
}

export const lead = (id: number) => ({ kind: 'lead' as const, id })
export const deal = (id: number) => ({ kind: 'deal' as const, id })

export const newReportId = (): string => `rep_${randomBytes(10).toString('hex')}`
