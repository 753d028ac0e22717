/** Which addresses of the portal an application may open, and which of them have a page here. */
import type { Router } from 'vue-router'

const allowed = [
  /^\/crm\/(deal|lead|contact|company|type)\//,
  /^\/marketplace\//,
  /^\/company\/personal\/user\/\d+\//,
  /^\/workgroups\/group\/\d+\//,
]

/**
 * The path inside the portal, or null where it is not allowed. The beginning decides, before `..` is resolved: the SDK puts a
 * prefix and as many steps up in front to choose the slider's width. Marks of sliders and of the asking app are dropped.
 */
export function openablePath(path: unknown, origin: string): string | null {
  if (typeof path !== 'string' || !allowed.some((prefix) => prefix.test(path))) return null
  const url = new URL(path, origin)
  if (url.origin !== origin) return null
  for (const mark of ['IFRAME', 'IFRAME_TYPE', 'from', 'from_app']) url.searchParams.delete(mark)
  return url.pathname + url.search
}

/** Whether the site has a page of its own for that path. */
export const hasPage = (router: Router, path: string) => router.resolve(path).name !== 'nothing'
