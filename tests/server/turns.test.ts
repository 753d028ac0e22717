/** What many ask at one moment takes turns: a few at a time, some waiting, the rest refused, and no portal waits for another. */
import { expect, it } from 'vitest'
import type { MemberId } from '../../domain/ids.ts'
import { createPastTurns } from '../../server/api/past-turns.ts'
import { createTurns } from '../../server/api/turns.ts'

it('a flood has three at a time and a hundred waiting, and leaves nothing behind', async () => {
  const turns = createTurns(3, 100)
  let [busy, most, worked] = [0, 0, 0]
  const [one, two] = ['portalone', 'portaltwo'] as MemberId[] as [MemberId, MemberId]
  const work = async (): Promise<void> => {
    most = Math.max(most, ++busy)
    await new Promise((done) => setImmediate(done))
    busy--
    // A refusal frees its turn as well.
    if (++worked % 2 === 0) throw new Error('no')
  }
  const flood = Array.from({ length: 150 }, () => turns(one, work).catch((error: Error) => error.message))
  expect(await turns(two, () => Promise.resolve('another portal'))).toBe('another portal')
  const answers = await Promise.all(flood)
  expect([most, worked, answers.filter((answer) => answer === 'busy').length]).toEqual([3, 103, 47])
  expect(await turns(one, () => Promise.resolve('afterwards'))).toBe('afterwards')
})

it('what reads the whole past is done one at a time at each portal and two at all of them, and nothing else waits for it', async () => {
  const turns = createPastTurns()
  const busy = new Map<string, number>()
  let [together, most] = [0, 0]
  let [atOne, end] = [0, (): void => undefined]
  const held = new Promise<void>((done) => (end = done))
  const work = (portal: string) => async (): Promise<string> => {
    busy.set(portal, (busy.get(portal) ?? 0) + 1)
    most = Math.max(most, ++together)
    atOne = Math.max(atOne, busy.get(portal) ?? 0)
    await held
    together--
    busy.set(portal, (busy.get(portal) ?? 0) - 1)
    return portal
  }
  const asked = Array.from({ length: 60 }, (_, index) => {
    const portal = `portal${index % 3}` as MemberId
    return turns(index % 2 === 0 ? 'me.numbers' : 'replay.data', portal, work(portal)).catch((error: Error) => error.message)
  })
  expect(await turns('settings.show', 'portal0' as MemberId, () => Promise.resolve('at once'))).toBe('at once')
  end()
  expect((await Promise.all(asked)).filter((one) => one === 'busy')).toHaveLength(60 - 3 * 11)
  expect([most, atOne]).toEqual([2, 1])
})
