/** Starts one process from its environment and stops it cleanly on a signal: the whole app, or its part under `supervise.ts`. */
import { z } from 'zod'
import { MemberId } from '../domain/ids.ts'
import { startServer } from './app.ts'
import { readConfig, type Config } from './config.ts'
import { startReceiver, type Receiver } from './receiver.ts'

let config: Config
try {
  config = readConfig(process.env)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}

const tell = (message: object): void => void process.send?.(message, undefined, undefined, () => undefined)
/** What the supervisor says; `socket` comes with the public port's, or alone where it has none. */
const Heard = z.union([z.object({ workerAt: z.string().nullable() }), z.object({ nudge: z.array(MemberId) }), z.object({ socket: z.boolean() })])
const onMessage = (heard: (message: z.infer<typeof Heard>, handle: unknown) => void): void => {
  process.on('message', (message, handle) => {
    const read = Heard.safeParse(message)
    if (read.success) heard(read.data, handle)
  })
  // Whoever started us is gone: nobody could stop us any more.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}

const nudged = new Set<MemberId>()
/** One word for all calls of a tick. */
function nudgeSoon(memberId: MemberId): void {
  if (nudged.size === 0) {
    setImmediate(() => {
      tell({ nudge: [...nudged] })
      nudged.clear()
    })
  }
  nudged.add(memberId)
}

async function start(): Promise<{ close(): Promise<void> }> {
  if (config.role === 'receiver') {
    let receiver: Receiver | null = null
    const socket = await new Promise<unknown>((given) => {
      onMessage((message, handle) => {
        if ('socket' in message) given(handle ?? null)
        // Said again once it listens.
        if ('workerAt' in message) receiver?.workerAt(message.workerAt)
      })
      if (process.send) tell({ wants: 'socket' })
      else given(null)
    })
    receiver = await startReceiver(config, nudgeSoon, socket)
    tell({ listening: config.appUrl ?? receiver.url })
    return receiver
  }
  const inner = config.role === 'worker'
  // Behind the receiver: any free port of this machine, since the public one is not ours.
  const server = await startServer(inner ? { ...config, port: 0, host: '127.0.0.1', appUrl: config.appUrl ?? `http://127.0.0.1:${config.port}` } : config)
  if (inner) {
    onMessage((message) => {
      if ('nudge' in message) message.nudge.forEach(server.nudge)
    })
    tell({ listening: server.url })
  } else process.stdout.write(`${JSON.stringify({ url: config.appUrl ?? server.url })}\n`)
  return server
}

const running = await start()

/** Longer than most turns; what a cut turn leaves open is settled by the next start. */
const patienceMs = 10_000
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(0), patienceMs).unref()
    void running.close().then(() => process.exit(0))
  })
}
