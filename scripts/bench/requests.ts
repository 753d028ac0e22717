/** How many requests a distribution takes, counted at the portal, for all sizes of visits and pools. */
import { openAppAndPortals } from './app-and-portals.ts'
import { allowed, directionCounts, distributeOnStage, makeDirections, poolSizes, requestsOfOne } from './distributing.ts'
import { head, row } from './report.ts'

const house = await openAppAndPortals({ directions: 0 })
const [{ portal, administrator }] = house.places
try {
  head()
  for (const pool of poolSizes) {
    const all = await makeDirections(administrator, pool, Math.max(...directionCounts))
    for (const skip of [true, false]) {
      const taken: number[] = []
      for (const count of directionCounts) {
        await distributeOnStage(administrator, all.slice(0, count), skip)
        taken.push(await requestsOfOne(portal, administrator, count))
      }
      const most = directionCounts.map((count) => allowed(count, pool, skip))
      row(`requests of a distribution, pool of ${pool}, ${skip ? 'absent and clocked out skipped' : 'nobody skipped'}`, taken.join(' / '), `for ${directionCounts.join(' / ')} directions`, `at most ${most.join(' / ')}`)
    }
  }
} finally {
  await house.close()
}
