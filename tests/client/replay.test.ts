/** A replay in the page: it tells how far it is, and stops in the middle when it is told to. */
import { expect, it } from 'vitest'
import { compare, replayOf } from '../../client/state/replay.ts'
import type { PastData } from '../../domain/contract/past.ts'
import { DirectionId, UserId } from '../../domain/ids.ts'
import { defaultSettings } from '../../domain/settings.ts'

const direction = DirectionId.parse('dir_aaaa')
const ids = [1, 2, 3].map((id) => UserId.parse(id))
const people = ids.map((id) => ({ id, name: `Person ${id}`, position: '', timeZone: null, departments: [1 as never], active: true, everActive: true }))
const data = (count: number): PastData => ({
  cases: Array.from({ length: count }, (_, index) => ({
    id: String(index),
    runId: `run_${String(index).padStart(20, '0')}` as never,
    document: { kind: 'lead' as const, id: 1 },
    owner: null,
    fixed: {},
    at: 1_700_000_000_000 + index * 60_000,
    directionIds: [direction],
    clients: [`lead:${index}`],
    away: index % 2 === 0 ? [{ userId: UserId.parse(3), reason: 'absent' as const }] : [],
    actual: [{ directionId: direction, picked: UserId.parse(1) }],
    actualMain: null,
  })),
  undone: 0,
  directions: [{ id: direction, name: 'Plumbing', members: people.map((person) => ({ person, isHead: false })), heads: [], reserve: null, tags: [] }],
  settings: defaultSettings,
  personRules: [],
  others: [],
  choices: [],
})

it('divides what one person had, leaves out who was away, and comes out the same again', async () => {
  const once = await replayOf(data(300), { ...defaultSettings, policy: 'in_turn' }, () => undefined, () => false)
  const again = await replayOf(data(300), { ...defaultSettings, policy: 'in_turn' }, () => undefined, () => false)
  if (!once) throw new Error('stopped')
  expect(again).toEqual(once)
  const { spread, unserved, people: all } = compare(data(300), once)
  expect(all.reduce((sum, { would }) => sum + would, 0)).toBe(300)
  expect(all[0]).toMatchObject({ name: 'Person 1', was: 300 })
  expect(spread.would[1]).toBeLessThan(300)
  // Person 3 was away at every second visit.
  expect(all.find(({ name }) => name === 'Person 3')?.would).toBeLessThanOrEqual(150)
  expect(unserved).toEqual({ was: 0, would: 0 })
})

it('tells how far it is and can be stopped', async () => {
  let told = 0
  const result = await replayOf(data(40_000), { ...defaultSettings, policy: 'even_random' }, (part) => (told = part), () => told > 0)
  expect(result).toBeNull()
  expect(told).toBeGreaterThan(0)
  expect(told).toBeLessThan(1)
})
