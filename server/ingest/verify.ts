/** Whether a call comes from the portal it names: its application token against the hash that the installation proved. Pure. */
import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../runs/chance.ts'

export type Verdict = 'ok' | 'unknown_portal' | 'forged'

/** Both are hexadecimal SHA-256. */
export function sameHash(one: string, other: string): boolean {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** @param known hash of the installed portal's application token; undefined: no such portal; null: it is not known yet */
export function verify(known: string | null | undefined, applicationToken: string): Verdict {
  // Compared even where there is nothing to compare with, so that the time taken does not tell which portals are ours.
  const same = sameHash(known ?? sha256('nobody'), sha256(applicationToken))
  if (known === undefined) return 'unknown_portal'
  return known !== null && same ? 'ok' : 'forged'
}
