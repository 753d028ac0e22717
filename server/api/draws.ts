/** The portal's chain of draws: what is published of it, and all of it for whoever wants to check. */
import { MemberId } from '../../domain/ids.ts'
import type { House } from '../house.ts'
import { periodAt, periodFrom } from '../runs/chance.ts'
import type { Handlers } from './handlers.ts'

const pageLength = 2000

export function drawsHandlers({ store, chanceKey, config, now }: House): Pick<Handlers, 'draws.show' | 'draws.export'> {
  return {
    async 'draws.show'(_, { memberId }) {
      const current = periodAt(chanceKey, memberId, config.drawPeriodMs, now())
      const next = periodAt(chanceKey, memberId, config.drawPeriodMs, current.until)
      return { current: { ...current, secret: null }, next: { ...next, secret: null }, last: await store.draws.last(memberId) }
    },

    async 'draws.export'({ after }, { memberId }) {
      const moment = now()
      const draws = await store.draws.page(memberId, after, pageLength)
      const last = await store.draws.last(memberId)
      const current = periodAt(chanceKey, memberId, config.drawPeriodMs, moment)
      // Those to come are named too, so that an export kept by somebody shows what was promised before.
      const named = [...draws, current, periodAt(chanceKey, memberId, config.drawPeriodMs, current.until)]
      const periods = [...new Map(named.map((one) => [`${one.from}-${one.until}`, one])).values()].map((one) => {
        const { from, until: end, commitment, secret } = periodFrom(chanceKey, MemberId.parse(memberId), one)
        // With another key the secret would be another one: what was published then stands, and cannot be opened any more.
        return { from, until: end, commitment: one.commitment, secret: end <= moment && commitment === one.commitment ? secret : null }
      })
      return { format: 'fairlead-draws-1', portal: memberId, exportedAt: moment, periods, draws, last }
    },
  }
}
