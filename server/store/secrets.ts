/** Secrets by what they are for: sealed, so that a new key leaves what was signed and promised with them as it is. */
import type { Seal } from '../seal.ts'
import type { Db } from './open.ts'

export type SecretPurpose = 'chance' | 'visit-link'

export interface Secret {
  /** Milliseconds since 1970: what happens from then on has it, until the next one's moment. */
  readonly since: number
  readonly value: Buffer
}

export const aboutSecret = (purpose: string, since: number): string => `secret:${purpose}:${since}`

export function secretsIn(db: Db, seal: Seal) {
  return {
    /** The newest first. @param first is kept when none is there */
    async all(purpose: SecretPurpose, first: Buffer): Promise<[Secret, ...Secret[]]> {
      const rows = await db.selectFrom('secrets').selectAll().where('purpose', '=', purpose).orderBy('since', 'desc').execute()
      const [newest, ...earlier] = rows.map(({ since, value_sealed }): Secret => ({ since, value: Buffer.from(seal.open(value_sealed, aboutSecret(purpose, since)), 'base64url') }))
      if (newest) return [newest, ...earlier]
      await this.add(purpose, 0, first)
      return this.all(purpose, first)
    },

    /** A new one, unless one of that moment is there: several processes may do this at once. */
    async add(purpose: SecretPurpose, since: number, value: Buffer): Promise<void> {
      const value_sealed = seal.close(value.toString('base64url'), aboutSecret(purpose, since))
      await db.insertInto('secrets').values({ purpose, since, value_sealed }).onConflict((conflict) => conflict.columns(['purpose', 'since']).doNothing()).execute()
    },

    /** Whether the newest one was made, or sealed anew, under the present key. */
    async areOfThisKey(purpose: SecretPurpose): Promise<boolean> {
      const newest = await db.selectFrom('secrets').select('value_sealed').where('purpose', '=', purpose).orderBy('since', 'desc').limit(1).executeTakeFirst()
      return newest?.value_sealed.startsWith(seal.prefix) ?? false
    },
  }
}
