/** One HTTP request to a portal or an OAuth server: a cap on time and size, no redirects, and what kind of failure it was. */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import axios from 'axios'
import { z } from 'zod'
import { addressProblem, publicLookup } from './address.ts'
import { PortalError } from './errors.ts'

export interface HttpAnswer {
  readonly status: number
  readonly body: unknown
}

export interface Http {
  postJson(url: string, body: object): Promise<HttpAnswer>
  postForm(url: string, fields: Readonly<Record<string, string>>): Promise<HttpAnswer>
}

const maxAnswerBytes = 20_000_000
/** Of all answers that are being read at one time: one portal's must not eat everybody's memory, however many of its people ask. */
const maxOfHost = 40_000_000
const maxOfAll = 200_000_000
/** Values make a parser slow, not bytes: twenty megabytes of empty lists keep everybody waiting for seconds. Ordinary answers have one in twenty bytes. */
const maxValues = 1_000_000
const [comma, list, map] = [0x2c, 0x5b, 0x7b]

function isCrowded(bytes: Buffer): boolean {
  if (bytes.length <= maxValues) return false
  let values = 0
  for (const byte of bytes) if (byte === comma || byte === list || byte === map) values++
  return values > maxValues
}

/** Nobody knows how far the portal came with what it was asked. */
const tooLarge = (): PortalError => new PortalError('later', 'answer_too_large', '', { executed: 'perhaps' })

/** Failures before the first byte of ours could have reached the portal. Anything else leaves it open what was done. */
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'INNER_ADDRESS', 'ERR_INVALID_URL'])
const isCertificateProblem = (code: string): boolean => /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code)
const Failure = z.object({ code: z.string().catch(''), cause: z.object({ syscall: z.string().optional() }).optional().catch(undefined) })

/** @param stage whether the answer had begun to come */
function failureOf(error: unknown, stage: 'before' | 'within'): PortalError {
  if (error instanceof PortalError) return error
  const { code, cause } = Failure.safeParse(error).data ?? { code: '' }
  // The network may end under a connection that stands with the same code as before it stood.
  const reached = stage === 'within' || cause?.syscall === 'read' || cause?.syscall === 'write'
  const executed = !reached && (notSent.has(code) || isCertificateProblem(code)) ? 'no' : 'perhaps'
  return new PortalError('later', code === 'ERR_CANCELED' ? 'no_answer_in_time' : code || 'no_answer', '', { executed })
}

export function createHttp({ requestCapMs, allowLocalPortals }: { requestCapMs: number; allowLocalPortals: boolean }): Http {
  // No kept-alive connections: one that the portal has just closed would make a request that never left look doubtful.
  const agentOptions = { keepAlive: false, ...(allowLocalPortals ? {} : { lookup: publicLookup }) }
  const client = axios.create({
    maxRedirects: 0,
    maxBodyLength: maxAnswerBytes,
    responseType: 'stream',
    validateStatus: () => true,
    proxy: false,
    httpAgent: new HttpAgent(agentOptions),
    httpsAgent: new HttpsAgent(agentOptions),
    headers: { 'User-Agent': 'Fairlead' },
  })

  const held = new Map<string, number>()
  let all = 0
  const hold = (host: string, bytes: number): void => {
    all += bytes
    const now = (held.get(host) ?? 0) + bytes
    if (now === 0) held.delete(host)
    else held.set(host, now)
  }
  async function textOf(stream: Readable, host: string): Promise<string> {
    const pieces: Buffer[] = []
    let mine = 0
    try {
      for await (const piece of stream as AsyncIterable<Buffer>) {
        mine += piece.length
        hold(host, piece.length)
        if (mine > maxAnswerBytes || (held.get(host) ?? 0) > maxOfHost || all > maxOfAll) throw tooLarge()
        pieces.push(piece)
      }
      const bytes = Buffer.concat(pieces)
      if (isCrowded(bytes)) throw tooLarge()
      return bytes.toString('utf8')
    } catch (error) {
      throw failureOf(error, 'within')
    } finally {
      hold(host, -mine)
    }
  }

  async function post(url: string, contentType: string, data: string): Promise<HttpAnswer> {
    const problem = addressProblem(url, allowLocalPortals)
    if (problem !== null) throw new PortalError('refused', 'address_refused', problem)
    const answer = await client
      .post<Readable>(url, data, { headers: { 'Content-Type': contentType, Accept: 'application/json' }, signal: AbortSignal.timeout(requestCapMs) })
      .catch((error: unknown) => {
        throw failureOf(error, 'before')
      })
    const text = await textOf(answer.data, new URL(url).host)
    try {
      return { status: answer.status, body: JSON.parse(text) as unknown }
    } catch {
      if (answer.status >= 300 && answer.status < 500) return { status: answer.status, body: null }
      // Not the portal's own words: a proxy's page, or an answer that was cut.
      throw new PortalError('later', 'unreadable_answer', '', { executed: 'perhaps' })
    }
  }

  return {
    postJson: (url, body) => post(url, 'application/json', JSON.stringify(body)),
    postForm: (url, fields) => post(url, 'application/x-www-form-urlencoded', new URLSearchParams(fields).toString()),
  }
}
