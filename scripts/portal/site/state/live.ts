/** A question that a page keeps asking: its answer stays fresh without flicker, since an equal answer changes nothing. */
import { shallowRef, watch, type ShallowRef } from 'vue'
import { actingId } from './acting.ts'
import { ask, asRefused, type Answer, type Input, type Name, type Refused } from './api.ts'
import { language } from './language.ts'
import { tick } from './portal.ts'

export interface Live<N extends Name> {
  data: ShallowRef<Answer<N> | null>
  error: ShallowRef<Refused | null>
  reload: () => Promise<void>
}

export function useLive<N extends Name>(name: N, input: () => Input<N>): Live<N> {
  const data: ShallowRef<Answer<N> | null> = shallowRef(null)
  const error = shallowRef<Refused | null>(null)
  let last = ''
  let round = 0
  let busy = 0

  async function reload(): Promise<void> {
    const mine = ++round
    busy += 1
    try {
      const answer = await ask(name, input())
      if (mine !== round) return
      error.value = null
      const text = JSON.stringify(answer)
      if (text !== last) {
        last = text
        data.value = answer
      }
    } catch (problem) {
      if (mine !== round) return
      const refused = asRefused(problem)
      // While the portal is away what was read stays on the screen; a refusal takes it away.
      if (refused.status !== 0) {
        data.value = null
        last = ''
      }
      if (refused.status !== 0 || data.value === null) error.value = refused
    } finally {
      busy -= 1
    }
  }

  watch(
    [() => JSON.stringify(input()), actingId, language],
    ([now], [before]) => {
      if (before !== undefined && now !== before && name !== 'inspector.show') {
        data.value = null
        last = ''
      }
      void reload()
    },
    { immediate: true },
  )
  // A slow answer is waited for, not overtaken by the next tick.
  watch(tick, () => (busy === 0 ? reload() : undefined))
  return { data, error, reload }
}
