/** Gives a person a file: what was asked from the server, as JSON or as a table. */
import type { Answer } from '../../domain/contract/contract.ts'
import { ask } from '../api.ts'

/** The whole chain of draws, page after page. */
export async function allDraws(): Promise<Answer<'draws.export'>> {
  let whole = await ask('draws.export', { after: 0 })
  while (whole.draws.length < (whole.last?.number ?? 0)) {
    const page = await ask('draws.export', { after: whole.draws.at(-1)?.number ?? 0 })
    if (page.draws.length === 0) break
    const periods = new Map([...whole.periods, ...page.periods].map((one) => [`${one.from}-${one.until}`, one]))
    whole = { ...page, periods: [...periods.values()], draws: [...whole.draws, ...page.draws] }
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
