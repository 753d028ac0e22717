/** The door's plumbing: reading bodies, answering JSON, serving files. */
import { createReadStream, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { parseQuery } from './query.ts'

export const bodyLimit = 16 * 1024 * 1024

export class TooLarge extends Error {}

export function readBody(request: IncomingMessage, limit = bodyLimit): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
    })
    request.on('end', () => (size > limit ? reject(new TooLarge()) : resolve(Buffer.concat(chunks).toString('utf8'))))
    request.on('error', reject)
  })
}

/** The body as a map: JSON by its content type, a form otherwise; nonsense is an empty map, as PHP has it. */
export function parseBody(contentType: string, text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  if (!/^application\/json\b/i.test(contentType)) return parseQuery(text)
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), ...headers })
  response.end(text)
}

export function sendText(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json; charset=utf-8',
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** A file of the built site, or its first page for any address that a person may open. */
export function serveSite(folder: string, pathname: string, wantsHtml: boolean, response: ServerResponse): void {
  const asked = normalize(join(folder, pathname))
  const inside = asked.startsWith(folder + sep) && isFile(asked)
  const path = inside ? asked : join(folder, 'index.html')
  if (!inside && !wantsHtml) return sendText(response, 404, 'There is nothing at this address.')
  if (!isFile(path)) return sendText(response, 503, 'The local portal runs, but its site is not built yet: run "npm run build".')
  const cached = inside && pathname.startsWith('/assets/')
  response.writeHead(200, {
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': cached ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  createReadStream(path).pipe(response)
}
