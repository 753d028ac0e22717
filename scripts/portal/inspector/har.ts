/** The inspector's log as an HTTP Archive (HAR 1.2), which browsers and other tools open; tokens were left out when it was written. */
import { STATUS_CODES } from 'node:http'
import type { CallRow, DeliveryRow } from '../contract/inspector.ts'

interface Exchange {
  readonly at: number
  readonly durationMs: number
  readonly url: string
  readonly asked: string
  readonly status: number
  readonly answered: string
  readonly comment: string
}

const entryOf = ({ at, durationMs, url, asked, status, answered, comment }: Exchange) => ({
  startedDateTime: new Date(at).toISOString(),
  time: durationMs,
  request: {
    method: 'POST',
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [{ name: 'content-type', value: 'application/json' }],
    queryString: [],
    postData: { mimeType: 'application/json', text: asked },
    headersSize: -1,
    bodySize: Buffer.byteLength(asked),
  },
  response: {
    // 0: no answer came.
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [{ name: 'content-type', value: 'application/json' }],
    content: { size: Buffer.byteLength(answered), mimeType: 'application/json', text: answered },
    redirectURL: '',
    headersSize: -1,
    bodySize: Buffer.byteLength(answered),
  },
  cache: {},
  timings: { send: 0, wait: durationMs, receive: 0 },
  comment,
})

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Of a batch, question and answer are put together from its commands. */
function callExchange(url: string, call: CallRow): Exchange {
  const of = (take: (command: CallRow['commands'][number]) => string) => Object.fromEntries(call.commands.map((command) => [command.key, json(take(command))]))
  return {
    at: call.at,
    durationMs: call.durationMs,
    url: call.method.startsWith('oauth/') ? `${url}/${call.method}/` : `${url}/rest/${call.method}`,
    asked: call.params,
    status: call.status,
    answered: call.commands.length > 0 ? JSON.stringify(of(({ result }) => result)) : call.result,
    comment: [call.app, call.summary, call.error, call.bucket === null ? '' : `bucket ${call.bucket}`, call.operating === null ? '' : `operating ${call.operating} s`].filter(Boolean).join('; '),
  }
}

const deliveryExchange = (row: DeliveryRow): Exchange => ({
  at: row.at,
  durationMs: row.durationMs,
  url: row.url,
  asked: row.body,
  status: row.status ?? 0,
  answered: '',
  comment: [row.kind, row.name, row.document, row.state, row.replayOf === null ? '' : `repeats ${row.replayOf}`].filter(Boolean).join('; '),
})

export function harOf(url: string, calls: readonly CallRow[], deliveries: readonly DeliveryRow[]) {
  const exchanges = [...calls.map((call) => callExchange(url, call)), ...deliveries.map(deliveryExchange)].sort((one, other) => one.at - other.at)
  return { log: { version: '1.2', creator: { name: 'Fairlead local portal', version: '1' }, entries: exchanges.map(entryOf) } }
}
