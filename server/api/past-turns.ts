/** Questions that read a portal's whole past take much time and memory where it is long: they take turns, whoever asks them. */
import type { QuestionName } from '../../domain/contract/contract.ts'
import type { MemberId } from '../../domain/ids.ts'
import { createTurns } from './turns.ts'

const ofThePast: ReadonlySet<QuestionName> = new Set(['me.numbers', 'fairness.show', 'replay.data', 'shadow.show', 'draws.export'])

/** @returns does the work: at once, or one after another at a portal and two at one time at all of them. @throws Refused `busy` where too many wait */
export function createPastTurns(): <T>(name: QuestionName, memberId: MemberId, work: () => Promise<T>) => Promise<T> {
  const [atPortal, anywhere] = [createTurns(1, 10), createTurns(2, 500)]
  return (name, memberId, work) => (ofThePast.has(name) ? atPortal(memberId, () => anywhere('', work)) : work())
}
