/** The record that a card's page shows: kept fresh, and moved on by its stage bar. */
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { ask } from './api.ts'
import { useLive } from './live.ts'
import { sayRefused } from './notices.ts'

export function useRecord<Kind extends 'lead' | 'deal'>(kind: Kind) {
  const route = useRoute()
  const id = computed(() => Number(route.params['id']))
  const shown = useLive(`${kind}.show` as const, () => ({ id: id.value }))

  async function move(stageId: string): Promise<void> {
    try {
      await ask(`${kind}.move` as const, { id: id.value, stageId })
    } catch (problem) {
      sayRefused(problem)
    }
    await shown.reload()
  }
  return { ...shown, move }
}
