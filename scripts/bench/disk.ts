/** What this machine's disk itself takes to keep what a commit writes. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const bytes = Buffer.alloc(100 * 1024, 1)
/** As a write-ahead log is: written over and over. */
const places = 40

/** @returns milliseconds of one flush, half of them and all but one in a hundred */
export function flushes(count: number): { p50: number; p99: number } {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-disk-'))
  const file = openSync(join(folder, 'log'), 'w')
  const took: number[] = []
  for (let index = 0; index < places + count; index++) {
    writeSync(file, bytes, 0, bytes.length, (index % places) * bytes.length)
    const began = performance.now()
    fdatasyncSync(file)
    if (index >= places) took.push(performance.now() - began)
  }
  closeSync(file)
  rmSync(folder, { recursive: true })
  took.sort((a, b) => a - b)
  return { p50: took[Math.floor(count / 2)] ?? NaN, p99: took[Math.floor(count * 0.99)] ?? NaN }
}
