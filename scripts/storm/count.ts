/** What a storm left behind, counted at the portal: every visit has its deals, its task, its comments and its answer, each once. */
import type { Portal } from '../portal/portal.ts'
import type { DeliveryRow } from '../portal/site-contract.ts'

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

/** Whether anything was made of it. */
export const touched = ({ state }: Portal, { leadId }: Visit): boolean =>
  state.records.some((record) => record.type === deal && record.fromApp && record.leadId === leadId) ||
  state.tasks.some((task) => task.fromApp && task.crm.includes(`L_${leadId}`)) ||
  state.timeline.some((row) => row.fromApp && row.record.kind === 'lead' && row.record.id === leadId)

const lead = 1
const deal = 2
const contact = 3

/** @returns one sentence for everything that is missing or there twice; none: all is well */
export function problemsOf(portal: Portal, visit: Visit, { directions }: Expected): string[] {
  const { records, tasks, timeline, instances } = portal.state
  const deals = records.filter((record) => record.type === deal && record.fromApp && record.leadId === visit.leadId)
  const task = tasks.filter((one) => one.fromApp && one.crm.includes(`L_${visit.leadId}`))
  const comments = (kind: 'lead' | 'deal', id: number) =>
    timeline.filter((row) => row.kind === 'comment' && row.fromApp && row.record.kind === kind && row.record.id === id).length
  const contacts = records.filter((record) => record.type === contact && record.fm.some(({ value }) => value.replace(/\D/g, '') === visit.phone.replace(/\D/g, '')))
  const instance = instances.find(({ document }) => document.kind === 'lead' && document.id === visit.leadId)
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
  expect('contacts with its phone', contacts.length, 1)
  expect('comments of the lead', comments('lead', visit.leadId), 1)
  for (const { id } of deals) expect(`comments of deal ${id}`, comments('deal', id), 1)
  if (!answered && !visit.cut) problems.push(`its workflow is ${instance?.state ?? 'not there'}: ${instance?.steps.map(({ state }) => state).join(', ') ?? ''}`)
  const title = records.find((record) => record.type === lead && record.id === visit.leadId)?.title ?? ''
  return problems.map((problem) => `${portal.url} lead ${visit.leadId} (${title}): ${problem}`)
}
