/** The REST door: who calls, may it pass the limits, what does it want, and the envelope of the answer. */
import { STATUS_CODES } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { leave } from '../app/life.ts'
import { keptText, shown } from '../inspector/inspector.ts'
import type { LoggedCall } from '../inspector/inspector.ts'
import { batchSummary, linesOf, summaryOf } from '../inspector/summaries.ts'
import { thirdTasks } from '../rest/tasks/third-tasks.ts'
import { runThird, thirdPath } from '../rest/third/third.ts'
import { interceptionOf } from '../weather/faults.ts'
import type { Interception } from '../weather/faults.ts'
import { personOf } from '../world.ts'
import type { World } from '../world.ts'
import { batchCommands, runBatch, writesIn } from './batch.ts'
import { runCommand, timeBlock } from './command.ts'
import type { Caller } from './command.ts'
import { parseBody, readBody, sendJson, sendText, TooLarge } from './http.ts'
import { parseQuery } from './query.ts'
import { Refusal } from './refusal.ts'
import { allScopes } from './scope-names.ts'
import { findAccess } from './tokens.ts'

export const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'origin, content-type, accept, authorization',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
}
/** A writing answer takes a moment, in which robots and events of what was written may already arrive. */
const writingTakes = 12

interface Asked {
  readonly method: string
  readonly params: Record<string, unknown>
  readonly webhook: { userId: number; secret: string } | null
  readonly bearer: string | null
}

/** `/rest/<method>[.json]` or `/rest/<user>/<secret>/<method>[.json]`, doubled slashes tolerated. */
function askedBy(pathname: string): Pick<Asked, 'method' | 'webhook'> {
  const [first = '', second, third] = pathname
    .split('/')
    .filter((part) => part !== '')
    .slice(1)
  const plain = (name: string) => name.replace(/\.(json|xml)$/i, '')
  if (third !== undefined && second !== undefined && /^\d+$/.test(first))
    return { method: plain(third), webhook: { userId: Number(first), secret: second } }
  return { method: plain(first), webhook: null }
}

function callerOf(world: World, asked: Asked): Caller {
  const noAuth = () => new Refusal(401, 'NO_AUTH_FOUND', 'Wrong authorization data')
  const dismissed = new Refusal(401, 'NO_AUTH_FOUND', 'Wrong authorization data')
  if (asked.webhook) {
    const person = personOf(world, asked.webhook.userId)
    if (!person?.administrator || asked.webhook.secret !== world.state.webhookSecret)
      throw new Refusal(401, 'INVALID_CREDENTIALS', 'Invalid request credentials')
    return { person, installation: null, scope: [...allScopes], account: 'webhook' }
  }
  const given = asked.bearer ?? asked.params['auth'] ?? asked.params['access_token']
  if (typeof given !== 'string' || given === '') throw noAuth()
  const token = findAccess(world, given)
  const { installation } = world.state
  if (!token || !installation) throw noAuth()
  if (token.expiresAt <= world.clock.now()) throw new Refusal(401, 'expired_token', 'The access token provided has expired.')
  const person = personOf(world, token.userId)
  if (!person?.active) throw dismissed
  return { person, installation, scope: token.scope, account: installation.code }
}

/** Tokens live an hour; a portal may end one earlier. @param whole the refresh token beside it is used up as well */
function expireNow(world: World, asked: Asked, whole: boolean): void {
  const given = asked.bearer ?? asked.params['auth'] ?? asked.params['access_token']
  const token = typeof given === 'string' ? findAccess(world, given) : undefined
  if (!token) return
  token.expiresAt = Math.min(token.expiresAt, world.clock.now())
  if (whole) token.refreshed = true
}

/** Of one method, or the most that a method of the batch has used. */
function operatingOf(body: Readonly<Record<string, unknown>>): number | null {
  const times = [body['time'], ...Object.values((body['result'] as { result_time?: object } | undefined)?.result_time ?? {})]
  const used = times.map((time) => (time as { operating?: unknown } | undefined)?.operating).filter((seconds) => typeof seconds === 'number')
  return used.length > 0 ? Math.max(...used) : null
}

interface Outcome {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly row: Pick<LoggedCall, 'commands' | 'lines' | 'result' | 'error'>
}

/** The portal's own words for what it refuses before looking at the method. */
const refusedFor: Readonly<Record<string, string>> = { QUERY_LIMIT_EXCEEDED: 'Too many requests', INTERNAL_SERVER_ERROR: 'Internal server error' }

const noCommands = { commands: [], lines: [] }

function execute(world: World, caller: Caller, asked: Asked, began: number, stopAfter: number | undefined): Outcome {
  if (asked.method.toLowerCase() === 'batch') {
    const { body, rows } = runBatch(world, caller, asked.params, stopAfter)
    const commands = rows.map((row) => ({
      key: row.key,
      method: row.method,
      summary: summaryOf(world, row),
      error: row.error,
      params: shown(row.params, keptText),
      result: shown(row.result, keptText),
    }))
    const row = { commands, lines: linesOf(world, rows), result: '', error: null }
    return { status: 200, body: { result: body, time: timeBlock(began, world, null) }, row }
  }
  const { result, total, next, time } = runCommand(world, caller, asked.method, asked.params)
  const body = { result, ...(next === undefined ? {} : { next }), ...(total === undefined ? {} : { total }), time }
  return { status: 200, body, row: { ...noCommands, result: shown(result, keptText), error: null } }
}

function refused(reason: unknown, began: number, world: World): Outcome {
  const refusal = reason instanceof Refusal ? reason : new Refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal server error')
  // A bug of the portal itself must not pass for a refusal.
  if (!(reason instanceof Refusal)) console.error(reason)
  return {
    status: refusal.status,
    body: { ...refusal.body, ...(refusal.status < 500 && refusal.status !== 401 ? { time: timeBlock(began, world, null) } : {}) },
    row: { ...noCommands, result: shown(refusal.body, keptText), error: refusal.code || refusal.text },
  }
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

export function makeRest(world: World): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> {
  const counters = { refused: 0, lost: 0 }
  let number = 0

  return async (request, response, url) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(200, cors)
      response.end()
      return
    }
    let text: string
    try {
      text = await readBody(request)
    } catch (reason) {
      if (reason instanceof TooLarge) sendJson(response, 413, new Refusal(413, 'INVALID_REQUEST', 'Request is too large').body, cors)
      return
    }
    const began = world.clock.now()
    const started = performance.now()
    const third = thirdPath(url.pathname)
    // REST 3.0 reads JSON and nothing else.
    const type = third === null ? (request.headers['content-type'] ?? '') : 'application/json'
    const params = { ...(third === null ? parseQuery(url.search.slice(1)) : {}), ...parseBody(type, text) }
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null
    const asked: Asked = { ...askedBy(third ?? url.pathname), params, bearer }
    const commands = asked.method.toLowerCase() === 'batch' ? batchCommands(params).map((command) => command.method) : [asked.method]
    const writes = writesIn(commands)
    const about = { method: asked.method, commands, writes, number: (number += 1) }
    let interception: Interception | undefined
    for (const intercept of world.interceptors) interception ??= intercept(about)
    interception ??= interceptionOf(world.faults, about, counters) ?? world.weather.interception(about)

    const unknownBefore = world.inspector.unknownFields.length
    const log = (status: number, row: Outcome['row'], body: Outcome['body'] = {}) => {
      world.inspector.addRequest({ at: began, method: asked.method, commands, status, error: row.error })
      world.inspector.addCall({
        at: began,
        method: asked.method,
        app: asked.webhook ? 'webhook' : (world.state.installation?.code ?? ''),
        summary:
          asked.method.toLowerCase() === 'batch'
            ? batchSummary(commands.length, writes)
            : summaryOf(world, { method: asked.method, params, result: body['result'], error: row.error }),
        status,
        durationMs: Math.round(performance.now() - started),
        params: shown({ ...params, auth: undefined }, keptText),
        unknownFields: world.inspector.unknownFields.slice(unknownBefore).map((one) => `${one.method}: ${one.field}`),
        bucket: world.limits.level(world.clock.now()),
        operating: operatingOf(body),
        ...row,
      })
    }
    const nothing = { ...noCommands, result: '' }

    if (interception?.kind === 'drop') {
      log(0, { ...nothing, error: 'connection lost' })
      return void request.socket.destroy()
    }
    if (interception?.kind === 'late') await wait(interception.milliseconds)
    if (interception?.kind === 'refuse') {
      log(interception.status, { ...nothing, error: interception.code ?? String(interception.status) })
      const { status, code } = interception
      if (code) return sendJson(response, status, { error: code, error_description: refusedFor[code] ?? '' }, cors)
      return sendText(response, status, `<html><body><h1>${status} ${STATUS_CODES[status] ?? ''}</h1></body></html>`, 'text/html')
    }

    if (interception?.kind === 'expire_token' || interception?.kind === 'rotate_token') expireNow(world, asked, interception.kind === 'rotate_token')
    if (interception?.kind === 'uninstall' && world.state.installation) leave(world, world.state.installation, false)
    if (interception?.kind === 'apply_late') {
      request.socket.destroy()
      await wait(interception.milliseconds)
    }

    let headers: Record<string, string> = cors
    let outcome: Outcome
    try {
      world.limits.enter(request.socket.remoteAddress ?? '', began)
      const caller = callerOf(world, asked)
      const stopAfter = interception?.kind === 'abort_after' ? interception.commands : undefined
      if (third === null) outcome = execute(world, caller, asked, began, stopAfter)
      else {
        const key = request.headers['idempotency-key']
        const answer = runThird(world, caller, thirdTasks, { name: asked.method, text, key: typeof key === 'string' ? key : undefined, began })
        headers = { ...cors, ...answer.headers }
        outcome = { status: 200, body: answer.body, row: { ...noCommands, result: shown(answer.body['result'], keptText), error: null } }
      }
    } catch (reason) {
      outcome = refused(reason, began, world)
      if (third !== null && reason instanceof Refusal) outcome = { ...outcome, body: { error: { code: reason.code, message: reason.text, ...reason.extra } } }
    }
    world.flush()
    if (writes && outcome.status === 200) await wait(writingTakes)
    if (interception?.kind === 'lose_answer' || interception?.kind === 'abort_after' || interception?.kind === 'apply_late') {
      log(0, { ...outcome.row, error: 'answer lost' }, outcome.body)
      return void request.socket.destroy()
    }
    if (interception?.kind === 'delay') {
      await wait(Math.min(interception.milliseconds, world.requestCapMs))
      if (interception.milliseconds > world.requestCapMs) {
        log(504, { ...outcome.row, error: '504' }, outcome.body)
        return sendText(response, 504, '<html><body><h1>504 Gateway Time-out</h1></body></html>', 'text/html')
      }
    }
    log(outcome.status, outcome.row, outcome.body)
    if (interception?.kind === 'cut_answer') {
      const whole = JSON.stringify(outcome.body)
      response.writeHead(outcome.status, { ...cors, 'content-type': 'application/json; charset=utf-8' })
      response.write(whole.slice(0, Math.floor(whole.length / 2)))
      response.end()
      return
    }
    sendJson(response, outcome.status, outcome.body, headers)
  }
}
