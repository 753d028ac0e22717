/** The journal's list: pages asked for by hand are neither mixed with those of other filters nor taken away by what is followed meanwhile. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'

interface Asked {
  readonly input: { readonly search: string; readonly cursor?: string }
  answer(rows: readonly string[], next: string | null): void
}
const asked: Asked[] = []
vi.mock('../../client/api.ts', () => ({
  ask: (_: string, input: Asked['input']) =>
    new Promise((done) => asked.push({ input, answer: (rows, next) => done({ rows: rows.map((runId) => ({ runId, state: 'done' })), total: 9, next }) })),
}))
interface Journal {
  readonly rows: { readonly value: readonly { runId: string }[] }
  readonly next: { readonly value: string | null }
  readonly older: { load(): Promise<void> }
  reload(): Promise<void>
}
// By a name that is not known before: the client's types are those of a browser, and are checked apart.
const place = '../../client/state/journal.ts'
const { filters, useJournal } = (await import(place)) as { filters: { outcome: string | null }; useJournal(): Journal }

let scope = effectScope()
let journal: Journal
const shown = () => journal.rows.value.map(({ runId }) => runId)
/** Lets what was answered arrive. */
const settle = () => vi.advanceTimersByTimeAsync(0)
beforeEach(async () => {
  vi.useFakeTimers()
  asked.length = 0
  filters.outcome = null
  scope = effectScope()
  journal = scope.run(useJournal) as Journal
  void journal.reload()
  asked[0]?.answer(['first'], 'second page')
  await settle()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

it('keeps the older pages when it is time to look again', async () => {
  void journal.older.load()
  await settle()
  asked[1]?.answer(['second'], 'third page')
  await settle()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveLength(2)
  expect(shown()).toEqual(['first', 'second'])
  void journal.older.load()
  await settle()
  expect(asked[2]?.input.cursor).toBe('third page')
})

it('shows the page asked for while the list was being looked at again, after what was found there', async () => {
  await vi.advanceTimersByTimeAsync(15_000)
  void journal.older.load()
  await settle()
  asked[1]?.answer(['newest'], 'page after the newest')
  await settle()
  expect(asked[2]?.input.cursor).toBe('page after the newest')
  asked[2]?.answer(['older'], null)
  await settle()
  expect(shown()).toEqual(['newest', 'older'])
  expect(journal.next.value).toBeNull()
})

it('does not mix a late page with the rows of other filters', async () => {
  void journal.older.load()
  await settle()
  filters.outcome = 'refused'
  await nextTick()
  asked[2]?.answer(['of another filter'], 'its second page')
  await settle()
  asked[1]?.answer(['late'], null)
  await settle()
  expect(shown()).toEqual(['of another filter'])
  expect(journal.next.value).toBe('its second page')
})

it('goes on from the newest list, whichever answer comes last', async () => {
  filters.outcome = 'refused'
  await nextTick()
  filters.outcome = 'distributed'
  await nextTick()
  asked[2]?.answer(['distributed'], 'page of the distributed')
  await settle()
  asked[1]?.answer(['refused'], 'page of the refused')
  await settle()
  expect(shown()).toEqual(['distributed'])
  expect(journal.next.value).toBe('page of the distributed')
})
