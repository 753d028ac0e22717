/** What the page asks with its own session: that of the link, for one record. Its answers are our own server's and are not parsed: schemas alone would double the page. */
import type { Answer, Input } from '../../domain/contract/contract.ts'
import { post } from '../refused.ts'

type Allowed = 'visit.open' | 'visit.askCode' | 'visit.giveCode' | 'visit.show' | 'visit.submit' | 'visit.photos' | 'visit.result'
export type AskVisit = <Q extends Allowed>(name: Q, input: Input<Q>) => Promise<Answer<Q>>

/** A bar of signal that carries nothing is no network. */
export const patienceMs = 30_000

/** @param session null: nobody yet. Throws `Refused`. */
export const doorOf =
  (session: string | null): AskVisit =>
  async (name, input) =>
    (await post(name, input, session, patienceMs)) as Answer<typeof name>
