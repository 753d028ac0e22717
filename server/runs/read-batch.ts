/** What became of each effect of a batch: pure reading of the portal's answers. */
import { methods } from '../../manifest/methods.ts'
import { isUnclear } from '../portal/errors.ts'
import type { CommandAnswer } from '../portal/portal.ts'
import type { EffectChange, StoredEffect } from '../store/effects.ts'
import { triesOfBroken } from './retry.ts'

export interface BatchReading {
  readonly changes: readonly EffectChange[]
  /** A method's limit was reached: nothing more before this moment. */
  readonly again: number | null
}

/** Nobody knows whether it was done: look up what carries a mark, send again what may be done twice. */
export const unclear = ({ key, mark }: StoredEffect): EffectChange => ({ key, state: mark === null ? 'planned' : 'doubtful' })

/** @param sent the effects of the batch in their order */
export function readBatch(sent: readonly StoredEffect[], answers: ReadonlyMap<string, CommandAnswer>): BatchReading {
  const changes: EffectChange[] = []
  let again: number | null = null
  let halted = false
  for (const effect of sent) {
    const answer = answers.get(effect.key)
    if (!answer) {
      changes.push(halted ? { key: effect.key, state: 'planned', notSent: true } : unclear(effect))
    } else if (answer.ok) {
      changes.push(readDone(effect, answer.value))
    } else {
      halted = true
      if (answer.again !== null) again = answer.again
      changes.push(readError(effect, answer))
    }
  }
  return { changes, again }
}

function readDone(effect: StoredEffect, value: unknown): EffectChange {
  const read = methods[effect.method].result.safeParse(value)
  if (read.success) return { key: effect.key, state: 'done', result: read.data }
  // Done, but its result is not to be read here: the look-up finds it by the mark.
  return effect.mark === null ? { key: effect.key, state: 'done', errorCode: 'unexpected_answer' } : { key: effect.key, state: 'doubtful' }
}

function readError(effect: StoredEffect, { code, text, again }: Extract<CommandAnswer, { ok: false }>): EffectChange {
  if (again !== null) return { key: effect.key, state: 'planned', notSent: true }
  if (isUnclear(code) && (effect.mark !== null || effect.attempt < triesOfBroken)) return unclear(effect)
  // The workflow has gone on or is gone: nobody waits for this reply any more.
  if (effect.phase === 'reply' && code.toUpperCase() === 'ACCESS_DENIED') return { key: effect.key, state: 'done', errorCode: code }
  return { key: effect.key, state: 'refused', errorCode: code, errorText: text }
}
