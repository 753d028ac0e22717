/** How a built page goes out: with its context in it, and with a policy that says who may frame it and whom it may ask. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Request, type RequestHandler, type Response } from 'express'
import helmet from 'helmet'
import type { House } from '../house.ts'

export const clientFolder = new URL('../../dist/client/', import.meta.url)
export const linkFolder = new URL('../../dist/link/', import.meta.url)
const marker = '<!--context-->'
/** `<` never appears in the JSON, so that no value can end the element. */
export const asJson = (id: string, value: object): string => `<script type="application/json" id="${id}">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`

/** The best that the browser takes: asked for both at once, the answer would be the one that it happens to name first. */
export const encodingFor = (request: Request): 'br' | 'gzip' | null => (request.acceptsEncodings('br') ? 'br' : request.acceptsEncodings('gzip') ? 'gzip' : null)

const encodings: Readonly<Record<string, string>> = { '.br': 'br', '.gz': 'gzip' }
/** What the build has made: scripts and styles as it has compressed them, in the way that the browser takes. */
export function builtFiles(folder: URL): RequestHandler {
  const files = express.static(fileURLToPath(folder), {
    index: false,
    immutable: true,
    maxAge: '30d',
    fallthrough: false,
    setHeaders: (response: Response, path: string) => {
      const encoding = encodings[extname(path)]
      response.set('Vary', 'Accept-Encoding')
      if (encoding) response.set('Content-Encoding', encoding).type(extname(path.slice(0, -extname(path).length)))
    },
  })
  return (request, response, next) => {
    const way = /\.(?:js|css)$/.test(request.path) ? encodingFor(request) : null
    if (way) request.url = `${request.path}.${way === 'br' ? 'br' : 'gz'}`
    files(request, response, next)
  }
}

/** A built page with the context in it, or with none where that is null; null before the first build. */
export async function pageHtml(file: URL, context: object | null): Promise<string | null> {
  const template = await readFile(file, 'utf8').catch(() => null)
  if (context === null) return template
  return template?.replace(marker, () => asJson('context', context)) ?? null
}

/**
 * @param origin the portal that may frame the page and be asked by it; null: nobody
 * @param scripts written into the page, by their hashes as the policy wants them
 */
export function protect(house: House, origin: string | null, request: Request, response: Response, then: () => void, scripts: readonly string[] = []): void {
  const portal = origin === null ? [] : [origin]
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", ...scripts],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...portal],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", ...portal],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: origin === null ? ["'none'"] : [origin],
      },
    },
    // The policy above says who may frame us; the older header knows no list.
    xFrameOptions: false,
    crossOriginResourcePolicy: false,
    crossOriginOpenerPolicy: false,
    strictTransportSecurity: house.appUrl.startsWith('https:'),
    referrerPolicy: { policy: 'no-referrer' },
  })(request, response, then)
}
