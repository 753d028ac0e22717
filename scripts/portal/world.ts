/** One running portal: its state, clock, limits, logs and faults, handed to everything that acts in it. */
import { randomBytes } from 'node:crypto'
import type { Listing } from './app/listing.ts'
import type { Clock } from './clock.ts'
import type { FaultName } from './contract/weather.ts'
import type { Limits } from './door/limits.ts'
import { Refusal } from './door/refusal.ts'
import type { Inspector } from './inspector/inspector.ts'
import { crmTypes } from './state/kinds.ts'
import type { CrmKind } from './state/kinds.ts'
import type { CrmRecord, Language, Person, State } from './state/state.ts'
import type { VariantName } from './variants.ts'
import type { Interception, RequestAbout } from './weather/faults.ts'
import type { Weather } from './weather/weather.ts'

export interface World {
  state: State
  readonly listing: Listing
  readonly language: Language
  readonly clock: Clock
  /** Without a slash at the end, for example `http://localhost:4200`. */
  readonly url: string
  /** Host with port, as `DOMAIN` says it. */
  readonly domain: string
  readonly allowLocalHandlers: boolean
  readonly requestCapMs: number
  /** `auth_connector` of the call that is being worked at: its changes are no news to that source. */
  connector: string
  readonly limits: Limits
  readonly inspector: Inspector
  /** What this portal does the other way. */
  readonly variants: ReadonlySet<VariantName>
  readonly faults: Set<FaultName>
  readonly weather: Weather
  /** Tests decide here what becomes of a single request. */
  readonly interceptors: Set<(about: RequestAbout) => Interception | undefined>
  /** Work that goes on after an answer (deliveries); `close` waits for it. */
  readonly running: Set<Promise<unknown>>
  /** The state was changed: it is written down before the next answer, at the latest at the next tick. */
  touch(): void
  flush(): void
}

export function nextId(world: World, kind: string): number {
  const id = (world.state.lastId[kind] ?? 0) + 1
  world.state.lastId[kind] = id
  return id
}

export const randomText = (bytes: number): string => randomBytes(bytes).toString('hex')

/** Exactly `length` letters and digits. */
export function randomLetters(length: number): string {
  return [...randomBytes(length)].map((byte) => 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[byte % 62]).join('')
}

export const personOf = (world: World, id: number): Person | undefined => world.state.people.find((person) => person.id === id)

export const recordOf = (world: World, kind: CrmKind, id: number): CrmRecord | undefined =>
  world.state.records.find((record) => record.type === crmTypes[kind] && record.id === id)

export const fullName = (person: Person): string => `${person.name} ${person.lastName}`.trim()

/** Sentences of the portal itself, in the language of its data. */
export const say = (world: World, ru: string, en: string): string => (world.language === 'ru' ? ru : en)

/** Head of one of the person's departments, or of one above them. */
export function isHeadOver(world: World, head: Person, person: Person): boolean {
  const { departments } = world.state
  return person.departments.some((start) => {
    let current = departments.find((department) => department.id === start)
    for (let depth = 0; current && depth < 50; depth += 1) {
      if (current.headId === head.id) return true
      const { parentId } = current
      current = parentId === null ? undefined : departments.find((department) => department.id === parentId)
    }
    return false
  })
}

/** Administrators read everything; others what they answer for, observe, or what their subordinates answer for. Clients are open to employees. */
export function canRead(world: World, person: Person, record: CrmRecord): boolean {
  if (person.administrator) return true
  if (person.extranet) return false
  if (record.type === crmTypes.contact || record.type === crmTypes.company) return true
  if (record.assignedById === person.id || record.observers.includes(person.id)) return true
  const responsible = personOf(world, record.assignedById)
  return responsible !== undefined && isHeadOver(world, person, responsible)
}

/** Observers read; to change a record one must answer for it or head whoever does. */
export function canChange(world: World, person: Person, record: CrmRecord): boolean {
  if (person.administrator) return true
  if (!canRead(world, person, record)) return false
  return record.type > 2 || record.assignedById === person.id || isHeadOver(world, person, personOf(world, record.assignedById) ?? person)
}

const privateHost = /^(localhost|.*\.local|(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))(\.\d+){2,3}|0\.0\.0\.0|\[.*\])$/i

/** A handler's address: http(s), and reachable from outside unless this portal takes local ones. */
export function checkHandler(world: World, url: string, wrong: (text: string) => Refusal): void {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw wrong('Wrong handler URL')
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    throw new Refusal(400, 'ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported handler protocol')
  if (!world.allowLocalHandlers && (privateHost.test(parsed.hostname) || !parsed.hostname.includes('.'))) throw wrong('Wrong handler URL')
}
