/** Shares of a direction whose way of picking was changed within the period: some draws had a test, some an order. */
import { expect, it } from 'vitest'
import { sharesOf } from '../../client/state/shares.ts'

const share = (id: number, picked: number, expected: number) => ({ person: { id: id as never, name: `Person ${id}`, position: '' }, tookPart: 10, picked, expected, usual: [expected - 3, expected + 3] as [number, number] })

it('name everybody once, with all that they had', () => {
  const chance = { draws: 12, p: 0.4, among: 0.8, gap: { size: 2, usual: 5 }, verdict: 'even' as const, people: [share(1, 7, 6), share(2, 5, 6)] }
  const order = { draws: 8, gap: 1, astray: 0, loads: null, people: [share(2, 5, 4), share(3, 3, 4)].map((one) => ({ ...one, usual: null })) }
  expect(sharesOf({ key: 'dir_one', name: 'Plumbing', draws: 20, chance, order }).map(({ person, tookPart, picked, expected, usual }) => [person.id, tookPart, picked, expected, usual])).toEqual([
    [1, 10, 7, 6, [3, 9]],
    [2, 20, 10, 10, null],
    [3, 10, 3, 4, null],
  ])
})
