/** Application tokens of installed portals, remembered for a moment: a burst of calls asks the store once. */
import type { MemberId } from '../../domain/ids.ts'
import type { Store } from '../store/store.ts'

/** As `store.portals.applicationTokenHash`. */
export type KnownToken = (memberId: MemberId) => Promise<string | null | undefined>

/** How long a call may still be taken from a portal that another process has just uninstalled; its run is then never worked. */
const rememberedMs = 500

export function createKnownTokens(store: Store, now: () => number): KnownToken {
  const known = new Map<MemberId, { readonly hash: string; readonly until: number }>()
  return async (memberId) => {
    const remembered = known.get(memberId)
    if (remembered && remembered.until > now()) return remembered.hash
    const hash = await store.portals.applicationTokenHash(memberId)
    // A portal that is not known is asked about every time: it may be installed the next moment, and its call comes only once.
    if (hash) known.set(memberId, { hash, until: now() + rememberedMs })
    else known.delete(memberId)
    return hash
  }
}
