/** What the robots of a distribution return, read from its record. */
import type { Distribution } from '../../domain/distribution.ts'
import type { UserId } from '../../domain/ids.ts'
import type { OutcomeCode } from '../../domain/outcome.ts'
import type { Given, Later, Plan } from '../define.ts'
import type { Param, Ref } from '../methods.ts'
import { isRef } from '../methods.ts'
import { servedOf, unservedOf, type DealPlace } from './facts.ts'
import { recordLink } from './write.ts'

export interface Pick {
  readonly draw: string
  readonly managers: readonly UserId[]
  readonly directions: readonly string[]
  readonly unserved: readonly string[]
  readonly record: string
}

export const nothingPicked: Pick = { draw: '', managers: [], directions: [], unserved: [], record: '' }

export function pickOf(distribution: Distribution, given: Given): Pick {
  const served = servedOf(distribution)
  return {
    draw: distribution.id,
    managers: served.map(({ manager }) => manager),
    directions: served.map(({ direction }) => direction.id),
    unserved: unservedOf(distribution),
    record: recordLink(distribution, given),
  }
}

const isPlace = (value: Param): value is number | Ref => typeof value === 'number' || isRef(value)

/** Deals in the order of the directions; those that were never made are left out. */
export const dealsOf = (distribution: Distribution, deal: DealPlace): (number | Ref)[] =>
  servedOf(distribution)
    .map(({ direction }) => deal(direction.id))
    .filter(isPlace)

/** How soon a repeat looks again while the first one is still being written. */
const lookAgainMs = 1000
export const lookAgain = (given: Given): Later => ({ again: given.now + lookAgainMs })

/** A plan that changes nothing: refused, done before, or nothing to do. */
export const onlyReturns = <R>(outcome: OutcomeCode, returns: R, log: string): Plan<R> => ({ outcome, returns, effects: [], keeps: {}, log })
