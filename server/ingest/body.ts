/** Reads a request's body up to a limit, and as long as there is room for all that are being read at one time. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'

export type Body = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly status: 400 | 413 | 503 }

/** Told of every piece as it comes; false: there is no room for it. */
export type Room = (bytes: number) => boolean

/** Bytes that are being read or worked on at one time at one door; what comes beyond them is refused. Counted as they come: what is only announced takes no room from others. */
const roomBytes = 64 * 1024 * 1024

/** @returns the room for one request, free again when it is answered */
export function createRoom(): (response: ServerResponse) => Room {
  let held = 0
  return (response) => {
    let mine = 0
    response.once('close', () => (held -= mine))
    return (bytes) => {
      if (held + bytes > roomBytes) return false
      held += bytes
      mine += bytes
      return true
    }
  }
}

export function readBody(request: IncomingMessage, limit: number, room: Room): Promise<Body> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return resolve({ ok: false, status: 413 })
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      const status = size > limit ? 413 : room(chunk.length) ? null : 503
      if (status === null) return void chunks.push(chunk)
      request.removeAllListeners('data')
      request.pause()
      resolve({ ok: false, status })
    })
    request.on('end', () => resolve({ ok: true, bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) }))
    request.on('error', () => resolve({ ok: false, status: 400 }))
    request.on('aborted', () => resolve({ ok: false, status: 400 }))
  })
}

/** The body as it came in `request.body`; what cannot be had goes on as an error with the answer's status. */
export const wholeBody =
  (limit: number, roomFor: (response: ServerResponse) => Room): RequestHandler =>
  async (request, response, next) => {
    const body = await readBody(request, limit, roomFor(response))
    if (!body.ok) {
      // The rest is let go by, unkept: a browser hears no answer while it is still sending.
      request.resume()
      return next(Object.assign(new Error('no body'), { status: body.status }))
    }
    request.body = body.bytes
    next()
  }
