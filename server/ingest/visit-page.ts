/** The page of a visit's personal link: opens without a portal around it, for one person and one record, or says why it does not. */
import type { Request, Response } from 'express'
import type { VisitLinkContext } from '../../domain/contract.ts'
import { sealVisitor } from '../api/bearer.ts'
import type { House } from '../house.ts'
import { languageOf } from './event.ts'
import { pageHtml, protect } from './serve-page.ts'

const statusOf: Readonly<Record<VisitLinkContext['link'], number>> = { open: 200, expired: 410, incomplete: 404 }

export async function showVisitLink(house: House, request: Request, response: Response): Promise<void> {
  const context = await contextOf(house, request)
  const html = await pageHtml('link.html', context)
  protect(house, null, request, response, () => {
    if (html === null) return void response.status(503).type('text').send('The pages are not built yet. Run: npm run build')
    response.status(statusOf[context.link]).set('Cache-Control', 'no-store').type('html').send(html)
  })
}

async function contextOf({ visitLinks, store, seal, now }: House, request: Request): Promise<VisitLinkContext> {
  const token = request.params['token']
  const link = typeof token === 'string' ? visitLinks.read(token) : null
  const portal = link && (await store.portals.get(link.memberId))
  // Of a portal that has left us nothing is known, its language neither.
  const language = portal?.language ?? languageOf(request.get('accept-language') ?? null) ?? 'en'
  if (!link) return { link: 'incomplete', language, visit: null }
  if (!portal || link.expiresAt <= now()) return { link: 'expired', language, visit: null }
  return { link: 'open', language, visit: { document: link.document, session: sealVisitor(seal, link) } }
}
