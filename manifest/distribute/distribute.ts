/** A distribution from start to plan: one draw for all directions, a main manager, a deal each, one task. */
import { chooseMain } from '../../domain/main.ts'
import type { Distribution } from '../../domain/distribution.ts'
import type { UserId } from '../../domain/ids.ts'
import { proving, type Drawn } from '../../domain/proof.ts'
import type { OutcomeCode } from '../../domain/outcome.ts'
import type { Ask } from '../ask.ts'
import type { Given, Later, Plan } from '../define.ts'
import type { Ref } from '../methods.ts'
import { dealRef, madeDeals, nameIn, servedOf, taskRef, unservedOf, type DealPlace } from './facts.ts'
import { pickManagers, type DistributionStart } from './pick.ts'
import { dealsOf, lookAgain, nothingPicked, onlyReturns, pickOf, type Pick } from './returns.ts'
import { mainFactsOf } from './standing.ts'
import { texts } from './texts.ts'
import { affordableChecks, checkEffects, comments, dealEffects, notices, peopleToCheck, stageEffects, taskEffects } from './write.ts'

/** Everything that the robots of the chain return together. */
export interface DistributionReturns extends Pick {
  readonly mainManager: UserId | null
  readonly deals: readonly (number | Ref)[]
  readonly task: number | Ref | null
  readonly outcome: OutcomeCode
}

/** @param moveTo stage to move to afterwards; empty: none */
export async function distribute(start: DistributionStart, moveTo: string, ask: Ask, given: Given): Promise<Plan<DistributionReturns> | Later> {
  const words = texts[given.portal.language]
  const picking = await pickManagers(start, ask, given)
  if (picking.state === 'refused') return onlyReturns('refused', { ...nothingPicked, mainManager: null, deals: [], task: null, outcome: 'refused' }, picking.log)
  if (picking.state === 'kept') {
    const { distribution, settled, dealIds, taskId } = picking.kept
    if (!settled) return lookAgain(given)
    return onlyReturns('already_done', returnsOf(distribution, 'already_done', madeDeals(dealIds), taskId, given), words.alreadyDone)
  }
  const { distribution, drawn } = await withMain(picking.distribution, ask, given)
  const keeps = { distribution, drawn: [...picking.drawn, ...drawn], ...(picking.said ? { said: picking.said } : {}) }
  const { mainManager } = distribution.draw
  const unserved = unservedOf(distribution)
  const returns = returnsOf(distribution, distribution.outcome, dealRef, mainManager === null ? null : taskRef, given)
  if (mainManager === null) return { outcome: distribution.outcome, returns, effects: [], keeps, log: words.nobody(unserved) }
  const essentials = [...dealEffects(distribution, picking.read, given), ...taskEffects(distribution, mainManager, dealRef, given)]
  const people = peopleToCheck(distribution)
  const rest = [...stageEffects(distribution, moveTo), ...notices(distribution, dealRef, given), ...comments(distribution, given)]
  return {
    outcome: distribution.outcome,
    returns,
    // Whom nobody has asked for is always looked at: reading would have been that request.
    effects: [...essentials, ...(picking.said === 'taken' ? checkEffects(people) : affordableChecks(people, essentials.length + rest.length)), ...rest],
    keeps,
    log: [words.done(servedOf(distribution).length, nameIn(distribution, mainManager), unserved), words.severalFound(picking.read.severalFound)].join(' ').trim(),
  }
}

/** The main manager is a draw of their own: chosen at once or by a later robot, it is the same person. */
export async function withMain(distribution: Distribution, ask: Ask, given: Given): Promise<{ readonly distribution: Distribution; readonly drawn: readonly Drawn[] }> {
  const { draw } = distribution
  const facts = await mainFactsOf(draw, distribution.ownerId, ask, given.now)
  const { pick, drawn } = proving(distribution.id, given.chance)
  return { distribution: { ...distribution, draw: { ...draw, ...chooseMain(draw.picked, draw.directions, facts, pick) } }, drawn }
}

function returnsOf(distribution: Distribution, outcome: OutcomeCode, deal: DealPlace, task: number | Ref | null, given: Given): DistributionReturns {
  return { ...pickOf(distribution, given), mainManager: distribution.draw.mainManager, deals: dealsOf(distribution, deal), task, outcome }
}
