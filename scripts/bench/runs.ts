/** How many distributions a second one process makes through local portals without limits, on SQLite and on PostgreSQL; and how many of those that a limit lets through. */
import { until } from '../person.ts'
import { startPostgres } from '../postgres.ts'
import { drainPerSecond } from '../portal/door/limits.ts'
import { openAppAndPortals, type Place } from './app-and-portals.ts'
import { addLead, distributeOnStage, moveToStage } from './distributing.ts'
import { head, row, shown } from './report.ts'

/** So few at each portal that our own count of its bucket holds none of them back. */
const runsOfEach = 20
const portals = Number(process.env['BENCH_PORTALS'] ?? 20)
const runs = portals * runsOfEach
const limitedSeconds = Number(process.env['BENCH_SECONDS'] ?? 40)
const answered = ({ portal }: Place): number => portal.state.instances.filter(({ state }) => state === 'done').length

async function perSecond(env: Readonly<Record<string, string>>): Promise<number> {
  const { places, close } = await openAppAndPortals({ portals: Array.from({ length: portals }, () => ({})), env })
  try {
    const leads: { place: Place; id: number }[] = []
    for (const place of places) await distributeOnStage(place.administrator, place.directions, true)
    for (let index = 0; index < runs; index++) {
      const place = places[index % portals] as Place
      leads.push({ place, id: await addLead(place.administrator) })
    }
    const began = performance.now()
    for (const { place, id } of leads) await moveToStage(place.administrator, id)
    await until('all are answered', () => places.reduce((sum, place) => sum + answered(place), 0) === runs, 600_000)
    return runs / ((performance.now() - began) / 1000)
  } finally {
    await close()
  }
}

async function shareOfLimit(): Promise<{ share: number; refused: number }> {
  const { places: [place], close } = await openAppAndPortals({ portals: [{ limits: true }] })
  try {
    const { portal, administrator, directions } = place
    await distributeOnStage(administrator, directions, true)
    for (let index = 0; index < 30 + limitedSeconds; index++) await moveToStage(administrator, await addLead(administrator))
    // The bucket is full from here on.
    const full = portal.requests.length + 50
    await until('the bucket is full', () => portal.requests.length > full, 120_000)
    const [before, began] = [portal.requests.length, performance.now()]
    await new Promise((done) => setTimeout(done, limitedSeconds * 1000))
    const sent = portal.requests.length - before
    const refused = portal.requests.filter(({ status }) => status === 503 || status === 429).length
    return { share: sent / (((performance.now() - began) / 1000) * drainPerSecond), refused }
  } finally {
    await close()
  }
}

head()
const postgres = await startPostgres({ durable: true })
try {
  const sqlite = await perSecond({})
  const postgresql = await perSecond({ DATABASE_URL: await postgres.newDatabase() })
  row(`distributions of 3 deals a second through ${portals} local portals without limits`, `SQLite ${shown(sqlite)}, PostgreSQL ${shown(postgresql)}`, `${shown(sqlite / postgresql)}x; the portals are one process, the app another`)
} finally {
  await postgres.close()
}
const { share, refused } = await shareOfLimit()
row(`share of a real bucket sustained for ${limitedSeconds} s by the whole app`, `${shown(share * 100)} %`, `${refused} refusals`, '95 % (99 %), 0 refusals')
