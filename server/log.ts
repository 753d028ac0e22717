/** The log: structured lines with the run's id, never a token, a name, a phone number or a comment. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

const following = new AsyncLocalStorage<string>()
/** Whatever is logged within bears the run's id. */
export const follow = <T>(runId: string, work: () => Promise<T>): Promise<T> => following.run(runId, work)
export const runIdNow = (): string | null => following.getStore() ?? null

/** Names that must not reach a line even by mistake, at the depths where our objects could carry them. */
const secrets = ['access_token', 'refresh_token', 'application_token', 'accessToken', 'refreshToken', 'applicationToken', 'event_token', 'eventToken']
const personal = ['name', 'comment', 'phone', 'email', 'address', 'title']

export function createLog(level: Config['logLevel']): Log {
  const hidden = [...secrets, ...personal, 'authorization', 'auth', 'session']
  return pino({
    level,
    base: null,
    mixin: () => (runIdNow() === null ? {} : { runId: runIdNow() }),
    redact: { paths: hidden.flatMap((word) => [word, `*.${word}`, `*.*.${word}`]), censor: '[hidden]' },
    serializers: { error: describe },
  })
}

/** An error's kind, code and place; its message only where it is ours, since a portal's text may quote what people typed. */
export function describe(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const ours = error.name === 'PortalError' || error.name === 'AxiosError' || error.name === 'ZodError' ? {} : { message: error.message }
  return { kind: error.name, ...code, ...ours, stack: error.stack?.split('\n').slice(1, 6).map((line) => line.trim()) }
}
