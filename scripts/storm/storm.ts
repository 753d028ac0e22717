/** A storm: distributions from many portals through one application while everything goes wrong, counted at the portals in the end. */
import { randomBytes } from 'node:crypto'
import { freePort } from '../free-port.ts'
import { until } from '../person.ts'
import { startApp } from './app-process.ts'
import { look, problemsOf } from './count.ts'
import { directionsOfVisit, enduringPaceMs, keepVisiting, openPlaces, pause, prepare, told, visit, type Place } from './place.ts'
import { patience, skewMs, stormRules } from '../portal/weather/storm-rules.ts'

export interface Storm {
  readonly seconds: number
  readonly seed: number
  readonly portals: number
  say(line: string): void
}

export interface Aftermath {
  readonly visits: number
  readonly requests: number
  /** Requests and deliveries that something happened to. */
  readonly faults: number
  /** Sentences; none: nothing lost, nothing doubled, every workflow answered. */
  readonly problems: readonly string[]
  readonly appLog: string
}

const after = (moment: number) => (): boolean => Date.now() >= moment

/** Taken off and put on again, with visits under way: those may stay unfinished, but nothing of them may be there twice. */
async function reinstall(place: Place): Promise<void> {
  place.visits.forEach((one, index) => (place.visits[index] = { ...one, cut: true }))
  await place.administrator.site('market.uninstall', { clean: false })
  await pause(2_000)
  await prepare(place)
}

export async function storm({ seconds, seed, portals, say }: Storm): Promise<Aftermath> {
  const appUrl = `http://127.0.0.1:${await freePort()}`
  const [clientId, clientSecret] = ['app.0123456789abcd.12345678', randomBytes(16).toString('hex')]
  const places = await openPlaces(portals, { url: appUrl, clientId, clientSecret })
  const app = await startApp(appUrl, {
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    SEAL_KEY: randomBytes(32).toString('base64'),
    OAUTH_TOKEN_URLS: places.map(({ portal }) => portal.oauthTokenUrl).join(','),
    ALLOW_LOCAL_PORTALS: '1',
    REQUEST_CAP_MS: String(patience.cap),
    GRACE_MS: String(patience.grace),
    LOG_LEVEL: 'warn',
  })
  try {
    for (const place of places) await prepare(place)
    say(`${places.length} portals, one application; the storm begins`)
    const long = seconds >= 120
    const end = Date.now() + seconds * 1000
    places.forEach(({ portal }, index) => {
      portal.weather(stormRules(long), seed + index)
      portal.setNow(Date.now() + (((seed + index * 7919) % 2001) / 1000 - 1) * skewMs)
    })
    const last = places.at(-1)
    const pace = long ? enduringPaceMs : 0
    const visiting = places.filter((place) => !long || place !== last).map((place) => keepVisiting(place, after(end), pace))
    if (long && last) visiting.push(keepVisiting(last, after(end - seconds * 500), pace).then(() => calmly(last)).then(() => keepVisiting(last, after(end), pace)))
    const telling = setInterval(() => say(told(places)), 30_000)
    await Promise.all(visiting).finally(() => clearInterval(telling))

    say(`${told(places)}; fair weather again`)
    places.forEach(({ portal }) => portal.weather([], 0))
    // A pair of tokens may have been lost on the way: the next call brings another, on a real portal too.
    await Promise.all(places.map(visit))
    const left = () =>
      places.flatMap((place) => {
        const sight = look(place.portal)
        return place.visits.flatMap((one) => problemsOf(sight, one, { directions: directionsOfVisit }))
      })
    // A method whose time was used up stays shut for ten minutes.
    const patiently = (long ? 900 : 60) * 1000
    const settled = async () => {
      await pause(500)
      return left().length === 0 || !app.running()
    }
    await until('everything is there', settled, patiently).catch(() => undefined)
    // What is sent twice comes a little later than what was waited for.
    await pause(patience.grace)
    return {
      visits: places.reduce((sum, { visits }) => sum + visits.length, 0),
      requests: places.reduce((sum, { portal }) => sum + portal.requests.length, 0),
      faults: places.reduce((sum, { portal }) => sum + portal.requests.filter(({ error }) => error !== null).length, 0),
      problems: [...(app.running() ? [] : ['the application ended']), ...left()],
      appLog: app.log(),
    }
  } finally {
    await app.stop()
    await Promise.all(places.map(({ portal }) => portal.close()))
  }

  async function calmly(place: Place): Promise<void> {
    place.portal.weather([], 0)
    await reinstall(place)
    place.portal.weather(stormRules(true), seed)
  }
}
