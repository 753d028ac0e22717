/** A second client, independent of the vendor's: form-encoded as PHP programs send it, paging by `next`, batches as query strings, one refresh when told. */
import qs from 'qs'
import type { Json } from './house.ts'

export interface FormGrant {
  readonly endpoint: string
  readonly oauth: string
  readonly clientId: string
  readonly clientSecret: string
  access: string
  refresh: string
}

interface Envelope {
  readonly result?: unknown
  readonly next?: number
  readonly total?: number
  readonly error?: string
  readonly error_description?: string
}

export class FormClient {
  readonly #grant: FormGrant
  /** Refreshes so far. */
  refreshes = 0
  constructor(grant: FormGrant) {
    this.#grant = grant
  }

  async #post(method: string, params: Json): Promise<Envelope> {
    const answer = await fetch(`${this.#grant.endpoint}${method}.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: qs.stringify({ ...params, auth: this.#grant.access }, { arrayFormat: 'indices' }),
    })
    return (await answer.json()) as Envelope
  }

  /** The whole envelope. @throws Error with the portal's code and words */
  async ask(method: string, params: Json = {}): Promise<Envelope> {
    let answer = await this.#post(method, params)
    if (answer.error === 'expired_token') {
      await this.#refresh()
      answer = await this.#post(method, params)
    }
    if (answer.error !== undefined) throw new Error(`${answer.error}: ${answer.error_description ?? ''}`)
    return answer
  }

  async call(method: string, params: Json = {}): Promise<unknown> {
    return (await this.ask(method, params)).result
  }

  /** Every row, page by page. @param rowsIn where the rows are in a result */
  async *list(method: string, params: Json, rowsIn: (result: unknown) => Json[]): AsyncGenerator<Json> {
    let start: number | undefined = 0
    while (start !== undefined) {
      const page: Envelope = await this.ask(method, { ...params, start })
      yield* rowsIn(page.result)
      start = page.next
    }
  }

  async batch(commands: Readonly<Record<string, readonly [method: string, params: Json]>>, halt = false): Promise<{ result: Json; result_error: Json }> {
    const cmd = Object.fromEntries(Object.entries(commands).map(([name, [method, params]]) => [name, `${method}?${qs.stringify(params, { arrayFormat: 'indices' })}`]))
    return (await this.call('batch', { halt: halt ? 1 : 0, cmd })) as { result: Json; result_error: Json }
  }

  async #refresh(): Promise<void> {
    this.refreshes += 1
    const { oauth, clientId, clientSecret, refresh } = this.#grant
    const query = qs.stringify({ grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret, refresh_token: refresh })
    const fresh = (await (await fetch(`${oauth}?${query}`)).json()) as { access_token: string; refresh_token: string }
    this.#grant.access = fresh.access_token
    this.#grant.refresh = fresh.refresh_token
  }
}
