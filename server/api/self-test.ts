/** The self-test: started with one press, told step by step from what its runs left in the ledger. */
import type { SelfTest } from '../../domain/contract/setup.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { House } from '../house.ts'
import { arrivalsOf, codeOf, madeBy, TestBody, testSteps, type TestStep } from '../runs/self-test.ts'
import type { StoredEffect } from '../store/effects.ts'
import type { Run } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import type { Handlers } from './handlers.ts'
import { personView } from './people.ts'
import { refuse } from './refusal.ts'

type Step = SelfTest['steps'][number]
interface Part {
  readonly run: Run
  readonly effects: readonly StoredEffect[]
}
type Parts = Record<TestStep, Part>

export function selfTestHandlers({ store, worker, now }: House): Pick<Handlers, 'selftest.start' | 'selftest.show'> {
  return {
    async 'selftest.start'(_, { memberId, userId, name }) {
      const newest = await store.runs.newestOf(memberId, [codeOf('look')])
      if (newest && !isOver(newest)) throw refuse('conflict')
      await store.runs.receive(arrivalsOf(memberId, { userId, name }, newest?.id ?? null, now()))
      worker.nudge(memberId)
      return {}
    },

    async 'selftest.show'(_, { memberId }) {
      const newest = await store.runs.newestOf(memberId, [codeOf('make')])
      const body = newest && (await store.runs.body(memberId, newest.id))
      // A test's runs and their bodies are forgotten with the rest of the journal.
      if (!newest || !body) return { test: null }
      const { byId, byName, runs } = TestBody.parse(JSON.parse(body))
      const parts = await partsOf(store, memberId, runs)
      if (!parts) return { test: null }
      return {
        test: {
          startedAt: newest.at.received,
          finishedAt: parts.look.run.at.finished,
          by: personView(byId, await store.directory.get(memberId), { [String(byId)]: byName }),
          steps: await stepsOf(parts, runs, memberId, store),
        },
      }
    },
  }
}

const isOver = ({ stage }: Run): boolean => stage === 'done' || stage === 'failed'

async function partsOf(store: Store, memberId: MemberId, runs: TestBody['runs']): Promise<Parts | null> {
  const parts: Partial<Parts> = {}
  for (const step of testSteps) {
    const run = await store.runs.get(memberId, runs[step])
    if (!run) return null
    parts[step] = { run, effects: await store.effects.ofRun(memberId, run.id) }
  }
  return parts as Parts
}

async function stepsOf(parts: Parts, runs: TestBody['runs'], memberId: MemberId, store: Store): Promise<Step[]> {
  const { make, distribute, close, clean, look } = parts
  const { deal } = await madeBy(store, memberId, runs)
  const heard = deal && (await store.runs.heardOf(memberId, { kind: 'deal', id: deal.id }))
  const drawn = distribute.run.at.decided !== null
  return [
    tellEffects('record', make, () => true),
    {
      step: 'draw',
      made: 0,
      state: !drawn ? before(distribute) : distribute.run.reason === '' ? 'skipped' : distribute.run.outcome === 'ok' ? 'fine' : distribute.effects.length > 0 ? 'look' : 'bad',
      detail: distribute.run.reason ?? '',
    },
    tellEffects('deals', distribute, (key) => key.startsWith('deal:')),
    tellEffects('task', distribute, (key) => key === 'task' || key.startsWith('item:')),
    tellEffects('comments', distribute, (key) => key.startsWith('comment:')),
    tellEvent(close, clean, heard),
    { step: 'clean', made: clean.effects.filter(({ state }) => state === 'done').length, state: !isOver(look.run) ? before(clean) : look.run.outcome === 'ok' ? 'fine' : 'bad', detail: isOver(look.run) ? (look.run.reason ?? '') : '' },
  ]
}

const before = ({ run }: Part): 'waiting' | 'working' => (run.stage === 'received' ? 'waiting' : 'working')

function tellEffects(step: Step['step'], part: Part, of: (key: string) => boolean): Step {
  const effects = part.effects.filter(({ key }) => of(key))
  const made = effects.filter(({ state }) => state === 'done').length
  const refused = effects.filter(({ state }) => state === 'refused')
  const over = isOver(part.run)
  // A run that broke has said why; one that planned nothing lacked what comes before it.
  const state = !over ? before(part) : refused.length > 0 || part.run.stage === 'failed' ? 'bad' : made === 0 ? 'skipped' : 'fine'
  const reasons = refused.map(({ errorText, errorCode }) => errorText || (errorCode ?? ''))
  return { step, made, state, detail: [...new Set(reasons.length === 0 && part.run.stage === 'failed' ? [part.run.reason ?? ''] : reasons)].join('\n') }
}

function tellEvent(close: Part, clean: Part, heard: number | null): Step {
  const closed = tellEffects('event', close, () => true)
  if (heard !== null) return { ...closed, state: 'fine', made: 1, detail: '' }
  if (closed.state !== 'fine') return { ...closed, made: 0 }
  return { ...closed, made: 0, state: clean.run.at.decided === null ? 'working' : 'bad' }
}
