/** How many requests a distribution takes, counted at the portal, for all sizes of visits and pools. */
import { callTemplate } from '../../domain/call-data.ts'
import { openAppAndPortals } from './app-and-portals.ts'
import { addLinkedLead, allowed, directionCounts, distributeOnStage, makeDirections, poolSizes, requestsOfOne } from './distributing.ts'
import { head, row } from './report.ts'

/** Read before the first is taken, and a whole round of those that follow, twice. */
const [readFirst, rounds] = [3, 20]
// The row is of a warm process: the minute after its start is left out.
const house = await openAppAndPortals({ directions: 0, env: { CALLS_TRUSTED_AFTER_MS: '0' } })
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
  const told = await makeDirections(administrator, 38, 3)
  await distributeOnStage(administrator, told, false, callTemplate)
  const all: number[] = []
  while (all.length < readFirst + rounds) all.push(await requestsOfOne(portal, administrator, told.length, addLinkedLead(portal, administrator)))
  const warm = all.slice(readFirst)
  row(
    'requests of a distribution whose call tells the whole lead, pool of 38, nobody skipped',
    (warm.reduce((sum, one) => sum + one, 0) / rounds).toFixed(2),
    `mean of ${rounds} with 3 directions, after ${readFirst} that are read`,
    'about 1.1',
  )
} finally {
  await house.close()
}
