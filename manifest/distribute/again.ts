/** Selecting again: the visit of a distribution that was undone is distributed anew, by today's rules. */
import type { Ask } from '../ask.ts'
import type { Given, Later, Plan } from '../define.ts'
import { distribute, type DistributionReturns } from './distribute.ts'
import { undoTexts } from './undo-texts.ts'

export async function selectAgain(insteadOf: string, ask: Ask, given: Given): Promise<Plan<DistributionReturns | Record<string, never>> | Later> {
  const kept = await ask.distribution(insteadOf)
  if (!kept?.distribution.undone) return { outcome: 'refused', returns: {}, effects: [], keeps: {}, log: undoTexts[given.portal.language].noSource }
  const { document, reportId, directions } = kept.distribution
  const report = reportId === null ? null : await ask.report(reportId)
  const known = new Set((await ask.directions()).filter(({ archived }) => !archived).map(({ id }) => id))
  // A direction that was archived meanwhile has nobody to be asked for.
  const directionIds = directions.map(({ id }) => id).filter((id) => known.has(id))
  return distribute({ document, report, directionIds, eventToken: null, insteadOf, rules: await ask.settings() }, '', ask, given)
}
