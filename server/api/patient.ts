/** A page's questions to the portal, asked again where it stumbled: a person should not have to press for what a moment mends. */
import { setTimeout as sleep } from 'node:timers/promises'
import { PortalError } from '../portal/errors.ts'
import type { Portal } from '../portal/portal.ts'

/** Pauses before the second and the third try; milliseconds. Somebody is looking at the page meanwhile. */
const pauses = [300, 900]
/** The portal may tell us to come again later; longer than this nobody waits in front of a page. */
const longestMs = 2_000

/** Only for questions: what is written must not be sent twice. */
export function patient(portal: Portal, now: () => number): Portal {
  return {
    ...portal,
    async batch(commands, options) {
      for (const pause of pauses) {
        try {
          return await portal.batch(commands, options)
        } catch (error) {
          if (!(error instanceof PortalError) || error.kind !== 'later') throw error
          const wait = Math.max(pause, (error.again ?? 0) - now())
          if (wait > longestMs) throw error
          await sleep(wait)
        }
      }
      return portal.batch(commands, options)
    },
  }
}
