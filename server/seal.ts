/** Sealing with AES-256-GCM, and the separate keys that everything secret in this process derives from the one in the configuration. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export type Purpose = 'store' | 'session' | 'chance' | 'visit-link'
export const deriveKey = (sealKey: Buffer, purpose: Purpose): Buffer => Buffer.from(hkdfSync('sha256', sealKey, 'fairlead', purpose, 32))

export interface Seal {
  /** @param about what the text belongs to: a sealed text moved to another place does not open */
  close(text: string, about: string): string
  /** @throws Error when it was changed, moved or sealed with another key */
  open(sealed: string, about: string): string
}

const ivLength = 12
const tagLength = 16

export function createSeal(key: Buffer): Seal {
  return {
    close(text, about) {
      const iv = randomBytes(ivLength)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      cipher.setAAD(Buffer.from(about))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < ivLength + tagLength) throw new Error('sealed text is too short')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength))
      decipher.setAAD(Buffer.from(about))
      decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
      return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString('utf8')
    },
  }
}
