/** Asks the portal by their marks which doubtful effects were done. */
import type { Question } from '../../manifest/ask.ts'
import { lookUp, type LookUp } from '../../manifest/mark.ts'
import type { Mark } from '../../manifest/effect.ts'
import type { Params } from '../../manifest/methods.ts'
import type { Portal } from '../portal/portal.ts'
import type { EffectChange, StoredEffect } from '../store/effects.ts'
import { askPortal } from './ask-portal.ts'
import { settleReferences } from './references.ts'

/**
 * One round: those whose marks can be asked about now. Marks that lean on another doubtful effect (an item on its task) wait
 * for the next round; those that lean on something that was never made were never made themselves.
 * An effect that was sent and lost twice must be missing in two look-ups a grace time apart before it is sent again.
 */
export async function lookUpRound(portal: Portal, effects: readonly StoredEffect[]): Promise<EffectChange[]> {
  const byKey = new Map(effects.map((effect) => [effect.key, effect]))
  const changes: EffectChange[] = []
  const asked = new Map<string, { effect: StoredEffect; look: LookUp }>()
  for (const effect of effects) {
    if (effect.state !== 'doubtful' || effect.mark === null) continue
    const leansOn: string[] = []
    const { params, lost } = settleReferences(effect.mark as unknown as Params, (key) => {
      const other = byKey.get(key)
      leansOn.push(other?.state ?? 'refused')
      return other?.state === 'done' ? { value: other.result } : 'lost'
    })
    if (!lost) asked.set(effect.key, { effect, look: lookUp(params as unknown as Mark) })
    else if (!leansOn.includes('doubtful')) changes.push({ key: effect.key, state: 'planned' })
  }
  const questions: Record<string, Question> = Object.fromEntries([...asked].map(([key, { look }]) => [key, look.question]))
  const answers = asked.size === 0 ? {} : await askPortal(portal, questions)
  for (const [key, { effect, look }] of asked) {
    const answer = answers[key]
    const result = answer ? found(look, answer) : undefined
    if (result === undefined) changes.push({ key, state: 'doubtful', checks: effect.checks })
    else if (result !== null) changes.push({ key, state: 'done', result })
    else if (effect.attempt > 1 && effect.checks === 0) changes.push({ key, state: 'doubtful', checks: 1 })
    else changes.push({ key, state: 'planned' })
  }
  return changes
}

/** `undefined`: the portal's answer does not say. */
function found(look: LookUp, answer: Parameters<LookUp['find']>[0]): unknown {
  try {
    return look.find(answer) ?? null
  } catch {
    return undefined
  }
}
