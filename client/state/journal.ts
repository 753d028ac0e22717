/** The list of runs: search, filters, pages, and following of the runs that are still at work. */
import { computed, onScopeDispose, reactive, shallowRef, watch } from 'vue'
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
  const list = useLoading(async () => {
    const input = inputNow()
    return { ...(await ask('journal.list', input)), input }
  })
  let listed = Promise.resolve()
  const look = (): Promise<void> => (listed = list.load())

  /** Pages asked for by hand, and the first one that they go on from: with another first page they begin anew. */
  const further = shallowRef<{ after: object; rows: JournalRow[]; next: string | null } | null>(null)
  const shown = computed(() => (further.value?.after === list.answer.value ? further.value : null))
  const next = computed(() => (shown.value ?? list.answer.value)?.next ?? null)
  const older = useLoading(async () => {
    // What is being looked at again would be a first page that this one does not go on from.
    await listed
    const [after, rows] = [list.answer.value, shown.value?.rows ?? []]
    if (!after) return
    const answer = await ask('journal.list', { ...after.input, cursor: next.value })
    further.value = { after, rows: [...rows, ...answer.rows], next: answer.next }
  })

  const rows = computed(() => [...(list.answer.value?.rows ?? []), ...(shown.value?.rows ?? [])])
  const filtered = computed(() => filters.search.trim() !== '' || filters.outcome !== null || filters.directionId !== null)
  const atWork = computed(() => rows.value.some(({ state }) => state === 'waiting' || state === 'working' || state === 'doubtful'))

  // Only the first page is followed: asking again would drop the older pages under a reader's eyes.
  const follow = async (): Promise<void> => (shown.value || older.busy.value ? undefined : look())
  const polling = usePolling(follow, () => (atWork.value ? 2_000 : 15_000))
  const reload = (): Promise<void> => look().then(polling.start)

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
