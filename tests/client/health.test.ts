/** What of a portal's plan and limits is shown as something to act on. */
import { expect, it } from 'vitest'
import { lackOf, metOften } from '../../client/state/health-weights.ts'

it.each([
  [{ requests: 0, time: 0, overload: 0 }, []],
  [{ requests: 29, time: 4, overload: 0 }, []],
  [{ requests: 30, time: 0, overload: 0 }, ['requests']],
  [{ requests: 0, time: 5, overload: 1 }, ['time', 'overload']],
])('of %j refusals a day often are %j', (limits, kinds) => {
  expect(metOften(limits)).toEqual(kinds)
})

it('a feature is missed where a setting needs it', () => {
  const states = ['there', 'missing', 'not_granted', 'unknown'] as const
  expect(states.map((state) => lackOf({ name: 'work_time', state, used: true }))).toEqual([null, 'missing', 'not_granted', 'unknown'])
  expect(states.map((state) => lackOf({ name: 'work_time', state, used: false }))).toEqual([null, null, null, null])
})
