/** What a personal link's token opens: a session for its one visit, or why there is none. */
import type { VisitLinkContext } from '../../domain/contract/visit.ts'
import type { House } from '../house.ts'
import { isOf } from './visitor.ts'
import type { Handlers } from './handlers.ts'
import { beforeDevice, deviceHash } from './visitor.ts'

/**
 * @param device null: not told, as when the page itself is asked for, which a preview of the link does as well: it opens nothing where devices count.
 * @param language that of the reader's browser: of a portal that has left us nothing is known, its language neither
 */
export async function openVisitLink({ visitLinks, store, now }: House, token: string, language: 'ru' | 'en', device: string | null): Promise<VisitLinkContext> {
  const link = visitLinks.read(token)
  if (!link) return { link: 'incomplete', language, visit: null }
  const portal = await store.portals.get(link.memberId)
  const known = portal?.language ?? language
  const kept = portal && (await store.visits.get(link.memberId, link.visitId))
  if (kept && !isOf(kept.visit, link)) return { link: 'incomplete', language, visit: null }
  if (kept && kept.link.number !== link.number) return { link: 'revoked', language: known, visit: null }
  if (kept && kept.link.closed !== null) return { link: kept.link.closed, language: known, visit: null }
  // A visit that was put off takes its link along.
  const expiresAt = kept?.link.until ?? link.expiresAt
  if (!portal || expiresAt <= now()) return { link: 'expired', language: known, visit: null }
  const { visitId, document } = link
  const open = (session: string): VisitLinkContext => ({ link: 'open', language: known, visit: { visitId, document, expiresAt, session } })
  if (!kept || !(await store.settings.get(link.memberId)).linkCode) return open(token)
  const mine = device === null ? null : deviceHash(link, device)
  const knows = mine !== null && (kept.link.devices.includes(mine) || (await store.visits.firstDevice(link.memberId, visitId, mine)))
  return knows ? open(`${token}${beforeDevice}${device}`) : { link: 'code', language: known, visit: null }
}

export const visitOpenHandlers = (house: House): Pick<Handlers, 'visit.open'> => ({
  'visit.open': ({ token, language, device }) => openVisitLink(house, token, language, device),
})
