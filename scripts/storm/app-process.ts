/** The application as a process of its own, for a while. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { until } from '../person.ts'

const root = resolve(import.meta.dirname, '../..')

export interface AppProcess {
  log(): string
  running(): boolean
  stop(): Promise<void>
}

/** @param env its settings; the folder for its data is made here and removed in the end */
export async function startApp(appUrl: string, env: Readonly<Record<string, string>>): Promise<AppProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-storm-'))
  const child = spawn(process.execPath, ['dist/server/main.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: new URL(appUrl).port, APP_URL: appUrl, DATA_DIR: dataDir, ...env },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (log += text.toString()))
  const running = () => child.exitCode === null && child.signalCode === null
  await until('the app is ready', async () => {
    if (!running()) throw new Error(`the app ended:\n${log}`)
    return (await fetch(`${appUrl}/readyz`).catch(() => null))?.ok === true
  })
  return {
    log: () => log,
    running,
    async stop() {
      child.kill('SIGTERM')
      if (running()) await new Promise((done) => child.once('exit', done))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
