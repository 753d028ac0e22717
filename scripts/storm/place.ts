/** A portal in a storm: made, prepared, and kept busy with visits. */
import { acceptSuggestions, install, person, type Person } from '../person.ts'
import { fairleadListing } from '../portal/app/listing.ts'
import { startPortal, type Portal } from '../portal/portal.ts'
import { isVariant, variants } from '../portal/variants.ts'
import type { Visit } from './count.ts'

export interface Place {
  readonly portal: Portal
  readonly administrator: Person
  readonly visits: Visit[]
}

export const directionsOfVisit = 3
/** More than these wait for an answer: no new visit at this portal before one is answered, or a while has passed (a call may bring the tokens that were lost). */
const openVisits = 3
const impatience = 20_000
/** An installation in the middle of a storm stands in line behind the visits of twenty portals. */
const installPatience = 180_000
/**
 * Three deals and a contact take about three seconds of the 480 that a portal gives to `crm.item.add` in ten minutes. Faster ones
 * would only wait at a shut door; so does the portal that gives 420.
 */
export const enduringPaceMs = 4_000
const stage = 'REPORT'
export const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds))

export interface Application {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
}

/** Each portal does something else the other way, the first one nothing. */
export async function openPlaces(count: number, { url, clientId, clientSecret }: Application): Promise<Place[]> {
  const names = Object.keys(variants).filter(isVariant)
  const places: Place[] = []
  for (let index = 0; index < count; index += 1) {
    const listing = fairleadListing(url, clientId, clientSecret)
    const portal = await startPortal({ port: 0, listing, variants: names.slice(index % (names.length + 1)).slice(0, 1), language: index % 2 === 0 ? 'ru' : 'en' })
    places.push({ portal, administrator: person(1, portal, url), visits: [] })
  }
  return places
}

/** Installs the application and puts its robot on a stage. */
export async function prepare({ administrator }: Place): Promise<void> {
  await install(administrator, installPatience)
  const directions = (await acceptSuggestions(administrator)).slice(0, directionsOfVisit).map(({ id }) => id)
  const values = { directions, skip_absent: 'Y', skip_clocked_out: 'Y' }
  await administrator.site('stage.save', {
    stageId: stage,
    robots: [{ id: 'r1', kind: 'app:distribute-visit', values, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
}

export async function visit({ portal, administrator, visits }: Place): Promise<void> {
  const phone = `+7900${String(1_000_000 + visits.length)}`
  const made = { title: `Storm ${visits.length + 1}`, contactName: `Client ${visits.length + 1}`, companyTitle: '', phone, email: '', address: '' }
  const { id: leadId } = await administrator.site('lead.add', made)
  await administrator.site('lead.move', { id: leadId, stageId: stage })
  const delivery = portal.deliveries.find(({ kind, document }) => kind === 'robot' && document === `lead ${leadId}`)
  visits.push({ leadId, phone, cut: false, delivery })
}

/** Workflows that will be answered: a call that did not arrive is answered by nobody. */
export function waiting({ portal, visits }: Place): number {
  const lost = new Set(visits.filter(({ delivery }) => delivery?.state === 'lost').map(({ leadId }) => leadId))
  return portal.state.instances.filter(({ state, document }) => state === 'running' && !lost.has(document.id)).length
}

/** @param paceMs no visit sooner than this after the last one */
export async function keepVisiting(place: Place, end: () => boolean, paceMs = 0): Promise<void> {
  while (!end()) {
    const began = Date.now()
    await visit(place)
    do await pause(150)
    while (!end() && (Date.now() < began + paceMs || (waiting(place) >= openVisits && Date.now() < began + impatience)))
  }
}

export const told = (places: readonly Place[]): string =>
  `${places.reduce((sum, { visits }) => sum + visits.length, 0)} visits, ${places.reduce((sum, place) => sum + waiting(place), 0)} waiting`
