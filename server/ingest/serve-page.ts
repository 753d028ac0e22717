/** How a built page goes out: with its context in it, and with a policy that says who may frame it and whom it may ask. */
import { readFile } from 'node:fs/promises'
import type { Request, Response } from 'express'
import helmet from 'helmet'
import type { House } from '../house.ts'

export const clientFolder = new URL('../../dist/client/', import.meta.url)
export const linkFolder = new URL('../../dist/link/', import.meta.url)
const marker = '<!--context-->'

/** A built page with the context in it, or with none where that is null; null before the first build. */
export async function pageHtml(file: URL, context: object | null): Promise<string | null> {
  const template = await readFile(file, 'utf8').catch(() => null)
  if (context === null) return template
  // `<` never appears in the JSON, so that no value can end the element.
  const json = JSON.stringify(context).replaceAll('<', '\\u003c')
  return template?.replace(marker, () => `<script type="application/json" id="context">${json}</script>`) ?? null
}

/** @param origin the portal that may frame the page and be asked by it; null: nobody */
export function protect(house: House, origin: string | null, request: Request, response: Response, then: () => void): void {
  const portal = origin === null ? [] : [origin]
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
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
