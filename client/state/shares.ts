/** Everybody's picks beside what was to be expected, put together from draws by chance and draws by order. */
import type { FairnessGroup } from '../../domain/contract/fairness.ts'

type FairShares = NonNullable<FairnessGroup['chance']>['people']

/** Everybody once, also where the way of picking was changed within the period and some draws had a test and some an order; most above the expected first. */
export function sharesOf({ chance, order }: FairnessGroup): FairShares {
  const all = new Map<number, FairShares[number]>()
  for (const one of [...(chance?.people ?? []), ...(order?.people ?? [])]) {
    const before = all.get(one.person.id)
    all.set(one.person.id, before ? { ...one, tookPart: before.tookPart + one.tookPart, picked: before.picked + one.picked, expected: before.expected + one.expected, usual: null } : one)
  }
  return [...all.values()].sort((a, b) => b.picked - b.expected - (a.picked - a.expected))
}
