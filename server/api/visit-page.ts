/** The page of a visit's personal link: one answer with its script, its style and what the visit shows; on a phone it is kept for the times without a network. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'
import express, { Router, type Request, type Response } from 'express'
import { contract, type Answer } from '../../domain/contract/contract.ts'
import type { VisitLinkContext } from '../../domain/contract/visit.ts'
import type { House } from '../house.ts'
import { languageOf } from '../ingest/event.ts'
import { asJson, encodingFor, linkFolder, protect } from '../ingest/serve-page.ts'
import { askingFor } from '../portal/asker.ts'
import { personKey } from './bearer.ts'
import { visitHandlers } from './visit.ts'
import { openVisitLink } from './visit-open.ts'
import { visitorOf } from './visitor.ts'

const statusOf: Readonly<Record<VisitLinkContext['link'], number>> = { open: 200, code: 200, expired: 410, incomplete: 404, revoked: 410, handed_over: 410 }

/** Nobody looks at an empty page for longer because a portal is slow. */
const patienceMs = 1500

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
  const { 'visit.show': showVisit } = visitHandlers(house)

  /** What the page would ask first; null where there is nothing to show, or the portal does not say: the page then asks by itself. */
  async function shownBy({ visit }: VisitLinkContext): Promise<Answer<'visit.show'> | null> {
    const visitor = visit && (await visitorOf(house, visit.session))
    if (!visitor) return null
    try {
      const showing = askingFor(personKey(visitor), () => showVisit({ document: visitor.document }, visitor))
      const answer = await Promise.race([showing, sleep(patienceMs, null, { ref: false })])
      return answer && contract['visit.show'].output.parse(answer)
    } catch {
      return null
    }
  }

  const router = Router()
  router.use('/link', express.static(fileURLToPath(linkFolder), { index: false, immutable: true, maxAge: '30d', fallthrough: false }))
  // A browser compares the worker with the one it has; its folder is the part of our site that it works for.
  router.get('/visit/worker.js', (_, response) => response.sendFile('worker.js', { root: fileURLToPath(linkFolder), cacheControl: false, headers: { 'Cache-Control': 'no-cache' } }))
  router.get('/visit/app.webmanifest', (_, response) => void response.type('application/manifest+json').send(JSON.stringify(webManifest)))
  // The page without a visit: what the worker keeps, and the list of the visits that this phone has.
  router.get(['/visit/shell', '/visit/mine'], (request, response) => send(house, null, null, request, response))
  router.get(['/visit', '/visit/:token'], async (request, response) => {
    const token = request.params['token']
    const language = languageOf(request.get('accept-language') ?? null) ?? 'en'
    const context = await openVisitLink(house, typeof token === 'string' ? token : '', language, null)
    await send(house, context, shownBy(context), request, response)
  })
  return router
}

/**
 * The style goes out at once, what the visit shows when the portal has said it, and after it the scripts: a short one shows it, while the page's own
 * is still on its way.
 */
async function send(house: House, context: VisitLinkContext | null, shown: Promise<Answer<'visit.show'> | null> | null, request: Request, response: Response): Promise<void> {
  const html = await readFile(new URL('index.html', linkFolder), 'utf8').catch(() => null)
  protect(house, null, request, response, () => undefined, html === null ? [] : scriptHashes(html))
  if (html === null) return void response.status(503).type('text').send('The pages are not built yet. Run: npm run build')
  response.status(context ? statusOf[context.link] : 200).set({ 'Cache-Control': 'no-store', Vary: 'Accept-Encoding' }).type('html')
  const encoding = encodingFor(request)
  const out = encoding === 'br' ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }) : encoding === 'gzip' ? createGzip() : null
  if (out) {
    response.set('Content-Encoding', encoding ?? '')
    out.pipe(response)
  }
  const [before = '', after = ''] = html.split('<!--context-->')
  const page = out ?? response
  page.write(before + (context ? asJson('context', context) : ''))
  out?.flush()
  const answer = await shown
  page.end((answer ? asJson('shown', answer) : '') + after)
}

const scriptHashes = (html: string): string[] => [...html.matchAll(/<script(?: type="module")?>([^]*?)<\/script>/g)].map(([, code]) => `'sha256-${createHash('sha256').update(code ?? '').digest('base64')}'`)
