/** Every size of visit and pool takes no request more than the batches need, counted at the portal. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allowed, directionCounts, distributeOnStage, growPools, makeDirections, poolSizes, requestsOfOne } from '../../scripts/bench/distributing.ts'
import { install, openHouse, patient, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false, grow: growPools }, app: patient })
  administrator = house.as(1)
  await install(administrator)
  // The company structure is in store from here on.
  await administrator.app('directions.suggest', {})
})
afterAll(() => house.close())

it.each(poolSizes)('from a pool of %d', async (pool) => {
  const all = await makeDirections(administrator, pool, Math.max(...directionCounts))
  const more: string[] = []
  for (const count of directionCounts) {
    // Skipping off changes the read batch only, so one size of visit shows it.
    for (const skip of count === 3 ? [true, false] : [true]) {
      await distributeOnStage(administrator, all.slice(0, count), skip)
      const [taken, most] = [await requestsOfOne(house.portal, administrator, count), allowed(count, pool, skip) + house.moreRequests]
      if (taken > most) more.push(`${count} directions, ${skip ? '' : 'nobody '}skipped: ${taken} instead of ${most}`)
    }
  }
  expect(more).toEqual([])
  expect(house.portal.unknownFields).toEqual([])
})
