/** One question being asked: its answer, its trouble, and whether it has taken long enough to show a skeleton. */
import { onScopeDispose, ref, type Ref, shallowRef } from 'vue'
import { type Trouble, troubleOf } from '../refused.ts'

/** Milliseconds before a skeleton appears: quicker answers would only flicker. */
const skeletonAfter = 200

export interface Loading<T> {
  readonly answer: Readonly<Ref<T | null>>
  readonly trouble: Readonly<Ref<Trouble | null>>
  readonly busy: Readonly<Ref<boolean>>
  /** True when there is nothing to show yet and the wait is long enough to be seen. */
  readonly skeleton: Readonly<Ref<boolean>>
  /** Asks (again); the old answer stays until the new one is here. A later call overtakes an earlier one. */
  load(): Promise<void>
  /** Puts an answer that came another way. */
  put(answer: T): void
}

export function useLoading<T>(question: () => Promise<T>): Loading<T> {
  const answer = shallowRef<T | null>(null)
  const trouble = ref<Trouble | null>(null)
  const busy = ref(false)
  const skeleton = ref(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const load = async (): Promise<void> => {
    const mine = ++turn
    busy.value = true
    clearTimeout(timer)
    if (answer.value === null) timer = setTimeout(() => (skeleton.value = true), skeletonAfter)
    try {
      const got = await question()
      if (mine !== turn) return
      answer.value = got
      trouble.value = null
    } catch (error) {
      if (mine === turn) trouble.value = troubleOf(error)
    } finally {
      if (mine === turn) {
        clearTimeout(timer)
        busy.value = false
        skeleton.value = false
      }
    }
  }
  onScopeDispose(() => {
    turn += 1
    clearTimeout(timer)
  })
  return { answer, trouble, busy, skeleton, load, put: (value) => (answer.value = value) }
}

/** Calls `work` again after `delay()` milliseconds for as long as that is not null; stops with the component. */
export function usePolling(work: () => Promise<void>, delay: () => number | null): { start(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  const next = (): void => {
    clearTimeout(timer)
    const wait = delay()
    if (stopped || wait === null) return
    timer = setTimeout(() => void work().then(next), wait)
  }
  onScopeDispose(() => {
    stopped = true
    clearTimeout(timer)
  })
  return { start: next }
}
