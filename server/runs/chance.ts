/** Chance and marks: a seed for what is decided, streams of words from that seed, and hashes bound to the portal. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { DirectionId, MemberId, RunId } from '../../domain/ids.ts'
import { randomFrom, type Random } from '../../domain/random.ts'

/** Lower-case hexadecimal, 64 characters. The same identity has the same seed, whatever run asks and however often. */
export const seedOf = (key: Buffer, memberId: MemberId, identity: string): string => createHmac('sha256', key).update(`${memberId}\n${identity}`).digest('hex')

/** Words of HMAC-SHA256(seed, purpose | counter), eight a block, big-endian. */
export function randomOf(seed: string, purpose: string): Random {
  const key = Buffer.from(seed, 'hex')
  let counter = 0
  let block = Buffer.alloc(0)
  let offset = 0
  return randomFrom(() => {
    if (offset >= block.length) {
      block = createHmac('sha256', key).update(`${purpose}|${counter++}`).digest()
      offset = 0
    }
    const word = block.readUInt32BE(offset)
    offset += 4
    return word
  })
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

export function base32(bytes: Uint8Array): string {
  let text = ''
  let value = 0
  let bits = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(value >>> bits) & 31]
    }
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text
}

/** First 26 characters of base32 of SHA-256 over the portal's id and the text. */
export const hashOf = (memberId: MemberId, text: string): string =>
  base32(createHash('sha256').update(`${memberId}\n${text}`).digest()).slice(0, 26)

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

let lastMoment = 0
let sameMoment = 0

/** Ids in order of arrival: the moment, a counter within it, then chance; so a portal's line is sorted by id alone. */
export function newRunId(now: number): RunId {
  // A clock that was set back must not put a later arrival in front.
  if (now > lastMoment) {
    lastMoment = now
    sameMoment = 0
  } else sameMoment++
  const order = lastMoment.toString(36).padStart(9, '0') + sameMoment.toString(36).padStart(4, '0')
  return `run_${order}${base32(randomBytes(5))}` as RunId
}

export const newDirectionId = (): DirectionId => `dir_${base32(randomBytes(8)).slice(0, 12)}` as DirectionId
