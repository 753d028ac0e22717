/** A portal as the rest of the house sees it: batches of commands with their answers; below here nobody else knows tokens or limits. */
import { z } from 'zod'
import type { LimitKind } from '../../domain/contract/setup.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { Log } from '../log.ts'
import { askerNow } from './asker.ts'
import type { Spent } from './budget.ts'
import { encodeBatch, type Command } from './encode.ts'
import { errorOf, limitOf, PortalError, short } from './errors.ts'
import type { Http } from './http.ts'
import type { Limiter } from './limiter.ts'
import type { TokenKeeper } from './token.ts'

export type CommandAnswer =
  | { readonly ok: true; readonly value: unknown; readonly total: number | null; readonly next: number | null }
  /** `again`: the portal's limit for this method, milliseconds since 1970. */
  | { readonly ok: false; readonly code: string; readonly text: string; readonly again: number | null }

export interface BatchOptions {
  readonly halt: boolean
  /** Milliseconds since 1970. */
  readonly notAfter?: number
}

export interface Portal {
  readonly memberId: MemberId
  /**
   * One request. Commands that the portal did not come to (`halt`) are missing in the answer.
   * `notAfter`: a moment after which it must not leave any more, since others may be looking by then whether it was carried out.
   * @throws PortalError of the request as a whole
   */
  batch(commands: readonly Command[], options: BatchOptions): Promise<ReadonlyMap<string, CommandAnswer>>
  /** One command with files in it, as a request of its own. @throws PortalError as `batch`; a refusal of the command itself is its answer */
  alone(command: Command, options: Pick<BatchOptions, 'notAfter'>): Promise<ReadonlyMap<string, CommandAnswer>>
}

export interface Portals {
  /** With the installing administrator's token, refreshed when it has expired. */
  ofInstallation(memberId: MemberId): Portal
  /** With a token that somebody brought; an expired one is a `token` error. */
  withToken(memberId: MemberId, clientEndpoint: string, access: string): Portal
}

/** PHP writes an empty map as a list. */
const mapOf = <V extends z.ZodType>(value: V) => z.union([z.record(z.string(), value), z.array(z.never()).transform(() => ({}) as Record<string, z.infer<V>>)])
const Time = z.object({ start: z.number().optional(), operating: z.number().optional(), operating_reset_at: z.number().optional() })
const numbers = mapOf(z.number().nullable()).optional().transform((map) => map ?? {})
const Envelope = z.object({
  result: z.object({
    result: mapOf(z.unknown()),
    result_error: mapOf(z.unknown()).optional().transform((map) => map ?? {}),
    result_total: numbers,
    result_next: numbers,
    result_time: mapOf(Time).optional().transform((map) => map ?? {}),
  }),
})
const Alone = z.object({ result: z.unknown().refine((result) => result !== undefined), time: Time.optional() })
const CommandError = z.object({ error: z.union([z.string(), z.number()]).transform(String), error_description: z.string().optional() })

interface Needs {
  readonly http: Http
  readonly limiter: Limiter
  readonly tokens: TokenKeeper
  /** The portal refused a request or one of its commands for a limit. */
  readonly limited: (memberId: MemberId, kind: LimitKind) => void
  readonly now: () => number
  readonly log: Log
}

export function createPortals({ http, limiter, tokens, limited, now, log }: Needs): Portals {
  /** @returns when to come again, or null where no limit is the reason */
  function againAt(memberId: MemberId, code: string, method: string | null): number | null {
    const kind = limitOf(code)
    if (kind === null) return null
    limited(memberId, kind)
    return limiter.refused(memberId, code, method)
  }

  async function send(memberId: MemberId, endpoint: string, access: string, commands: readonly Command[], { halt, notAfter = Infinity }: BatchOptions) {
    const methods = commands.map(({ method }) => method)
    const { cmd, names } = encodeBatch(commands)
    await limiter.enter(memberId, methods, askerNow())
    // Between the intent and here lie the bucket, a refresh, and whatever the machine did with this process meanwhile.
    if (now() > notAfter) throw new PortalError('later', 'too_late_to_send', '')
    const started = performance.now()
    const { status, body } = await http.postJson(`${endpoint}batch`, { halt: halt ? 1 : 0, cmd, auth: access })
    log.debug({ memberId, commands: methods.length, status, ms: Math.round(performance.now() - started) }, 'batch')
    const error = errorOf(status, body)
    if (error) {
      const again = againAt(memberId, error.code, null)
      throw again === null ? error : new PortalError('later', error.code, '', { again })
    }
    const read = Envelope.safeParse(body)
    if (!read.success) throw new PortalError('later', 'unreadable_answer', '', { executed: 'perhaps' })
    return answersOf(memberId, commands, names, read.data.result)
  }

  /** Told in the cloud only. */
  function spentBy(method: string, time: z.output<typeof Time> | undefined): Spent[] {
    const { start, operating = 0, operating_reset_at: resetAt } = time ?? {}
    return resetAt === undefined ? [] : [{ method, seconds: operating, at: start === undefined ? now() : start * 1000, resetAt: resetAt * 1000 }]
  }

  async function sendAlone(memberId: MemberId, endpoint: string, access: string, { key, method, params }: Command, { notAfter = Infinity }: Pick<BatchOptions, 'notAfter'>) {
    await limiter.enter(memberId, [method], askerNow())
    if (now() > notAfter) throw new PortalError('later', 'too_late_to_send', '')
    const started = performance.now()
    const { status, body } = await http.postJson(`${endpoint}${method}`, { ...params, auth: access })
    log.debug({ memberId, method, status, ms: Math.round(performance.now() - started) }, 'one command')
    const error = errorOf(status, body)
    const again = error && againAt(memberId, error.code, method)
    if (error && again !== null) throw new PortalError('later', error.code, '', { again })
    if (error?.kind === 'refused') return new Map<string, CommandAnswer>([[key, { ok: false, code: error.code, text: error.message, again: null }]])
    if (error) throw error
    const read = Alone.safeParse(body)
    if (!read.success) throw new PortalError('later', 'unreadable_answer', '', { executed: 'perhaps' })
    limiter.answered(memberId, spentBy(method, read.data.time))
    return new Map<string, CommandAnswer>([[key, { ok: true, value: read.data.result, total: null, next: null }]])
  }

  /** With the newest token, and once more with a newer one. */
  async function asInstallation<T>(memberId: MemberId, ask: (endpoint: string, access: string) => Promise<T>): Promise<T> {
    const portal = await tokens.current(memberId)
    try {
      return await ask(portal.clientEndpoint, portal.tokens.access)
    } catch (error) {
      if (!(error instanceof PortalError) || error.kind !== 'token') throw error
      const renewed = await tokens.newerThan(memberId, portal.generation)
      return ask(renewed.clientEndpoint, renewed.tokens.access)
    }
  }

  function answersOf(memberId: MemberId, commands: readonly Command[], names: ReadonlyMap<string, string>, result: z.output<typeof Envelope>['result']) {
    const answers = new Map<string, CommandAnswer>()
    const spent: Spent[] = []
    for (const { key, method } of commands) {
      const name = names.get(key) as string
      spent.push(...spentBy(method, result.result_time[name]))
      if (Object.hasOwn(result.result_error, name)) {
        const read = CommandError.safeParse(result.result_error[name])
        const code = read.success ? short(read.data.error) : 'unknown_error'
        answers.set(key, { ok: false, code, text: short((read.success && read.data.error_description) || ''), again: againAt(memberId, code, method) })
      } else if (Object.hasOwn(result.result, name)) {
        answers.set(key, { ok: true, value: result.result[name], total: result.result_total[name] ?? null, next: result.result_next[name] ?? null })
      }
    }
    limiter.answered(memberId, spent)
    return answers
  }

  return {
    ofInstallation: (memberId) => ({
      memberId,
      batch: (commands, options) => asInstallation(memberId, (endpoint, access) => send(memberId, endpoint, access, commands, options)),
      alone: (command, options) => asInstallation(memberId, (endpoint, access) => sendAlone(memberId, endpoint, access, command, options)),
    }),
    withToken: (memberId, clientEndpoint, access) => ({
      memberId,
      batch: (commands, options) => send(memberId, clientEndpoint, access, commands, options),
      alone: (command, options) => sendAlone(memberId, clientEndpoint, access, command, options),
    }),
  }
}
