/** One HTTP request to a portal or an OAuth server: a cap on time and size, no redirects, and what kind of failure it was. */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios, { AxiosError } from 'axios'
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

/** Failures before the first byte of ours could have reached the portal. Anything else leaves it open what was done. */
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'INNER_ADDRESS', 'ERR_INVALID_URL'])
const isCertificateProblem = (code: string): boolean => /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code)

export function createHttp({ requestCapMs, allowLocalPortals }: { requestCapMs: number; allowLocalPortals: boolean }): Http {
  // No kept-alive connections: one that the portal has just closed would make a request that never left look doubtful.
  const agentOptions = { keepAlive: false, ...(allowLocalPortals ? {} : { lookup: publicLookup }) }
  const client = axios.create({
    maxRedirects: 0,
    maxContentLength: maxAnswerBytes,
    maxBodyLength: maxAnswerBytes,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    proxy: false,
    httpAgent: new HttpAgent(agentOptions),
    httpsAgent: new HttpsAgent(agentOptions),
    headers: { 'User-Agent': 'Fairlead' },
  })

  async function post(url: string, contentType: string, data: string): Promise<HttpAnswer> {
    const problem = addressProblem(url, allowLocalPortals)
    if (problem !== null) throw new PortalError('refused', 'address_refused', problem)
    const answer = await client
      .post<string>(url, data, { headers: { 'Content-Type': contentType, Accept: 'application/json' }, signal: AbortSignal.timeout(requestCapMs) })
      .catch((error: unknown) => {
        const code = error instanceof AxiosError ? (error.code ?? '') : ''
        const executed = notSent.has(code) || isCertificateProblem(code) ? 'no' : 'perhaps'
        throw new PortalError('later', code === 'ERR_CANCELED' ? 'no_answer_in_time' : code || 'no_answer', '', { executed })
      })
    try {
      return { status: answer.status, body: JSON.parse(answer.data) as unknown }
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
