/** The page of a visit's personal link: opens without a portal around it and tells what its token opens; on a phone it is kept for the times without a network. */
import express, { Router, type Request, type Response } from 'express'
import type { VisitLinkContext } from '../../domain/contract.ts'
import { openVisitLink } from '../api/visit-open.ts'
import type { House } from '../house.ts'
import { languageOf } from './event.ts'
import { linkFolder, pageHtml, protect } from './serve-page.ts'

const statusOf: Readonly<Record<VisitLinkContext['link'], number>> = { open: 200, expired: 410, incomplete: 404 }

/** Names of languages are in no browser's list that matters here: the page itself speaks the portal's. */
const webManifest = {
  name: 'Fairlead',
  short_name: 'Fairlead',
  id: '/visit/mine',
  start_url: '/visit/mine',
  scope: '/visit/',
  display: 'standalone',
  background_color: '#f3f4f1',
  theme_color: '#0c6657',
  icons: [192, 512].map((size) => ({ src: `/link/icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose: 'any maskable' })),
}

export function visitPages(house: House): Router {
  const router = Router()
  router.use('/link', express.static(linkFolder.pathname, { index: false, immutable: true, maxAge: '30d', fallthrough: false }))
  // A browser compares the worker with the one it has; its folder is the part of our site that it works for.
  router.get('/visit/worker.js', (_, response) => response.sendFile('worker.js', { root: linkFolder.pathname, cacheControl: false, headers: { 'Cache-Control': 'no-cache' } }))
  router.get('/visit/app.webmanifest', (_, response) => void response.type('application/manifest+json').send(JSON.stringify(webManifest)))
  // The page without a visit: what the worker keeps, and the list of the visits that this phone has.
  router.get(['/visit/shell', '/visit/mine'], (request, response) => show(house, null, request, response))
  router.get(['/visit', '/visit/:token'], async (request, response) => {
    const token = request.params['token']
    const language = languageOf(request.get('accept-language') ?? null) ?? 'en'
    await show(house, await openVisitLink(house, typeof token === 'string' ? token : '', language), request, response)
  })
  return router
}

async function show(house: House, context: VisitLinkContext | null, request: Request, response: Response): Promise<void> {
  const html = await pageHtml(new URL('index.html', linkFolder), context)
  protect(house, null, request, response, () => {
    if (html === null) return void response.status(503).type('text').send('The pages are not built yet. Run: npm run build')
    response.status(context ? statusOf[context.link] : 200).set('Cache-Control', 'no-store').type('html').send(html)
  })
}
