/** Gives a person a file: what was asked from the server, as JSON or as a table. */
import type { Answer } from '../../domain/contract/contract.ts'
import { ask } from '../api.ts'
import { isWhole, withPage } from './draw-pages.ts'

/** The whole chain of draws, page after page. */
export async function allDraws(): Promise<Answer<'draws.export'>> {
  let whole = await ask('draws.export', { after: 0 })
  while (!isWhole(whole)) {
    const page = await ask('draws.export', { after: whole.draws.at(-1)?.number ?? 0 })
    if (page.draws.length === 0) break
    whole = withPage(whole, page)
  }
  return whole
}

export const saveAsFile = (name: string, content: unknown): void => save(name, new Blob([JSON.stringify(content)], { type: 'application/json' }))
export const saveTable = (name: string, table: string): void => save(name, new Blob([table], { type: 'text/csv' }))

function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
