/** How many requests a distribution takes, counted at the portal, for all sizes of visits and pools. */
import { randomBytes } from 'node:crypto'
import { freePort } from '../free-port.ts'
import { acceptSuggestions, install, person } from '../person.ts'
import { fairleadListing } from '../portal/listing.ts'
import { startPortal } from '../portal/portal.ts'
import { startApp } from '../storm/app-process.ts'
import { allowed, directionCounts, distributeOnStage, growPools, makeDirections, poolSizes, requestsOfOne } from './distributing.ts'
import { head, row } from './report.ts'

const url = `http://127.0.0.1:${await freePort()}`
const [clientId, clientSecret] = ['app.0123456789abcd.12345678', randomBytes(16).toString('hex')]
const portal = await startPortal({ port: 0, listing: fairleadListing(url, clientId, clientSecret), limits: false, grow: growPools })
const app = await startApp(url, {
  CLIENT_ID: clientId,
  CLIENT_SECRET: clientSecret,
  SEAL_KEY: randomBytes(32).toString('base64'),
  OAUTH_TOKEN_URLS: portal.oauthTokenUrl,
  ALLOW_LOCAL_PORTALS: '1',
  LOG_LEVEL: 'error',
})
try {
  const administrator = person(1, portal, url)
  await install(administrator)
  await acceptSuggestions(administrator)
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
      row(`requests of a distribution, pool of ${pool}, ${skip ? 'absent and clocked out skipped' : 'nobody skipped'}`, taken.join(' / '), `for ${directionCounts.join(' / ')} directions`, most.join(' / '))
    }
  }
} finally {
  await app.stop()
  await portal.close()
}
