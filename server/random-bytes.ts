/** Random bytes, asked of the system in portions: a call for every few of them costs more than what they are for. */
import { randomFillSync } from 'node:crypto'

const portion = Buffer.allocUnsafeSlow(4096)
let used = portion.length

/** @param count at most 4096; the bytes are the caller's own */
export function randomBytes(count: number): Buffer {
  if (used + count > portion.length) {
    randomFillSync(portion)
    used = 0
  }
  const bytes = Buffer.from(portion.subarray(used, used + count))
  // Nothing that was given away stays here.
  portion.fill(0, used, used + count)
  used += count
  return bytes
}
