/** What a storm left behind, counted at the portal: every visit has its deals, its task, its comments and its answer, each once. */
import type { Portal } from '../portal/portal.ts'
import type { DeliveryRow } from '../portal/contract/inspector.ts'
import type { CrmRecord, Task, TimelineRow } from '../portal/state/state.ts'
import type { Instance } from '../portal/state/app.ts'

export interface Expected {
  /** Directions of every visit. */
  readonly directions: number
}

/** A lead that was moved to the robot's stage. `cut`: the application was uninstalled meanwhile, so parts may be missing. */
export interface Visit {
  readonly leadId: number
  readonly phone: string
  readonly cut: boolean
  /** The robot's call, as the portal's log has it. */
  readonly delivery: Readonly<DeliveryRow> | undefined
}

const lead = 1
const deal = 2
const contact = 3

/** What stands at a portal, by what it was made for: looked at once for all visits, or counting would keep the portals from answering. */
export interface Sight {
  readonly portal: Portal
  readonly deals: ReadonlyMap<number, readonly CrmRecord[]>
  readonly tasks: ReadonlyMap<number, readonly Task[]>
  /** By kind and number of the record. */
  readonly comments: ReadonlyMap<string, readonly TimelineRow[]>
  readonly contacts: ReadonlyMap<string, readonly CrmRecord[]>
  readonly instances: ReadonlyMap<number, readonly Instance[]>
  readonly titles: ReadonlyMap<number, string>
}

function grouped<K, T>(items: readonly T[], keysOf: (item: T) => readonly K[]): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items)
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  return groups
}
const digits = (phone: string): string => phone.replace(/\D/g, '')
const leadsOf = ({ crm }: Task): number[] => crm.filter((binding) => binding.startsWith('L_')).map((binding) => Number(binding.slice(2)))

export function look(portal: Portal): Sight {
  const { records, tasks, timeline, instances } = portal.state
  return {
    portal,
    deals: grouped(records, (record) => (record.type === deal && record.fromApp && record.leadId !== null ? [record.leadId] : [])),
    tasks: grouped(tasks, (task) => (task.fromApp ? leadsOf(task) : [])),
    comments: grouped(timeline, (row) => (row.kind === 'comment' && row.fromApp ? [`${row.record.kind} ${row.record.id}`] : [])),
    contacts: grouped(records, (record) => (record.type === contact ? record.fm.map(({ value }) => digits(value)) : [])),
    instances: grouped(instances, ({ document }) => (document.kind === 'lead' ? [document.id] : [])),
    titles: new Map(records.filter((record) => record.type === lead).map(({ id, title }) => [id, title])),
  }
}

/** Whether anything was made of it. */
export const touched = ({ deals, tasks, comments }: Sight, { leadId }: Visit): boolean =>
  deals.has(leadId) || tasks.has(leadId) || comments.has(`lead ${leadId}`)

/** @returns one sentence for everything that is missing or there twice; none: all is well */
export function problemsOf(sight: Sight, visit: Visit, { directions }: Expected): string[] {
  const { leadId } = visit
  const deals = sight.deals.get(leadId) ?? []
  const task = sight.tasks.get(leadId) ?? []
  const comments = (key: string): number => sight.comments.get(key)?.length ?? 0
  const instance = sight.instances.get(leadId)?.[0]
  const answered = instance?.state === 'done' && instance.steps.every(({ state, returned }) => state === 'done' && returned['outcome'] === 'ok')

  const problems: string[] = []
  const expect = (what: string, found: number, wanted: number) => {
    if (found > wanted) problems.push(`${what}: ${found} instead of ${wanted}`)
    else if (found < wanted && !visit.cut) problems.push(`${what}: ${found} of ${wanted}`)
  }
  expect('deals', deals.length, directions)
  expect('pipelines of its deals', new Set(deals.map(({ categoryId }) => categoryId)).size, directions)
  expect('tasks', task.length, 1)
  expect('items of its task', task[0]?.checklist.filter(({ parentId }) => parentId !== 0).length ?? 0, directions)
  expect('bindings of its task', task[0]?.crm.length ?? 0, directions + 1)
  expect('contacts with its phone', sight.contacts.get(digits(visit.phone))?.length ?? 0, 1)
  expect('comments of the lead', comments(`lead ${leadId}`), 1)
  for (const { id } of deals) expect(`comments of deal ${id}`, comments(`deal ${id}`), 1)
  if (!answered && !visit.cut) problems.push(`its workflow is ${instance?.state ?? 'not there'}: ${instance?.steps.map(({ state }) => state).join(', ') ?? ''}`)
  return problems.map((problem) => `${sight.portal.url} lead ${leadId} (${sight.titles.get(leadId) ?? ''}): ${problem}`)
}
