/** The type of all answers: a question of the contract without an answer does not compile. */
import type { Answer, Contract, Parsed, QuestionName } from '../../domain/contract/contract.ts'
import type { Session, Visitor } from './bearer.ts'

/** Who asks: nobody known, where anybody may. */
export type Asker<Q extends QuestionName> = Contract[Q]['access'] extends 'anyone' ? null : Contract[Q]['access'] extends 'visitor' ? Session | Visitor : Session
export type Handlers = { readonly [Q in QuestionName]: (input: Parsed<Q>, asker: Asker<Q>) => Promise<Answer<Q>> }
