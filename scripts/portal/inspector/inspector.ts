/** What the inspector's page shows: calls that came in and deliveries that went out, newest first, tokens left out. */
import type { CallRow, CommandRow, DeliveryRow } from '../contract/inspector.ts'
import type { Parcel } from '../sending/parcel.ts'
import type { Language } from '../state/state.ts'
import type { Line, Texts } from './summary-words.ts'

const kept = 400
/** Enough for any test to count, not enough to fill a machine that runs for weeks. */
const keptRequests = 100_000

export type LoggedCommand = Omit<CommandRow, 'summary'> & { readonly summary: Texts }

/** A call in the log: its words are kept in both languages, whoever reads it chooses. */
export interface LoggedCall extends Omit<CallRow, 'summary' | 'commands' | 'lines'> {
  readonly summary: Texts
  readonly commands: readonly LoggedCommand[]
  readonly lines: readonly Line[]
}

/** So much of a question or an answer is kept for the export; the page gets less, since it asks every two seconds. */
export const keptText = 64_000
const onPage = 4_000
const inCommand = 1_500
const cut = (text: string, limit: number): string => (text.length > limit ? `${text.slice(0, limit)}…` : text)

/** As the page reads it. @param whole nothing is cut */
export const callIn = (call: LoggedCall, language: Language, whole = false): CallRow => ({
  ...call,
  summary: call.summary[language],
  params: whole ? call.params : call.commands.length > 0 ? '' : cut(call.params, onPage),
  result: whole ? call.result : cut(call.result, onPage),
  commands: call.commands.map((command) => ({
    ...command,
    summary: command.summary[language],
    params: whole ? command.params : cut(command.params, inCommand),
    result: whole ? command.result : cut(command.result, inCommand),
  })),
  lines: call.lines.map((line) => ({ ...line, summary: line.summary[language] })),
})
export const deliveryIn = (row: DeliveryRow): DeliveryRow => ({ ...row, body: cut(row.body, onPage) })

/** One REST request as tests count them. */
export interface RequestRow {
  readonly at: number
  readonly method: string
  /** Methods of a batch, in order; the method itself otherwise. */
  readonly commands: readonly string[]
  readonly status: number
  readonly error: string | null
}

export interface UnknownField {
  readonly method: string
  readonly field: string
}

/** A refresh token that was brought to the authorisation server. */
export interface ExchangeRow {
  /** Milliseconds since 1970, by this machine's clock. */
  readonly at: number
  /** Names the token and is none. */
  readonly spent: string
  /** False: refused, or whoever asked was never told, or was dead by then. */
  readonly answered: boolean
}

export interface Inspector {
  readonly calls: LoggedCall[]
  readonly deliveries: DeliveryRow[]
  readonly requests: RequestRow[]
  readonly unknownFields: UnknownField[]
  readonly exchanges: ExchangeRow[]
  /** What a delivery can be sent from once more; forgotten with its row. */
  readonly parcels: ReadonlyMap<number, Parcel>
  addRequest(row: RequestRow): void
  addCall(row: Omit<LoggedCall, 'id'>): void
  addDelivery(row: Omit<DeliveryRow, 'id'>, parcel: Parcel): DeliveryRow
  clear(): void
}

export function makeInspector(): Inspector {
  let lastId = 0
  const calls: LoggedCall[] = []
  const deliveries: DeliveryRow[] = []
  const requests: RequestRow[] = []
  const unknownFields: UnknownField[] = []
  const exchanges: ExchangeRow[] = []
  const parcels = new Map<number, Parcel>()
  return {
    calls,
    deliveries,
    requests,
    unknownFields,
    exchanges,
    parcels,
    addRequest(row) {
      requests.push(row)
      if (requests.length > keptRequests) requests.splice(0, keptRequests / 2)
      if (unknownFields.length > keptRequests) unknownFields.splice(0, keptRequests / 2)
    },
    addCall(row) {
      calls.unshift({ id: (lastId += 1), ...row })
      calls.length = Math.min(calls.length, kept)
    },
    addDelivery(row, parcel) {
      const delivery = { id: (lastId += 1), ...row }
      deliveries.unshift(delivery)
      parcels.set(delivery.id, parcel)
      for (const { id } of deliveries.splice(kept)) parcels.delete(id)
      return delivery
    },
    clear() {
      calls.length = 0
      deliveries.length = 0
      requests.length = 0
      unknownFields.length = 0
      exchanges.length = 0
      parcels.clear()
    },
  }
}

const hidden = /^(auth|access_token|refresh_token|application_token|client_secret|event_token|AUTH_ID|REFRESH_ID)$/i

/** Parameters or a result as short text without tokens. */
export function shown(value: unknown, limit = 4_000): string {
  const text = JSON.stringify(value, (key, inner: unknown) => (hidden.test(key) && typeof inner === 'string' ? '…' : inner)) ?? ''
  return text.length > limit ? `${text.slice(0, limit)}…` : text
}
