/** Sealing with AES-256-GCM, by keys that are replaced now and then: each text says which one it was sealed with. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

export type Purpose = 'store' | 'session' | 'chance' | 'visit-link'
export const deriveKey = (sealKey: Uint8Array, purpose: Purpose): Buffer => Buffer.from(hkdfSync('sha256', sealKey, 'fairlead', purpose, 32))

/** The first one is in use, the others are still accepted. */
export type SealKeys = readonly [Uint8Array, ...Uint8Array[]]

export interface Seal {
  /** What every text begins with that the present key has sealed. */
  readonly prefix: string
  /** @param about what the text belongs to: a sealed text moved to another place does not open */
  close(text: string, about: string): string
  /** @throws Error when it was changed, moved or sealed with a key that is not at hand */
  open(sealed: string, about: string): string
}

const ivLength = 12
const tagLength = 16
/** Says nothing of the key, and is in no other text that we seal: base64url has no dot. */
const prefixOf = (key: Buffer): string => `${createHash('sha256').update('fairlead key').update(key).digest('hex').slice(0, 8)}.`

export const sealFor = ([key, ...earlier]: SealKeys, purpose: Purpose): Seal => createSeal(deriveKey(key, purpose), ...earlier.map((one) => deriveKey(one, purpose)))

export function createSeal(key: Buffer, ...earlier: Buffer[]): Seal {
  const prefix = prefixOf(key)
  const keys = new Map([key, ...earlier].map((one) => [prefixOf(one), one]))
  return {
    prefix,
    close(text, about) {
      const iv = randomBytes(ivLength)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      cipher.setAAD(Buffer.from(about))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return prefix + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, about) {
      const named = sealed.slice(0, prefix.length)
      // Texts of the time when there was one key name none.
      const right = named.endsWith('.') ? keys.get(named) : (earlier.at(-1) ?? key)
      if (right === undefined) throw new Error('sealed with a key that is neither SEAL_KEY nor among SEAL_KEYS_OLD')
      const bytes = Buffer.from(named.endsWith('.') ? sealed.slice(prefix.length) : sealed, 'base64url')
      if (bytes.length < ivLength + tagLength) throw new Error('sealed text is too short')
      const decipher = createDecipheriv('aes-256-gcm', right, bytes.subarray(0, ivLength))
      decipher.setAAD(Buffer.from(about))
      decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
      return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString('utf8')
    },
  }
}
