/** Starts the server from its environment and stops it cleanly on a signal. */
import { startServer } from './app.ts'
import { readConfig, type Config } from './config.ts'

let config: Config
try {
  config = readConfig(process.env)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}

const server = await startServer(config)
process.stdout.write(`${JSON.stringify({ url: config.appUrl ?? server.url })}\n`)

/** Longer than most turns; what a cut turn leaves open is settled by the next start. */
const patienceMs = 10_000
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(0), patienceMs).unref()
    void server.close().then(() => process.exit(0))
  })
}
