/** Chance and marks: secrets of periods, streams of words for single draws, and hashes bound to the portal. */
import { createHash, createHmac, hash } from 'node:crypto'
import type { DirectionId, MemberId, RunId } from '../../domain/ids.ts'
import type { Chance, DrawPeriod } from '../../domain/proof.ts'
import { randomFrom, type Random } from '../../domain/random.ts'
import { randomBytes } from '../random-bytes.ts'

/** A Monday, so that weeks begin where people expect it. */
const firstMonday = 4 * 86_400_000

/** The key of periods that begin at this moment. */
export type ChanceKey = (from: number) => Buffer

/** The period that a moment falls into, its secret still in it: derived from the key and kept nowhere. */
export function periodAt(key: ChanceKey, memberId: MemberId, lengthMs: number, moment: number): DrawPeriod & { readonly secret: string } {
  const from = firstMonday + Math.floor((moment - firstMonday) / lengthMs) * lengthMs
  return periodFrom(key, memberId, { from, until: from + lengthMs })
}

export function periodFrom(key: ChanceKey, memberId: MemberId, { from, until }: Pick<DrawPeriod, 'from' | 'until'>): DrawPeriod & { readonly secret: string } {
  const secret = createHmac('sha256', key(from)).update(`${memberId}\nperiod\n${from}\n${until}`).digest('hex')
  return { from, until, secret, commitment: sha256(Buffer.from(secret, 'hex')) }
}

/** Bound to the period's secret, the draw's name and what it chooses from; whoever asks, and however often, has the same. */
export const chanceOf =
  ({ secret, from, until, commitment }: ReturnType<typeof periodFrom>, at: number): Chance =>
  (draw, pool) => {
    const seed = createHmac('sha256', Buffer.from(secret, 'hex')).update(`${draw}\n${pool}`).digest('hex')
    return { seed, random: randomOf(seed, 'draw'), at, from, until, commitment }
  }

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

export const sha256 = (text: string | Uint8Array): string => hash('sha256', text)

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
