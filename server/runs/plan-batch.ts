/** What goes out next of a run: pure planning over its effects. */
import type { Params } from '../../manifest/methods.ts'
import { batchLength, type Command } from '../portal/encode.ts'
import type { StoredEffect } from '../store/effects.ts'
import { hasEmbedded, hasStoredFile, settleReferences, type Known } from './references.ts'

export interface BatchPlan {
  /** Effects of one batch in the order of sending; references left in them point inside the batch. */
  readonly commands: readonly Command[]
  /** Effects that need a refused one. */
  readonly skipped: readonly string[]
}

/**
 * @param effects all of the run, in order of phases; none of them `sent` or `doubtful`
 * @param embeds the portal puts numbers into texts by reference; where it does not, what needs that waits until they are known
 * @param amend last word on an effect's parameters, for the reply that tells of refusals
 */
export function planBatch(
  effects: readonly StoredEffect[],
  embeds: boolean,
  amend: (effect: StoredEffect, params: Params) => Params = (_, params) => params,
): BatchPlan {
  const commands: Command[] = []
  const here = new Set<string>()
  const skipped: string[] = []
  const byKey = new Map(effects.map((effect) => [effect.key, effect]))
  const known = (key: string): Known => {
    const effect = byKey.get(key)
    if (here.has(key)) return 'here'
    return effect?.state === 'done' ? { value: effect.result } : 'lost'
  }
  for (const effect of effects) {
    if (effect.state !== 'planned') continue
    const { params, lost } = settleReferences(effect.params, known)
    // A reply is never left out: the workflow waits for it and takes an empty value for what was not made.
    if (lost && effect.phase !== 'reply') {
      skipped.push(effect.key)
      continue
    }
    if (commands.length === batchLength || (!embeds && hasEmbedded(params))) break
    const alone = hasStoredFile(params)
    if (alone && commands.length > 0) break
    here.add(effect.key)
    commands.push({ key: effect.key, method: effect.method, params: amend(effect, params) })
    if (alone) break
  }
  return { commands, skipped }
}

/** Essentials that the portal would not have, with its own words; empty when all went well. */
export function refusals(effects: readonly StoredEffect[]): string[] {
  return effects.filter(({ phase, state }) => phase === 'essential' && state === 'refused').map(({ errorCode, errorText }) => (errorText || errorCode) ?? '')
}
