/** The self-test: the whole path on a demo record, as plans of five runs that follow each other, the last two of which leave nothing behind. Pure. */
import { businessKey, dealOrigin, originatorId, type Distribution } from '../domain/distribution.ts'
import { writtenFindings } from '../domain/finding.ts'
import { entityTypeId, type DocumentRef, type UserId } from '../domain/ids.ts'
import { bindingOf } from './addresses.ts'
import { question, type Ask, type Question } from './ask.ts'
import type { Given, Plan } from './define.ts'
import { withMain } from './distribute/distribute.ts'
import { dealRef, nameIn } from './distribute/facts.ts'
import { pickManagers } from './distribute/pick.ts'
import { lostStage } from './distribute/undo.ts'
import { comments, dealEffects, taskEffects } from './distribute/write.ts'
import { effect, type Effect } from './effect.ts'
import type { Params } from './methods.ts'
import { demoTitle } from './self-test-texts.ts'

export interface DemoTest {
  readonly id: string
  /** Responsible for everything that it makes: no manager is bothered. */
  readonly byId: UserId
  readonly byName: string
}
type DemoPlan = Plan<Record<string, never>>

const plan = (outcome: DemoPlan['outcome'], effects: readonly Effect[], log: string): DemoPlan => ({ outcome, returns: {}, effects, keeps: {}, log })
/** What the portal will not have is what the test has found out; as ornaments refused effects make no failed run of it. */
const asFinding = (effects: readonly Effect[]): Effect[] => effects.map((one) => ({ ...one, phase: 'ornament' }))

/** Stands for the distribution's id in all marks. */
const demoId = ({ id }: DemoTest, given: Given): string => given.hash(`selftest:${id}`)
const recordOrigin = (id: string): string => `${id}:record`

export const recordKey = 'record'
export async function makeRecord(test: DemoTest, ask: Ask, given: Given): Promise<DemoPlan> {
  const { mode } = await ask.portal({ mode: question('crm.settings.mode.get') })
  const type = mode.ok && mode.value !== 1 ? entityTypeId.deal : entityTypeId.lead
  const originId = recordOrigin(demoId(test, given))
  const fields = { title: demoTitle[given.portal.language], assignedById: test.byId, originatorId, originId }
  return plan('ok', asFinding([effect('essential', recordKey, 'crm.item.add', { entityTypeId: type, fields }, { by: 'origin', entityTypeId: type, originId })]), '')
}

/** The draw is a true one and is not kept: it takes nobody's turn. */
export async function distributeRecord(test: DemoTest, document: DocumentRef, ask: Ask, given: Given): Promise<DemoPlan> {
  const directionIds = (await ask.directions()).filter(({ archived }) => !archived).map(({ id }) => id)
  const start = { document, report: null, directionIds, eventToken: `selftest:${test.id}`, demo: true, rules: await ask.settings() }
  const picking = await pickManagers(start, ask, given)
  if (picking.state === 'kept') throw new Error(`nothing is kept of ${businessKey(document, { eventToken: start.eventToken })}`)
  if (picking.state === 'refused') return plan('refused', [], picking.log)
  const { distribution } = await withMain(picking.distribution, ask, given)
  const drawn = distribution.draw.directions.map(({ eligible, picked }, index) => ({ found: 'drawn' as const, direction: distribution.directions[index]?.name ?? '', people: eligible.length, name: nameIn(distribution, picked) }))
  const demo = asDemo(distribution, demoId(test, given), test)
  const main = demo.draw.mainManager
  const effects = main === null ? [] : [...dealEffects(demo, picking.read, given), ...taskEffects(demo, main, dealRef, given), ...comments(demo, given)]
  return plan(distribution.outcome === 'ok' || distribution.outcome === 'fallback_used' ? 'ok' : distribution.outcome, asFinding(effects), writtenFindings(drawn))
}

/** As it was drawn, with whoever pressed in everybody's place. */
function asDemo(distribution: Distribution, id: string, { byId, byName }: DemoTest): Distribution {
  const { draw } = distribution
  return {
    ...distribution,
    id,
    // Nobody else is to see the demo.
    directions: distribution.directions.map((direction) => ({ ...direction, observerIds: [] })),
    names: { ...distribution.names, [String(byId)]: byName },
    draw: {
      ...draw,
      picked: draw.picked.length > 0 ? [byId] : [],
      mainManager: draw.mainManager === null ? null : byId,
      directions: draw.directions.map((one) => ({ ...one, picked: one.picked === null ? null : byId })),
    },
  }
}

export const closeKey = 'close'
/** A change of a deal, of which the portal tells: then we know that it reaches us. */
export async function closeDeal(dealId: number, place: { readonly categoryId: number; readonly stageId: string }, ask: Ask): Promise<DemoPlan> {
  const { stages } = await ask.portal({ stages: question('crm.status.list', { order: { SORT: 'ASC' } }) })
  const lost = stages.ok ? lostStage(stages.value, place.categoryId) : null
  if (lost === null) return plan('refused', [], '')
  const mark = { by: 'stage', document: { kind: 'deal', id: dealId }, from: place.stageId, to: lost } as const
  return plan('ok', asFinding([effect('essential', closeKey, 'crm.item.update', { entityTypeId: entityTypeId.deal, id: dealId, fields: { stageId: lost } }, mark)]), '')
}

type Asked = {
  readonly leads: Question<'crm.item.list'>
  readonly deals: Question<'crm.item.list'>
  readonly [key: `tasks:${string}`]: Question<'tasks.task.list'>
}

/** What of the test is at the portal now, by its marks and not by what we believe to have made. Null: the portal did not say. */
async function left(test: DemoTest, known: { readonly document: DocumentRef | null; readonly taskId: number | null }, ask: Ask, given: Given) {
  const id = demoId(test, given)
  const origins = [recordOrigin(id), ...(await ask.directions()).map((direction) => dealOrigin(id, direction.id))]
  const marked = (type: number) => question('crm.item.list', { entityTypeId: type, select: ['id', 'originId'], filter: { '=originatorId': originatorId, '@originId': origins }, order: { id: 'ASC' } })
  const tasksOf = (filter: Params) => question('tasks.task.list', { order: { ID: 'desc' }, filter, select: ['ID', 'TITLE', 'DESCRIPTION'] })
  const answers = await ask.portal<Asked>({
    leads: marked(entityTypeId.lead),
    deals: marked(entityTypeId.deal),
    ...(known.document === null ? {} : { 'tasks:bound': tasksOf({ UF_CRM_TASK: bindingOf(known.document) }) }),
    ...(known.taskId === null ? {} : { 'tasks:known': tasksOf({ ID: known.taskId }) }),
  })
  const { leads, deals } = answers
  // A portal without leads may refuse to list them.
  if (!deals.ok || (!leads.ok && known.document?.kind === 'lead')) return null
  const [bound, made] = [answers['tasks:bound'], answers['tasks:known']]
  const tasks = [
    ...(bound?.ok ? bound.value.tasks.filter(({ description }) => description?.includes(`fairlead=${id}.task`)) : []),
    ...(made?.ok ? made.value.tasks : []),
  ].map((one) => one.id)
  return { tasks: [...new Set(tasks)], deals: deals.value.items.map((one) => one.id), leads: leads.ok ? leads.value.items.map((one) => one.id) : [] }
}

export type Known = Parameters<typeof left>[1]

export async function cleanUp(test: DemoTest, known: Known, ask: Ask, given: Given): Promise<DemoPlan | null> {
  const found = await left(test, known, ask, given)
  if (!found) return null
  const remove = (kind: 'deal' | 'lead', ids: readonly number[]) =>
    ids.map((id) => effect('ornament', `delete:${kind}:${id}`, 'crm.item.delete', { entityTypeId: entityTypeId[kind], id }, { by: 'gone', document: { kind, id } }))
  const tasks = found.tasks.map((taskId) => effect('ornament', `delete:task:${taskId}`, 'tasks.task.delete', { taskId }, { by: 'task_gone', taskId }))
  // The record last: what hangs on it can be found by it.
  return plan('ok', [...tasks, ...remove('deal', found.deals), ...remove('lead', found.leads)], '')
}

export async function lookWhatIsLeft(test: DemoTest, known: Known, ask: Ask, given: Given): Promise<DemoPlan> {
  const found = await left(test, known, ask, given)
  if (!found) return plan('refused', [], writtenFindings([{ found: 'unseen' }]))
  const some = found.leads.length + found.deals.length + found.tasks.length > 0
  return some ? plan('refused', [], writtenFindings([{ found: 'left', ...found }])) : plan('ok', [], writtenFindings([{ found: 'clean' }]))
}
