/** A disk that loses power or has no room: built from `disk.c`, put under a process by its environment; what was not synced is taken back here. */
import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, ftruncateSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const source = join(import.meta.dirname, 'disk.c')
const suffix = '.unsynced'
/** `struct head` and `struct record`. */
const headBytes = 16
const recordBytes = 32
const failsAt = 4
/** A disk writes its sectors in any order, each whole or not at all. */
const sector = 512

const hasCompiler = (): boolean => {
  try {
    return execFileSync('cc', ['--version'], { stdio: 'pipe' }).length > 0
  } catch {
    return false
  }
}

/** Why power cannot be cut here; null: it can. With `CI=true` that is a failure, not a skip. */
export const noDisk: string | null = process.platform !== 'linux' ? 'LD_PRELOAD needs Linux' : hasCompiler() ? null : 'there is no C compiler (cc)'
if (noDisk !== null && process.env['CI'] === 'true') throw new Error(`With CI=true power must be cut: ${noDisk}`)

/** Puts the disk under whatever is started with this environment. @param folder where it is built */
export function buildDisk(folder: string): Readonly<Record<string, string>> {
  const library = join(folder, 'disk.so')
  execFileSync('cc', ['-O2', '-shared', '-fPIC', '-Wall', '-Werror', '-o', library, source, '-ldl'], { stdio: 'pipe' })
  return { LD_PRELOAD: library }
}

interface Write {
  readonly offset: number
  readonly size: number
  readonly old: Buffer
  readonly fresh: Buffer
}

function journalOf(path: string): Write[] {
  const file = openSync(path, 'r')
  const read = (at: number, bytes: number): Buffer => {
    const into = Buffer.alloc(bytes)
    readSync(file, into, 0, bytes, at)
    return into
  }
  try {
    const end = headBytes + Number(read(8, 8).readBigUInt64LE())
    const writes: Write[] = []
    for (let at = headBytes; at < end; ) {
      const record = read(at, recordBytes)
      const [offset, size, old, fresh] = [0, 8, 16, 24].map((place) => Number(record.readBigUInt64LE(place))) as [number, number, number, number]
      writes.push({ offset, size, old: read(at + recordBytes, old), fresh: read(at + recordBytes + old, fresh) })
      at += recordBytes + old + fresh
    }
    return writes
  } finally {
    closeSync(file)
  }
}

/**
 * Gives the databases of a folder the contents that a disk has after its power went; for when every process that had them open is dead.
 * @param survives whether a sector that was written and not synced is on the disk all the same
 * @returns bytes that were written and not synced
 */
export function cutPower(folder: string, survives: () => boolean): number {
  let unsynced = 0
  for (const name of readdirSync(folder).filter((one) => one.endsWith(suffix))) {
    const path = join(folder, name.slice(0, -suffix.length))
    const writes = journalOf(join(folder, name))
    rmSync(join(folder, name))
    if (!existsSync(path)) continue
    const file = openSync(path, 'r+')
    for (const { offset, size, old, fresh } of writes.toReversed()) {
      writeSync(file, old, 0, old.length, offset)
      ftruncateSync(file, size)
      unsynced += fresh.length
    }
    for (const { offset, fresh } of writes) {
      for (let at = 0; at < fresh.length; at += sector) if (survives()) writeSync(file, fresh, at, Math.min(sector, fresh.length - at), offset + at)
    }
    closeSync(file)
  }
  // Shared memory, which no machine keeps.
  for (const name of readdirSync(folder).filter((one) => one.endsWith('-shm'))) rmSync(join(folder, name))
  return unsynced
}

/** From now on every write there finds no room, or every sync fails; null: all is well again. */
export function failDisk(folder: string, how: 'ENOSPC' | 'EIO' | null): void {
  const fails = Buffer.alloc(4)
  fails.writeInt32LE(how === null ? 0 : how === 'ENOSPC' ? 28 : 5)
  for (const name of readdirSync(folder).filter((one) => one.endsWith(suffix))) {
    const file = openSync(join(folder, name), 'r+')
    writeSync(file, fails, 0, 4, failsAt)
    closeSync(file)
  }
}
