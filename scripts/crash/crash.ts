/** Kills the application again and again while portals under a storm send it visits; in the end everything is counted at the portals. */
import { randomBytes } from 'node:crypto'
import { freePort } from '../free-port.ts'
import { until } from '../person.ts'
import { chances } from '../portal/weather/weather.ts'
import { look, problemsOf, touched, type Sight, type Visit } from '../storm/count.ts'
import { directionsOfVisit, keepVisiting, openPlaces, pause, prepare, told, visit, type Place } from '../storm/place.ts'
import { skewMs, stormRules } from '../portal/weather/storm-rules.ts'
import { exchangedTwice } from './exchanges.ts'
import { startMachine } from './machine.ts'
import { startSupervised, startTwo, type Processes } from './processes.ts'

export interface Crash {
  readonly kills: number
  /** Fewer kills when this is over before. */
  readonly minutes: number
  readonly seed: number
  readonly portals: number
  /** `parts`: receiver and worker under a supervisor, either or both; `processes`: two whole ones, one at a time; `power`: everything, and what was not synced. */
  readonly killed: 'parts' | 'processes' | 'power'
  /** PostgreSQL; null: SQLite in `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  /** Longest life of a process that has got to work, before the next kill. */
  readonly lifeMs: number
  readonly capMs: number
  readonly graceMs: number
  say(line: string): void
}

export interface Survived {
  readonly killed: Readonly<Record<string, number>>
  /** Kills that met a process which had not yet got to work. */
  readonly hurried: number
  readonly visits: number
  readonly acknowledged: number
  readonly distributed: number
  readonly requests: number
  readonly faults: number
  readonly exchanges: number
  readonly problems: readonly string[]
  readonly appLog: string
}

/** One in eight kills comes without waiting, so that starts are killed too. */
const hurry = 1 / 8
const hurriedMs = 600
const longestLifeMs = 5_000
/** Between two visits, of whichever portal: more would only measure how busy this machine is. */
const breathMs = 200

export async function crash(options: Crash): Promise<Survived> {
  const { seed, graceMs, say } = options
  const url = `http://127.0.0.1:${await freePort()}`
  const [clientId, clientSecret] = ['app.0123456789abcd.12345678', randomBytes(16).toString('hex')]
  const places = await openPlaces(options.portals, { url, clientId, clientSecret })
  const env = {
    APP_URL: url,
    DATA_DIR: options.dataDir,
    ...(options.databaseUrl === null ? {} : { DATABASE_URL: options.databaseUrl }),
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    SEAL_KEY: randomBytes(32).toString('base64'),
    OAUTH_TOKEN_URLS: places.map(({ portal }) => portal.oauthTokenUrl).join(','),
    ALLOW_LOCAL_PORTALS: '1',
    REQUEST_CAP_MS: String(options.capMs),
    GRACE_MS: String(graceMs),
    LEASE_MS: '1000',
    LOG_LEVEL: 'warn',
  }
  const starts = { parts: startSupervised, processes: startTwo, power: startMachine }
  const app = await starts[options.killed](url, env, seed)
  try {
    await becomesReady(app)
    for (const place of places) await prepare(place)
    say(`${places.length} portals; the storm begins`)
    places.forEach(({ portal }, index) => {
      portal.weather(stormRules(false, options.capMs), seed + index)
      portal.setNow(Date.now() + (((seed + index * 7919) % 2001) / 1000 - 1) * skewMs)
    })
    let over = false
    const visiting = places.map((place) => keepVisiting(place, () => over, places.length * breathMs))
    const { killed, hurried, moments, silent } = await killAgainAndAgain(app, places, options).finally(() => (over = true))
    await Promise.all(visiting)

    say(`${told(places)}; no more kills, fair weather`)
    places.forEach(({ portal }) => portal.weather([], 0))
    await becomesReady(app)
    // A pair of tokens may have been lost on the way: the next call brings another, on a real portal too.
    await Promise.all(places.map(visit))
    const left = () =>
      places.flatMap(({ portal, visits }) => {
        const sight = look(portal)
        return visits.flatMap((one) => problemsOf(sight, wanted(sight, one), { directions: directionsOfVisit }))
      })
    // However long it takes on a busy machine, as long as it gets on.
    async function settled(): Promise<void> {
      for (let missing = left().length, before = Infinity; missing > 0 && missing < before && app.standing(); ) {
        before = missing
        await until('everything is there', () => (missing = left().length) === 0 || !app.standing(), 60_000).catch(() => undefined)
        if (missing > 0) say(`${missing} parts are not there yet`)
      }
    }
    await settled()
    // What is sent twice comes a little later than what was waited for; so does what was stored and never acknowledged.
    await pause(graceMs + 1_000)
    await settled()
    const visits = places.flatMap(({ portal, visits: made }) => {
      const sight = look(portal)
      return made.map((one) => ({ one, distributed: touched(sight, one) }))
    })
    return {
      killed,
      hurried,
      visits: visits.length,
      acknowledged: visits.filter(({ one }) => isAcknowledged(one)).length,
      distributed: visits.filter((one) => one.distributed).length,
      requests: places.reduce((sum, { portal }) => sum + portal.requests.length, 0),
      faults: places.reduce((sum, { portal }) => sum + portal.requests.filter(({ error }) => error !== null).length, 0),
      exchanges: places.reduce((sum, { portal }) => sum + portal.exchanges.length, 0),
      problems: [...(app.standing() ? [] : ['the supervisor ended']), ...silent, ...left(), ...places.flatMap(({ portal }) => exchangedTwice(portal, moments))],
      appLog: app.log(),
    }
  } finally {
    await app.stop()
    await Promise.all(places.map(({ portal }) => portal.close()))
  }
}

const isAcknowledged = ({ delivery }: Visit): boolean => delivery?.status === 200
/** What was acknowledged must be whole; what was not is whole or not there at all. */
const wanted = (sight: Sight, one: Visit): Visit => (isAcknowledged(one) || touched(sight, one) ? one : { ...one, cut: true })

const becomesReady = (app: Processes): Promise<void> => until('the application is ready', () => app.ready(), 60_000)

/** At least this long, and until it has got to so many requests: on a busy machine nothing would ever come of anything. */
async function live(places: readonly Place[], milliseconds: number, requests: number): Promise<void> {
  const sent = (): number => places.reduce((sum, { portal }) => sum + portal.requests.length, 0)
  const [began, before] = [Date.now(), sent()]
  await pause(milliseconds)
  while (sent() < before + requests && Date.now() < began + longestLifeMs) await pause(5)
}

async function killAgainAndAgain(app: Processes, places: readonly Place[], { kills, minutes, seed, lifeMs, say }: Crash) {
  const end = Date.now() + minutes * 60_000
  const chance = chances(seed)
  const killed: Record<string, number> = {}
  const moments: number[] = []
  const silent: string[] = []
  let hurried = 0
  for (let kill = 0; kill < kills && app.standing() && Date.now() < end; kill += 1) {
    const inHurry = chance() < hurry
    if (inHurry) hurried += 1
    else await becomesReady(app).catch((error: unknown) => silent.push(`after kill ${kill}: ${String(error)}`))
    if (silent.length > 0) break
    if (inHurry) await pause(chance() * hurriedMs)
    else await live(places, chance() * lifeMs, chance() * 20)
    const victims = app.victims(chance())
    const deaths = await Promise.all(victims.map((victim) => app.kill(victim)))
    if (deaths.includes(true)) {
      // What it sent before it died is read by the portals a moment after its death, and long before its successor asks anything.
      await pause(20)
      moments.push(Date.now())
    }
    const name = victims.join(' and ')
    killed[name] = (killed[name] ?? 0) + 1
    if ((kill + 1) % 50 === 0) say(`${kill + 1} kills, ${told(places)}`)
  }
  return { killed, hurried, moments, silent }
}
