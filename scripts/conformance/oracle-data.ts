/** The portal that both sides answer from: the seed grown to several pages by a seeded chance, on a clock that stands still. */
import { fairleadListing } from '../portal/app/listing.ts'
import { startPortal } from '../portal/portal.ts'
import type { Portal } from '../portal/portal.ts'
import type { State } from '../portal/state/state.ts'
import type { Json } from './documents.ts'

export type Chance = () => number

/** Park and Miller's generator: the same questions for the same seed, on every machine. */
export function chanceOf(seed: number): Chance {
  let state = (seed % 2_147_483_646) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return (state - 1) / 2_147_483_646
  }
}

export const pick = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T

const standing = Date.UTC(2026, 5, 1, 9, 0, 0)
const day = 86_400_000
const words = ['Север', 'Юг', 'Восток', 'Запад', 'Полюс', 'Маяк', 'Якорь', 'Компас', 'Парус', 'Берег']
const more = { records: 75, tasks: 70, people: 60 }

/** Copies of what the seed has, with other words, people, moments and sums. */
function grow(state: State, chance: Chance): void {
  const moment = () => standing - Math.floor(chance() * 200 * day)
  const people = state.people.filter((one) => one.active).map((one) => one.id)
  const lastOf = (ids: readonly number[]) => Math.max(0, ...ids)
  for (const type of [1, 2, 3, 4] as const) {
    const models = state.records.filter((one) => one.type === type)
    for (let index = 0; index < more.records && models.length > 0; index += 1) {
      const [createdAt, updatedAt] = [moment(), moment()]
      state.records.push({
        ...structuredClone(pick(chance, models)),
        id: lastOf(state.records.filter((one) => one.type === type).map((one) => one.id)) + 1 + Math.floor(chance() * 3),
        title: `${pick(chance, words)} ${pick(chance, words)} ${Math.floor(chance() * 100)}`,
        lastName: pick(chance, words),
        opportunity: Math.floor(chance() * 1_000) * 100,
        assignedById: pick(chance, people),
        createdAt: Math.min(createdAt, updatedAt),
        updatedAt: Math.max(createdAt, updatedAt),
        movedAt: Math.max(createdAt, updatedAt),
      })
    }
  }
  for (let index = 0; index < more.tasks; index += 1) {
    const model = structuredClone(pick(chance, state.tasks))
    const id = lastOf(state.tasks.map((one) => one.id)) + 1
    const deadline = chance() < 0.3 ? null : moment()
    const status = pick(chance, [2, 3, 5] as const)
    state.tasks.push({
      ...model,
      id,
      title: `${pick(chance, words)} ${id}`,
      responsibleId: pick(chance, people),
      createdAt: moment(),
      deadline,
      status,
      closedAt: status === 5 ? moment() : null,
    })
  }
  for (let index = 0; index < more.people; index += 1) {
    const id = lastOf(state.people.map((one) => one.id)) + 1
    const model = structuredClone(
      pick(
        chance,
        state.people.filter((one) => !one.extranet),
      ),
    )
    state.people.push({
      ...model,
      id,
      name: pick(chance, words),
      lastName: `${pick(chance, words)}ов`,
      email: `p${id}@example.com`,
      administrator: false,
      registeredAt: moment(),
    })
  }
  // Numbers given from now on are new ones.
  for (const key of Object.keys(state.lastId)) state.lastId[key] = (state.lastId[key] ?? 0) + 10_000
}

export async function openOracleSide(seed: number): Promise<Portal> {
  const listing = fairleadListing('http://127.0.0.1:9', 'app.oracle.1', 'a secret that nobody needs')
  const scopes = [...listing.scopes.filter((scope) => scope !== 'user_brief'), 'user']
  return startPortal({ port: 0, limits: false, now: () => standing, listing: { ...listing, scopes }, grow: (state) => grow(state, chanceOf(seed)) })
}

export async function askPortal(portal: Portal, method: string, params: Json): Promise<Json> {
  const answer = await fetch(portal.webhook + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await answer.json()) as Json
}

export interface Entity {
  /** In the simulator's data set. */
  readonly name: string
  readonly method: string
  /** Of a row. */
  readonly id: string
}

export const entities: readonly Entity[] = [
  { name: 'leads', method: 'crm.lead.list', id: 'ID' },
  { name: 'deals', method: 'crm.deal.list', id: 'ID' },
  { name: 'contacts', method: 'crm.contact.list', id: 'ID' },
  { name: 'companies', method: 'crm.company.list', id: 'ID' },
  { name: 'tasks', method: 'tasks.task.list', id: 'id' },
  { name: 'users', method: 'user.get', id: 'ID' },
]

export const rowsOf = (result: unknown): Json[] =>
  (Array.isArray(result) ? result : ((result as { tasks?: unknown[] } | null)?.tasks ?? [])) as Json[]

/** All rows of the portal, in order of their numbers, in the simulator's form. */
export async function exported(portal: Portal): Promise<Record<string, Json[]>> {
  const found: Record<string, Json[]> = {}
  for (const { name, method, id } of entities) {
    const rows: Json[] = []
    for (let start = 0; ; start += 50) {
      const body = await askPortal(portal, method, { start, ...(method === 'user.get' ? {} : { select: ['*'] }) })
      if (!('result' in body)) throw new Error(`${method}: ${JSON.stringify(body)}`)
      rows.push(...rowsOf(body['result']))
      if (body['next'] === undefined) break
    }
    found[name] = rows.sort((one, other) => Number(one[id]) - Number(other[id]))
  }
  return found
}
