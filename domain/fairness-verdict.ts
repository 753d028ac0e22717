/** What is to be thought of several groups of draws together: of twenty fair ones one is rare by itself, so all are judged at once (Holm 1979). */

export const verdicts = ['too_few', 'even', 'unusual', 'skewed'] as const
export type Verdict = (typeof verdicts)[number]

/** Below that even a wholly one-sided draw would not stand out. */
const fewest = 10
/** Of a hundred fair journals so many at most are told to be worth watching somewhere, whatever the number of groups. */
const seldom = 0.05
/** And so many at most to be uneven. */
const hardlyEver = 0.01

export interface Judged {
  /** How often one group or another of as many fair ones lies at least so far apart, 0 to 1; null: too few draws to tell. */
  readonly among: number | null
  readonly verdict: Verdict
}

export const isJudged = (draws: number): boolean => draws >= fewest

/** @param found each group's draws, and its p by itself */
export function judge(found: readonly { readonly draws: number; readonly p: number }[]): Judged[] {
  const told = found.map(({ draws }) => isJudged(draws))
  const adjusted = holm(found.filter((_, index) => told[index]).map(({ p }) => p))
  let next = 0
  return told.map((enough) => {
    if (!enough) return { among: null, verdict: 'too_few' }
    const among = adjusted[next++] as number
    return { among, verdict: among <= hardlyEver + 1e-9 ? 'skewed' : among < seldom ? 'unusual' : 'even' }
  })
}

/** Holm's: the smallest p counts as often as there are groups, the next once less, and none for less than one before it. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => (ps[a] as number) - (ps[b] as number))
  const adjusted = new Array<number>(ps.length).fill(1)
  let least = 0
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (ps[index] as number) * (ps.length - rank)))
    adjusted[index] = least
  }
  return adjusted
}
