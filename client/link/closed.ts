/** Why the page of a personal link shows nothing of the client. */
import type { VisitLinkContext } from '../../domain/contract/visit.ts'
import type { Trouble } from '../refused.ts'

export type Closed = Exclude<VisitLinkContext['link'], 'open' | 'code'> | 'closed'

/** What no repetition helps against: the page then shows nothing of the client. */
export const isClosed = (trouble: Trouble): boolean =>
  trouble === 'forbidden' || trouble === 'not_found' || trouble === 'not_installed' || trouble === 'session_required' || trouble === 'session_expired'
