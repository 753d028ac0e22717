/** The application as processes that are killed and come back: receiver and worker under their supervisor, or two whole ones behind a balancer. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createConnection, createServer } from 'node:net'
import { resolve } from 'node:path'
import { freePort } from '../free-port.ts'

const root = resolve(import.meta.dirname, '../..')

/** Processes that a kill may meet, each by a name. */
export interface Processes {
  /** Who is met next, by a number from 0 to 1. */
  victims(drawn: number): readonly string[]
  /** `kill -9`; resolves when it is gone. @returns false when it had ended already */
  kill(name: string): Promise<boolean>
  /** Whether all of them do their work. */
  ready(): Promise<boolean>
  /** False when what must never end has ended. */
  standing(): boolean
  log(): string
  stop(): Promise<void>
}

export type Environment = Readonly<Record<string, string>>
export const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null
export const answers = async (url: string): Promise<boolean> => (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => null))?.ok === true
/** Enough to read what happened last, not all that thousands of kills left. */
export const keptLog = 4_000_000

/** @param alone as the leader of a group, so that it can be killed together with what it has started */
export function start(entry: 'main' | 'supervise', env: Environment, heard: (text: string) => void, alone = false): ChildProcess {
  const child = spawn(process.execPath, [`dist/server/${entry}.mjs`], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: alone, env: { ...process.env, ...env } })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => heard(text.toString()))
  return child
}

export async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  if (isRunning(child)) await gone
}

async function killNow(pid: number | null | undefined): Promise<boolean> {
  if (pid === null || pid === undefined || !signal(pid, 'SIGKILL')) return false
  while (signal(pid, 0)) await new Promise((done) => setTimeout(done, 1))
  return true
}

/** @returns false: there is no such process (any more) */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

export function startSupervised(url: string, env: Environment): Processes {
  const pids = new Map<string, number>()
  let log = ''
  const supervisor = start('supervise', { ...env, PORT: new URL(url).port }, (text) => {
    log = (log + text).slice(-keptLog)
    for (const [, name = '', pid] of text.matchAll(/"msg":"started","role":"(\w+)","pid":(\d+)/g)) pids.set(name, Number(pid))
  })
  return {
    // The worker does most, so it is met most.
    victims: (drawn) => (drawn < 0.6 ? ['worker'] : drawn < 0.85 ? ['receiver'] : ['receiver', 'worker']),
    kill: (name) => killNow(pids.get(name)),
    ready: () => answers(url),
    standing: () => isRunning(supervisor),
    log: () => log,
    stop: () => end(supervisor),
  }
}

/** Whoever is killed is started anew by us, as another machine's supervisor would; the other one works on. */
export async function startTwo(url: string, env: Environment): Promise<Processes> {
  const urls = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`]
  const names = ['first', 'second']
  const children = new Map<string, ChildProcess>()
  let log = ''
  let stopping = false
  const run = (index: number): void => {
    const child = start('main', { ...env, PORT: new URL(urls[index] ?? '').port }, (text) => (log = (log + text).slice(-keptLog)))
    children.set(names[index] ?? '', child)
    child.once('exit', () => !stopping && run(index))
  }
  urls.forEach((_, index) => run(index))
  const balancer = await balance(url, urls)
  return {
    victims: (drawn) => [names[drawn < 0.5 ? 0 : 1] ?? ''],
    kill: (name) => killNow(children.get(name)?.pid),
    ready: async () => (await Promise.all(urls.map(answers))).every((is) => is),
    standing: () => true,
    log: () => log,
    async stop() {
      stopping = true
      await Promise.all([...children.values()].map(end))
      await balancer.close()
    },
  }
}

/** Connections in turn; who refuses one is passed over. */
async function balance(url: string, behind: readonly string[]): Promise<{ close(): Promise<void> }> {
  let turn = 0
  const server = createServer((client) => {
    const reach = (tries: number): void => {
      if (tries === behind.length) return void client.destroy()
      const upstream = createConnection(Number(new URL(behind[(turn += 1) % behind.length] ?? '').port), '127.0.0.1')
      upstream.once('error', () => reach(tries + 1))
      upstream.once('connect', () => {
        upstream.removeAllListeners('error')
        upstream.on('error', () => client.destroy())
        client.on('close', () => upstream.destroy())
        upstream.on('close', () => client.destroy())
        client.pipe(upstream).pipe(client)
      })
    }
    client.on('error', () => undefined)
    reach(0)
  })
  await new Promise<void>((done) => server.listen(Number(new URL(url).port), '127.0.0.1', done))
  return { close: () => new Promise((done) => server.close(() => done())) }
}
