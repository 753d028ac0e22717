/** A JPEG held against its own structure, and copied without everything that is not the picture: where and by what it was taken. */

export interface Jpeg {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

const startOfImage = 0xd8
const endOfImage = 0xd9
const startOfScan = 0xda
/** Baseline, extended and progressive: what browsers write and show. */
const frames = new Set([0xc0, 0xc1, 0xc2])
/** Tables, restart interval, JFIF's own header and Adobe's note on colours: without them the picture is another one. */
const needed = new Set([0xc4, 0xdb, 0xdd, startOfScan, 0xe0, 0xee, ...frames])
/** Application data and comments: Exif with place and camera, thumbnails, edits. */
const isTalk = (marker: number): boolean => (marker >= 0xe1 && marker <= 0xef) || marker === 0xfe
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/** @param most of the longer side, in pixels; @returns null where it is no JPEG, is cut short, or is larger */
export function plainJpeg(given: Uint8Array, most: number): Jpeg | null {
  if (given[0] !== 0xff || given[1] !== startOfImage) return null
  const kept: Uint8Array[] = [given.subarray(0, 2)]
  let size: { width: number; height: number } | null = null
  let scanned = false
  let at = 2
  while (given[at] === 0xff) {
    const marker = given[at + 1] ?? 0
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === endOfImage) {
      if (!size || !scanned) return null
      kept.push(given.subarray(at, at + 2))
      return { bytes: joined(kept), ...size }
    }
    if (!needed.has(marker) && !isTalk(marker)) return null
    const length = ((given[at + 2] ?? 0) << 8) | (given[at + 3] ?? 0)
    let end = at + 2 + length
    if (length < 2 || end > given.length) return null
    if (frames.has(marker)) {
      const [height, width] = [((given[at + 5] ?? 0) << 8) | (given[at + 6] ?? 0), ((given[at + 7] ?? 0) << 8) | (given[at + 8] ?? 0)]
      if (size || width < 1 || height < 1 || Math.max(width, height) > most) return null
      size = { width, height }
    }
    if (marker === startOfScan) {
      scanned = true
      end = scanEnd(given, end)
    }
    if (needed.has(marker)) kept.push(given.subarray(at, end))
    at = end
  }
  return null
}

/** The picture's data run to the next marker that is none of their own. */
function scanEnd(given: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    at = given.indexOf(0xff, at)
    if (at < 0) return given.length
    const next = given[at + 1] ?? 0
    if (next !== 0 && !isRestart(next) && next !== 0xff) return at
    at += next === 0xff ? 1 : 2
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
