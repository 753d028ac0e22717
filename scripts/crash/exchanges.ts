/** Exchanges of a portal's tokens: a refresh token that was given for a new pair is given again only when whoever got that pair died, or never heard of it. */
import type { Portal } from '../portal/portal.ts'

/** @param kills moments at which a process was dead and all that it had sent was read, milliseconds since 1970 */
export function exchangedTwice({ url, exchanges }: Portal, kills: readonly number[]): string[] {
  return exchanges.flatMap((later, index) => {
    const earlier = exchanges.slice(0, index).findLast(({ spent }) => spent === later.spent)
    if (!earlier?.answered || kills.some((moment) => moment >= earlier.at && moment <= later.at)) return []
    const killedBefore = earlier.at - Math.max(...kills.filter((moment) => moment < earlier.at))
    return [`${url}: a refresh token was exchanged again after ${later.at - earlier.at} ms; the last kill was ${killedBefore} ms before the first exchange`]
  })
}
