/** The built app as one process, and local portals in ours where it is installed and distributes on a stage. */
import { randomBytes } from 'node:crypto'
import { freePort } from '../free-port.ts'
import { install, person, type Person } from '../person.ts'
import { fairleadListing, type Listing } from '../portal/app/listing.ts'
import { startPortal, type Portal, type PortalOptions } from '../portal/portal.ts'
import { startApp, type AppProcess } from '../storm/app-process.ts'
import { growPools, makeDirections, type PoolSize } from './distributing.ts'

export interface Place {
  readonly portal: Portal
  readonly administrator: Person
  /** Directions that draw from the pool. */
  readonly directions: readonly string[]
}

export interface AppAndPortals {
  readonly url: string
  readonly listing: Listing
  readonly app: AppProcess
  readonly places: readonly [Place, ...Place[]]
  close(): Promise<void>
}

export interface Wanted {
  readonly portals?: Partial<PortalOptions>[]
  readonly pool?: PoolSize
  readonly directions?: number
  readonly env?: Readonly<Record<string, string>>
}

export async function openAppAndPortals({ portals = [{}], pool = 10, directions = 3, env = {} }: Wanted): Promise<AppAndPortals> {
  const url = `http://127.0.0.1:${await freePort()}`
  const [clientId, clientSecret] = ['app.0123456789abcd.12345678', randomBytes(16).toString('hex')]
  const listing = fairleadListing(url, clientId, clientSecret)
  const started: Portal[] = []
  for (const options of portals) started.push(await startPortal({ port: 0, listing, limits: false, grow: growPools, ...options }))
  const app = await startApp(url, {
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    SEAL_KEY: randomBytes(32).toString('base64'),
    OAUTH_TOKEN_URLS: started.map(({ oauthTokenUrl }) => oauthTokenUrl).join(','),
    ALLOW_LOCAL_PORTALS: '1',
    LOG_LEVEL: 'error',
    ...env,
  })
  const close = async (): Promise<void> => {
    await app.stop()
    for (const portal of started) await portal.close()
  }
  try {
    const places: Place[] = []
    for (const portal of started) {
      const administrator = person(1, portal, url)
      await install(administrator)
      // The company structure is in store from here on.
      await administrator.app('directions.suggest', {})
      places.push({ portal, administrator, directions: await makeDirections(administrator, pool, directions) })
    }
    return { url, listing, app, places: places as [Place, ...Place[]], close }
  } catch (error) {
    await close()
    throw error
  }
}
