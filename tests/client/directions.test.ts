/** Directions shared by the panel's sections: whatever order answers come in, what is shown is the newest. */
import { expect, it, vi } from 'vitest'

const waiting: ((directions: readonly { id: string }[]) => void)[] = []
vi.mock('../../client/api.ts', () => ({
  ask: (question: string, input: { id: string }) =>
    question === 'directions.save' ? Promise.resolve({ direction: input }) : new Promise((done) => waiting.push((directions) => done({ directions }))),
}))
interface Shared {
  readonly all: { readonly value: readonly { id: string }[] | null }
  readonly busy: { readonly value: boolean }
  load(): Promise<void>
  save(input: { id: string }): Promise<unknown>
}
// By a name that is not known before: the client's types are those of a browser, and are checked apart.
const place = '../../client/state/directions.ts'
const { directions } = (await import(place)) as { directions: Shared }
const shown = () => directions.all.value?.map(({ id }) => id)

it('shows the answer to the later of two questions, also where the earlier one is answered last', async () => {
  const [early, late] = [directions.load(), directions.load()]
  waiting[1]?.([{ id: 'stored meanwhile' }])
  await late
  waiting[0]?.([])
  await early
  expect(shown()).toEqual(['stored meanwhile'])
  expect(directions.busy.value).toBe(false)
})

it('keeps what was stored while a question was on its way', async () => {
  const asked = directions.load()
  await directions.save({ id: 'new' })
  waiting[2]?.([{ id: 'stored meanwhile' }])
  await asked
  expect(shown()).toEqual(['stored meanwhile', 'new'])
  waiting[3]?.([{ id: 'stored meanwhile' }, { id: 'new' }])
  await vi.waitFor(() => expect(directions.busy.value).toBe(false))
  expect(shown()).toEqual(['stored meanwhile', 'new'])
})
