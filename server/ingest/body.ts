/** Reads a request's body up to a limit. */
import type { IncomingMessage } from 'node:http'

export type Body = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly status: 400 | 413 }

export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return resolve({ ok: false, status: 413 })
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        request.removeAllListeners('data')
        request.pause()
        resolve({ ok: false, status: 413 })
      } else chunks.push(chunk)
    })
    request.on('end', () => resolve({ ok: true, bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) }))
    request.on('error', () => resolve({ ok: false, status: 400 }))
    request.on('aborted', () => resolve({ ok: false, status: 400 }))
  })
}
