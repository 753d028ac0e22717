/** The runs of a self-test: five of them are stored at once, so that cleaning up is certain before anything is made. */
import { z } from 'zod'
import { entityTypeId, RunId, UserId, type DocumentRef, type MemberId } from '../../domain/ids.ts'
import type { Later, Plan } from '../../manifest/define.ts'
import { cleanUp, closeDeal, closeKey, distributeRecord, lookWhatIsLeft, makeRecord, recordKey, type DemoTest, type Known } from '../../manifest/self-test.ts'
import { methods } from '../../manifest/methods.ts'
import type { StoredEffect } from '../store/effects.ts'
import type { Arrival, Run } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { newRunId } from './chance.ts'
import { type Deciding, givenFor } from './deciding.ts'

/** In their order in the portal's line. */
export const testSteps = ['make', 'distribute', 'close', 'clean', 'look'] as const
export type TestStep = (typeof testSteps)[number]
const prefix = 'selftest.'
export const codeOf = (step: TestStep): string => prefix + step
const stepOf = (code: string | null): TestStep | null => testSteps.find((step) => codeOf(step) === code) ?? null

export const TestBody = z.object({ byId: UserId, byName: z.string(), runs: z.record(z.enum(testSteps), RunId) })
export type TestBody = z.infer<typeof TestBody>

/** @param after the newest one before: two presses at once are one test */
export function arrivalsOf(memberId: MemberId, by: { readonly userId: UserId; readonly name: string }, after: RunId | null, now: number): Arrival[] {
  const runs = Object.fromEntries(testSteps.map((step) => [step, newRunId(now)])) as Record<TestStep, RunId>
  const body: TestBody = { byId: by.userId, byName: by.name, runs }
  return testSteps.map((step) => ({
    id: runs[step],
    memberId,
    kind: 'event',
    code: codeOf(step),
    dedupe: `${codeOf(step)}:${after ?? 'first'}`,
    document: null,
    reportId: null,
    body: JSON.stringify(body),
    receivedAt: now,
  }))
}

const isOver = ({ stage }: Run): boolean => stage === 'done' || stage === 'failed'
const lookAgainMs = 500
/** How long a portal may take to tell of a change. */
export const patienceMs = 15_000

/** @returns null: not a run of a self-test */
export async function decideSelfTest(deciding: Deciding): Promise<Plan<object> | Later | null> {
  const { run, store, asking, now } = deciding
  const step = stepOf(run.code)
  if (step === null) return null
  const given = givenFor(deciding)
  const { byId, byName, runs } = TestBody.parse(JSON.parse((await store.runs.body(run.memberId, run.id)) ?? '{}'))
  const test: DemoTest = { id: runs.make, byId, byName }
  const later = { again: now() + lookAgainMs }
  const before = testSteps[testSteps.indexOf(step) - 1]
  const previous = before && (await store.runs.get(run.memberId, runs[before]))
  // One that waits for a lost answer has let those behind it pass.
  if (previous && !isOver(previous)) return later
  if (step === 'make') return makeRecord(test, asking.ask, given)
  const made = await madeBy(store, run.memberId, runs)
  if (step === 'distribute') return made.document ? distributeRecord(test, made.document, asking.ask, given) : nothing
  if (step === 'close') return made.deal ? closeDeal(made.deal.id, made.deal, asking.ask) : nothing
  const known: Known = { document: made.document, taskId: made.taskId }
  if (step === 'look') return lookWhatIsLeft(test, known, asking.ask, given)
  if (made.deal && previous && now() < (previous.at.finished ?? 0) + patienceMs && (await isClosed(store, run.memberId, runs)) && (await store.runs.heardOf(run.memberId, { kind: 'deal', id: made.deal.id })) === null) return later
  return (await cleanUp(test, known, asking.ask, given)) ?? later
}

const nothing: Plan<object> = { outcome: 'failed', returns: {}, effects: [], keeps: {}, log: '' }

const isClosed = async (store: Store, memberId: MemberId, runs: TestBody['runs']): Promise<boolean> =>
  (await store.effects.ofRun(memberId, runs.close)).some(({ key, state }) => key === closeKey && state === 'done')

/** What the first two runs have made, as the portal's own answers say. */
export async function madeBy(store: Store, memberId: MemberId, runs: TestBody['runs']): Promise<{ document: DocumentRef | null; deal: { id: number; categoryId: number; stageId: string } | null; taskId: number | null }> {
  const effects = [...(await store.effects.ofRun(memberId, runs.make)), ...(await store.effects.ofRun(memberId, runs.distribute))]
  const done = (of: (key: string) => boolean) => effects.find(({ key, state }) => of(key) && state === 'done')
  const record = done((key) => key === recordKey)
  const id = record && itemId(record)
  const deal = done((key) => key.startsWith('deal:'))
  const dealId = deal && itemId(deal)
  const direction = deal && (await store.directions.all(memberId)).find((one) => `deal:${one.id}` === deal.key)
  const task = methods['tasks.task.add'].result.safeParse(done((key) => key === 'task')?.result)
  return {
    document: id === undefined || id === null ? null : { kind: record?.params['entityTypeId'] === entityTypeId.deal ? 'deal' : 'lead', id },
    deal: dealId && direction ? { id: dealId, categoryId: direction.categoryId, stageId: direction.stageId } : null,
    taskId: task.success ? task.data.task.id : null,
  }
}

function itemId({ result }: StoredEffect): number | null {
  const made = methods['crm.item.add'].result.safeParse(result)
  return made.success ? made.data.item.id : null
}

