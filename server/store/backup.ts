/** Copies of a SQLite file: made while the app runs, put back while it does not. */
import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { sqliteName, type Db } from './open.ts'

/** A copy as of one moment, checked. Writers go on meanwhile. @throws Error when there is something at `target` */
export function backUp(dataDir: string, target: string): void {
  if (existsSync(target)) throw new Error(`${target} is there already`)
  const file = new Database(join(dataDir, sqliteName), { fileMustExist: true })
  try {
    file.pragma('busy_timeout = 30000')
    file.prepare('vacuum into ?').run(target)
  } finally {
    file.close()
  }
  chmodSync(target, 0o600)
  flush(target)
  check(target)
}

/** @throws Error when the copy is damaged or somebody uses the file. @returns where the file that was there is kept, or null */
export function putBack(copy: string, dataDir: string): string | null {
  check(copy)
  const place = join(dataDir, sqliteName)
  mustBeIdle(dataDir)
  const fresh = `${place}.restoring`
  copyFileSync(copy, fresh)
  chmodSync(fresh, 0o600)
  flush(fresh)
  let kept: string | null = null
  if (existsSync(place)) {
    for (let number = 1; kept === null || existsSync(kept); number++) kept = `${place}.before-restore-${number}`
    renameSync(place, kept)
  }
  for (const rest of ['-wal', '-shm']) rmSync(`${place}${rest}`, { force: true })
  renameSync(fresh, place)
  flush(dirname(place))
  return kept
}

/**
 * What was planned when the copy was made may have been sent since: whatever can be looked up at the portal is looked up before it is sent.
 * @returns how many effects that concerns
 */
export async function doubtWhatWasPlanned(db: Db): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('effects')
    .set((set) => ({ state: 'doubtful', sent_at: 0, checks: 0, attempt: set('attempt', '+', 1) }))
    .where('state', 'in', ['planned', 'sent'])
    .where('mark', 'is not', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** @throws Error when another process has the file open: leaving the write-ahead log needs the file for oneself */
export function mustBeIdle(dataDir: string): void {
  const place = join(dataDir, sqliteName)
  if (!existsSync(place)) return
  const file = new Database(place)
  try {
    file.pragma('busy_timeout = 0')
    file.pragma('journal_mode = DELETE')
  } catch {
    throw new Error('Fairlead is running on this data; stop it first')
  } finally {
    file.close()
  }
}

function check(path: string): void {
  const file = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const found = file.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw new Error(`${path} is damaged: ${String(found)}`)
    if (file.prepare(`select count(*) as found from sqlite_master where name = 'runs'`).pluck().get() !== 1) throw new Error(`${path} is no database of Fairlead`)
  } finally {
    file.close()
  }
}

function flush(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
