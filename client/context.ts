/** What the server wrote into the page: which page this is, for which portal, about which record. */
import { PageContext } from '../domain/contract/page.ts'

/** Null where the page was opened by hand: the placeholder was never filled in. */
export function readContext(from: Document): PageContext | null {
  const text = from.getElementById('context')?.textContent
  if (!text) return null
  try {
    return PageContext.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
