/** Keeps the portal's frame as high as what is shown in it, so that it never has scroll bars of its own. */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { usePortal } from './portal.ts'

/** Heights that floating things (the side panel) need; the frame is as high as the highest. */
const floating = ref(new Map<symbol, number>())
let refit: (() => void) | null = null

/**
 * Follows the height of `content`.
 * @param minimum pixels, so that a page with little on it does not look cut off
 */
export function useFit(content: Ref<HTMLElement | null>, minimum: number): void {
  const { frame } = usePortal()
  let told = 0
  let observer: ResizeObserver | null = null
  const fit = (): void => {
    const wanted = Math.ceil(Math.max(minimum, content.value?.scrollHeight ?? 0, ...floating.value.values()))
    if (wanted === told) return
    told = wanted
    frame.fit(wanted)
  }
  onMounted(() => {
    refit = fit
    observer = new ResizeObserver(fit)
    if (content.value) observer.observe(content.value)
    fit()
  })
  onBeforeUnmount(() => {
    observer?.disconnect()
    refit = null
  })
}

/** Room for something that floats over the page; call the returned function when it is gone. */
export function reserveHeight(pixels: number): () => void {
  const key = Symbol('height')
  floating.value.set(key, pixels)
  refit?.()
  return () => {
    floating.value.delete(key)
    refit?.()
  }
}
