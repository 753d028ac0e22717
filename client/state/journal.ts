/** The list of runs: search, filters, pages, and following of the runs that are still at work. */
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { JournalRow } from '../../domain/contract/journal.ts'
import type { DirectionId } from '../../domain/ids.ts'
import type { OutcomeCode } from '../../domain/outcome.ts'
import { ask } from '../api.ts'
import { useLoading, usePolling } from './loading.ts'

export interface Filters {
  search: string
  outcome: OutcomeCode | null
  directionId: DirectionId | null
  /** Days back from now; 14 is the server's own default. */
  days: 14 | 30 | 90
}

const dayLength = 86_400_000
/** Kept while the panel is open, so that coming back from a run finds the same list. */
export const filters = reactive<Filters>({ search: '', outcome: null, directionId: null, days: 14 })

/** What is asked of the journal now. */
export const inputNow = () => ({
  search: filters.search.trim(),
  outcome: filters.outcome,
  directionId: filters.directionId,
  since: filters.days === 14 ? null : Date.now() - filters.days * dayLength,
})

export function useJournal() {
  const more = shallowRef<JournalRow[]>([])
  const next = ref<string | null>(null)
  const list = useLoading(async () => {
    const answer = await ask('journal.list', inputNow())
    more.value = []
    next.value = answer.next
    return answer
  })
  const older = useLoading(async () => {
    const answer = await ask('journal.list', { ...inputNow(), cursor: next.value })
    more.value = [...more.value, ...answer.rows]
    next.value = answer.next
    return answer
  })

  const rows = computed(() => [...(list.answer.value?.rows ?? []), ...more.value])
  const filtered = computed(() => filters.search.trim() !== '' || filters.outcome !== null || filters.directionId !== null)
  const atWork = computed(() => rows.value.some(({ state }) => state === 'waiting' || state === 'working' || state === 'doubtful'))

  // Only the first page is followed: asking again would drop the older pages under a reader's eyes.
  const polling = usePolling(list.load, () => (more.value.length > 0 ? null : atWork.value ? 2_000 : 15_000))
  const reload = (): Promise<void> => list.load().then(polling.start)

  let typing: ReturnType<typeof setTimeout> | undefined
  watch(
    () => filters.search,
    () => {
      clearTimeout(typing)
      typing = setTimeout(() => void reload(), 250)
    },
  )
  watch(() => [filters.outcome, filters.directionId, filters.days], reload)
  onScopeDispose(() => clearTimeout(typing))

  const clear = (): void => void Object.assign(filters, { search: '', outcome: null, directionId: null })
  return { filtered, rows, total: computed(() => list.answer.value?.total ?? 0), list, older, next, reload, clear }
}
