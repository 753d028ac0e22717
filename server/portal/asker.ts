/** Who sits at a page and waits while a portal is asked for them. What a run asks is nobody's, also where somebody's press has woken it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { runIdNow } from '../log.ts'

const waiting = new AsyncLocalStorage<string>()
/** Whatever is asked of the portal within is for this person, named so that nobody else has the name at their portal. */
export const askingFor = <T>(person: string, work: () => Promise<T>): Promise<T> => waiting.run(person, work)
export const askerNow = (): string | null => (runIdNow() === null ? (waiting.getStore() ?? null) : null)
