/** An exported chain of draws, put together from its pages as it was when the first of them was asked for. */
import type { Answer } from '../../domain/contract/contract.ts'

type Page = Answer<'draws.export'>

export const isWhole = ({ draws, last }: Page): boolean => draws.length >= (last?.number ?? 0)

/** A period that ended meanwhile, and draws made meanwhile, are left to the next export: else some would be younger than it, or a secret late. */
export function withPage(whole: Page, page: Page): Page {
  const periods = new Map([...page.periods, ...whole.periods].map((one) => [`${one.from}-${one.until}`, one]))
  return { ...whole, periods: [...periods.values()], draws: [...whole.draws, ...page.draws.filter(({ number }) => number <= (whole.last?.number ?? 0))] }
}
