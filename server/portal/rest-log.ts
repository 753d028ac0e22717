/** The log of requests to portals that the marketplace asks for: a file a day, kept for some days, with names of methods and never a value. */
import { appendFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import type { Sent } from './watched.ts'

export interface RestLog {
  note(sent: Sent): void
  close(): Promise<void>
}

const folderName = 'rest-log'
const everyMs = 1000
const dayMs = 86_400_000
export const restLogFolder = (dataDir: string): string => join(dataDir, folderName)
export const fileOf = (moment: number): string => `${new Date(moment).toISOString().slice(0, 10)}.jsonl`

/** @param days today is one of them */
export function createRestLog(dataDir: string, days: number, now: () => number, log: Log): RestLog {
  const folder = restLogFolder(dataDir)
  let lines: string[] = []
  let file = ''
  let writing: Promise<void> = Promise.resolve()

  async function flush(): Promise<void> {
    const [text, today] = [lines.join(''), fileOf(now())]
    lines = []
    if (file !== today) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const oldest = fileOf(now() - (days - 1) * dayMs)
      for (const name of await readdir(folder)) if (name < oldest) await rm(join(folder, name))
      file = today
    }
    if (text !== '') await appendFile(join(folder, file), text, { mode: 0o600 })
  }
  // A full disk loses lines of this log, never a call or a run.
  const write = (): Promise<void> => (writing = writing.then(flush).catch((error: unknown) => log.warn({ error }, 'the log of requests could not be written')))
  // At once, so that a search before the first request finds nothing rather than no log.
  void write()
  const timer = setInterval(() => void write(), everyMs)
  timer.unref()
  return {
    note(sent) {
      lines.push(`${JSON.stringify({ at: new Date(now()).toISOString(), ...sent })}\n`)
    },
    async close() {
      clearInterval(timer)
      await write()
    },
  }
}
