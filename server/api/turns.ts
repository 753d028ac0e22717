/** Turns for what many may ask at one moment: a few at a time, some waiting, the rest refused. */
import { refuse } from './refusal.ts'

export type Turns = <T>(line: string, work: () => Promise<T>) => Promise<T>

/** @returns does the work when its turn in its line has come. @throws Refused `busy` where too many wait */
export function createTurns(atOnce: number, mostWaiting: number): Turns {
  const lines = new Map<string, { busy: number; readonly waiting: (() => void)[] }>()
  return async (name, work) => {
    const line = lines.get(name) ?? { busy: 0, waiting: [] }
    lines.set(name, line)
    if (line.busy < atOnce) line.busy++
    else if (line.waiting.length >= mostWaiting) throw refuse('busy', 'too_many')
    // Whoever goes leaves the place to the next one.
    else await new Promise<void>((mine) => line.waiting.push(mine))
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      if (next) next()
      else if (--line.busy === 0) lines.delete(name)
    }
  }
}
