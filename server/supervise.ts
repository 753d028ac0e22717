/** Runs the receiver and the worker and starts anew whichever ends; `SIGUSR2` replaces the worker alone, as for a new version. */
import { fork, type ChildProcess, type SendHandle } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readConfig, type Config } from './config.ts'
import { holdPort, type HeldSocket } from './listening.ts'

/** What the two tell each other, and the receiver's question for its socket; everything passes through here. */
type Message = { readonly nudge: readonly string[] } | { readonly listening: string } | { readonly wants: 'socket' }
type Role = 'receiver' | 'worker'

const patienceMs = 15_000
const longestPauseMs = 5000
/** Beside this file, as a source or built. */
const main = fileURLToPath(import.meta.url).replace(/supervise(\.\w+)$/, 'main$1')

let held: HeldSocket | null
try {
  const { host, port }: Config = readConfig(process.env)
  held = await holdPort(host, port)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}

const children = new Map<Role, ChildProcess>()
let workerUrl: string | null = null
let stopping = false

function tell(role: Role, message: Message | { readonly workerAt: string | null } | { readonly socket: boolean }, handle?: SendHandle): void {
  const child = children.get(role)
  if (child?.connected) child.send(message, handle, () => undefined)
}

/** @param failures how often in a row it has ended before it got to work: only then a new start waits */
function run(role: Role, failures = 0): void {
  let works = false
  const child = fork(main, { env: { ...process.env, ROLE: role }, execArgv: process.execArgv })
  children.set(role, child)
  process.stdout.write(`${JSON.stringify({ msg: 'started', role, pid: child.pid })}\n`)
  child.on('message', (message: Message) => {
    works ||= 'listening' in message
    heard(role, message)
  })
  child.once('exit', (code, signal) => {
    children.delete(role)
    if (role === 'worker') tell('receiver', { workerAt: (workerUrl = null) })
    if (stopping) return
    process.stderr.write(`${JSON.stringify({ msg: 'a process ended and is started anew', role, code, signal })}\n`)
    setTimeout(() => run(role, works ? 0 : failures + 1), works || failures === 0 ? 0 : Math.min(longestPauseMs, 100 * 2 ** failures))
  })
}

function heard(role: Role, message: Message): void {
  if ('nudge' in message) tell('worker', message)
  else if ('wants' in message) tell(role, { socket: held !== null }, held?.handle)
  else if (role === 'worker') tell('receiver', { workerAt: (workerUrl = message.listening) })
  else {
    process.stdout.write(`${JSON.stringify({ url: message.listening })}\n`)
    if (children.has('worker')) tell('receiver', { workerAt: workerUrl })
    // The receiver brings the database up to date; the worker begins after it.
    else run('worker')
  }
}

async function end(role: Role): Promise<void> {
  const child = children.get(role)
  if (!child) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  const slow = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await gone
  clearTimeout(slow)
}

process.on('SIGUSR2', () => {
  tell('receiver', { workerAt: (workerUrl = null) })
  // New questions wait for the next worker from here on; the old one answers those that it has.
  setTimeout(() => void end('worker'), 100)
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stopping = true
    held?.close()
    // The receiver first: what it has acknowledged is durable, and nobody sends anything to a worker that leaves.
    void end('receiver')
      .then(() => end('worker'))
      .then(() => process.exit(0))
  })
}
run('receiver')
