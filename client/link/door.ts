/** What the page asks with its own session: that of the link, for one record. */
import type { Answer, Input } from '../../domain/contract.ts'
import { askWith } from '../api.ts'

type Allowed = 'visit.show' | 'visit.submit' | 'visit.result'
export type AskVisit = <Q extends Allowed>(name: Q, input: Input<Q>) => Promise<Answer<Q>>

export const doorOf = (session: string): AskVisit => (name, input) => askWith(name, input, session)
