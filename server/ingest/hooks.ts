/** The hook paths, served ahead of Express: read, verify, store, answer. No outgoing call is made from here. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerPlainly } from '../plain-answer.ts'
import { isUnavailable } from '../store/unavailable.ts'
import { createRoom, readBody, type Room } from './body.ts'
import { receiveEvent } from './event.ts'
import { parseForm, parseJsonForm } from './form.ts'
import type { IngestNeeds } from './needs.ts'
import { receiveRobotCall } from './robot.ts'

/** Robots carry texts that people typed; a megabyte of them is nobody's robot. */
const bodyLimit = 512 * 1024

/** @returns what serves a request; false: its path is none of the hooks */
export function createHooks(needs: IngestNeeds): (request: IncomingMessage, response: ServerResponse) => boolean {
  const roomFor = createRoom()
  return (request, response) => {
    if (!request.url?.startsWith('/hook/')) return false
    serveHook(request, response, needs, roomFor(response))
    return true
  }
}

function serveHook(request: IncomingMessage, response: ServerResponse, needs: IngestNeeds, room: Room): void {
  const path = (request.url ?? '').split('?', 1)[0] as string
  const began = performance.now()
  void answerHook(path, request, needs, room)
    .catch((error: unknown) => {
      // Not stored, so not acknowledged: a full disk must not look like success.
      needs.log.error({ error }, 'a call could not be stored')
      return 503
    })
    .then((status) => {
      // What was left unread is not waited for.
      const more = status === 413 || status === 503 ? { Connection: 'close' } : status === 405 ? { Allow: 'POST' } : {}
      answerPlainly(response, status, status === 200 ? 'ok' : String(status), more)
      needs.answered?.(status, performance.now() - began)
    })
}

async function answerHook(path: string, request: IncomingMessage, needs: IngestNeeds, room: Room): Promise<number> {
  if (request.method !== 'POST') {
    request.resume()
    return 405
  }
  const robot = /^\/hook\/robot\/([A-Za-z0-9._-]{1,100})$/.exec(path)?.[1]
  if (robot === undefined && path !== '/hook/event') {
    request.resume()
    return 404
  }
  const body = await readBody(request, bodyLimit, room)
  if (!body.ok) return body.status
  const read = request.headers['content-type']?.startsWith('application/json') ? parseJsonForm(body.bytes) : parseForm(body.bytes)
  if (!read.ok) return 400
  return patiently(needs, () => (robot === undefined ? receiveEvent(read.form, needs) : receiveRobotCall(robot, read.form, needs)))
}

/** A database server that restarts is back in a moment, and the portal does not call twice. A full or locked file is told at once. */
async function patiently(needs: IngestNeeds, receive: () => Promise<number>): Promise<number> {
  for (const pause of needs.store.embedded ? [] : [50, 250, 1000]) {
    try {
      return await receive()
    } catch (error) {
      if (!isUnavailable(error)) throw error
      await sleep(pause)
    }
  }
  return receive()
}
