/** A visit report while it is being written, in the card's tab and on the phone alike: what is ticked, what is missing, what would be sent. */
import { computed, ref, watch } from 'vue'
import type { Answer } from '../../domain/contract.ts'
import type { DirectionId, DocumentRef } from '../../domain/ids.ts'
import { type Draft, emptyDraft } from './draft.ts'

/** What both pages send. */
export interface Report extends Draft {
  readonly document: DocumentRef
}

/** @param keep called with every change; resolves to whether it outlives the page */
export function useReportDraft({ document, directions }: Answer<'visit.show'>, found: Draft | null, keep: (draft: Draft) => boolean | Promise<boolean>) {
  const known = new Set<string>(directions.map(({ id }) => id))
  /** A draft may be older than the directions: what was archived since cannot be ticked. */
  const dropped = found?.directionIds.some((id) => !known.has(id)) ?? false
  const draft = ref<Draft>(found ? { ...found, directionIds: found.directionIds.filter((id) => known.has(id)) } : emptyDraft())
  const kept = ref(found !== null)
  let turn = 0
  watch(
    draft,
    async (value) => {
      const mine = ++turn
      const lasting = await keep(value)
      if (mine === turn) kept.value = lasting
    },
    { deep: true },
  )

  const asked = ref(false)
  const chosen = computed(() => new Set(draft.value.directionIds))
  /** Shown only after sending was tried. */
  const gap = computed(() => asked.value && chosen.value.size === 0)

  function toggle(id: DirectionId): void {
    const ticked = draft.value.directionIds
    draft.value.directionIds = ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id]
  }

  /** @returns null while something is missing, which is shown from then on */
  function input(): Report | null {
    asked.value = true
    if (chosen.value.size === 0) return null
    const { reportId, directionIds, comment } = draft.value
    return { reportId, document: { kind: document.kind, id: document.id }, directionIds, comment: comment.trim() }
  }
  return { draft, kept, dropped, chosen, gap, toggle, input }
}
