/** How much of what a portal allows is used in a hundred thousand requests, and how often it has to refuse. */
import { head, row, shown } from './report.ts'
import { cloudCost, sustain } from './sustain.ts'

head()
for (const [what, deals, seconds] of [
  ['3 cheap deals each', 3, () => 0.05],
  ['3 deals each', 3, cloudCost],
  ['5 deals each', 5, cloudCost],
  ['10 deals each', 10, cloudCost],
] as const) {
  const { share, refused, bound, requests } = await sustain({ requests: 100_000, deals, seconds })
  const limit = bound === 'bucket' ? 'bucket' : 'operating time'
  row(`share of the portal’s ${limit} sustained, ${what}`, `${shown(share * 100)} %`, `${refused} refusals in ${shown(requests)} requests`, '95 % (99 %), 0 refusals')
}
