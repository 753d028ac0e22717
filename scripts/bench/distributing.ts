/** A portal with pools of known sizes, and what one distribution from such a pool costs it in requests. */
import { until, type Person } from '../person.ts'
import type { Portal } from '../portal/portal.ts'
import { crmTypes } from '../portal/state/kinds.ts'
import type { State } from '../portal/state/state.ts'

export const poolSizes = [10, 38, 100] as const
export const directionCounts = [1, 3, 5, 10, 25] as const
export type PoolSize = (typeof poolSizes)[number]

const departmentOf = (size: number): number => 1000 + size

/** For `grow` of a portal: a department of each size, everybody at work. */
export function growPools(state: State): void {
  const sample = state.people.find(({ id }) => id === 4)
  if (!sample) throw new Error('the seed has no fourth person')
  for (const size of poolSizes) {
    state.departments.push({ id: departmentOf(size), name: `Pool of ${size}`, parentId: 1, headId: null, sort: size })
    for (let index = 0; index < size; index++) {
      const id = size * 1000 + index
      state.people.push({ ...structuredClone(sample), id, lastName: `Person${id}`, email: `p${id}@example.com`, departments: [departmentOf(size)] })
    }
  }
}

/** Makes directions that draw from a pool. @returns their ids */
export async function makeDirections(administrator: Person, size: PoolSize, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const asked = { id: null, version: null, name: `${size}-${index}`, departmentIds: [departmentOf(size)] as never, categoryId: 1, stageId: 'C1:NEW', fieldDefaults: {} }
    ids.push((await administrator.app('directions.save', asked)).direction.id)
  }
  return ids
}

const stageId = 'REPORT'

/** @param leadData what the robot's call says of its lead, as the portal fills it in; empty: nothing */
export async function distributeOnStage(administrator: Person, directions: readonly string[], skip: boolean, leadData = ''): Promise<void> {
  const values = { directions: [...directions], skip_absent: skip ? 'Y' : 'N', skip_clocked_out: skip ? 'Y' : 'N', lead_data: leadData }
  await administrator.site('stage.save', {
    stageId,
    robots: [{ id: 'r1', kind: 'app:distribute-visit', values, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
}

let clients = 0

/** A new client's lead. @returns its id */
export async function addLead(administrator: Person): Promise<number> {
  const phone = `+7905${String(1_000_000 + clients++)}`
  return (await administrator.site('lead.add', { title: `Visit ${clients}`, contactName: `Client ${clients}`, companyTitle: '', phone, email: '', address: '' })).id
}

/** A new lead with everything in it, linked to a contact of its own. @returns its id */
export async function addLinkedLead(portal: Portal, administrator: Person): Promise<number> {
  const id = await addLead(administrator)
  const { records } = portal.state
  const [lead, sample] = [records.find((one) => one.type === crmTypes.lead && one.id === id), records.find((one) => one.type === crmTypes.contact)]
  if (!lead || !sample) throw new Error('there is no lead, or no contact to make one like')
  Object.assign(lead, { name: 'Client', lastName: String(clients), city: 'Tver', address: `Sadovaya st., ${clients}` })
  lead.fm.push({ ...structuredClone(lead.fm[0] ?? sample.fm[0]), id: 1_000_000 + clients, typeId: 'EMAIL', value: `client${clients}@example.com` } as (typeof lead.fm)[number])
  const contact = { ...structuredClone(sample), id: 100_000 + clients, name: 'Client', lastName: String(clients) }
  records.push(contact)
  lead.contactIds = [contact.id]
  return id
}

export const moveToStage = (administrator: Person, id: number) => administrator.site('lead.move', { id, stageId })

/** @returns requests that one distribution took, from the robot's call to the end of its run */
export async function requestsOfOne(portal: Portal, administrator: Person, deals: number, lead = addLead(administrator)): Promise<number> {
  const id = await lead
  const before = portal.requests.length
  await moveToStage(administrator, id)
  await until('the run is over', async () => {
    const { rows } = await administrator.app('journal.list', { search: String(id) })
    return rows.some(({ kind, document, state }) => kind === 'robot' && document?.id === id && state === 'done')
  })
  const requests = portal.requests.length - before
  const made = (await administrator.site('lead.show', { id })).deals.length
  if (made !== deals) throw new Error(`${made} deals instead of ${deals}`)
  return requests
}

/** What a distribution may take with the company structure in store: reading, more for checks of a large pool, writing, more for many directions. */
export const allowed = (directions: number, pool: number, skip: boolean): number =>
  2 + (skip ? Math.max(0, Math.ceil((pool - 38) / 50)) : 0) + Math.max(0, Math.ceil((directions - 11) / 12))
