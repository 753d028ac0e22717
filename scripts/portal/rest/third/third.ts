/** REST 3.0 beside the old one: another path, JSON only, another envelope of errors, and writing calls that can be repeated without harm. */
import { createHash } from 'node:crypto'
import { timeBlock } from '../../door/command.ts'
import type { Caller } from '../../door/command.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { World } from '../../world.ts'

export type Body = Readonly<Record<string, unknown>>

export interface ThirdMethod {
  readonly scope: string
  readonly writes: boolean
  run(call: Call, body: Body): Record<string, unknown>
}

const prefix = 'BITRIX_REST_V3_EXCEPTION_'
const day = 86_400_000

/** @param code without the prefix that all of them have */
export const no = (status: number, code: string, text: string, extra: Record<string, unknown> = {}): Refusal =>
  new Refusal(status, prefix + code, text, extra)

export const invalid = (field: string, message: string): Refusal =>
  no(400, 'VALIDATION_REQUESTVALIDATIONEXCEPTION', 'Ошибка при валидации объекта запроса', { validation: [{ field, message }] })
export const denied = (): Refusal => no(403, 'ACCESSDENIEDEXCEPTION', 'Доступ запрещен')

/** `/rest/api/<method>` or `/rest/api/<user>/<secret>/<method>`, as the old one would have it; null where it is the old one. */
export const thirdPath = (pathname: string): string | null => (/^\/+rest\/+api\//.test(pathname) ? pathname.replace(/\/+api\//, '/') : null)

/** An answer that was given within a day is given again; an error never is. */
function replayed(world: World, place: string, body: string): Record<string, unknown> | null {
  const { office } = world.state
  const now = world.clock.now()
  office.replays = Object.fromEntries(Object.entries(office.replays).filter(([, { at }]) => now - at <= day))
  const known = office.replays[place]
  if (!known) return null
  if (known.body !== body) throw no(422, 'IDEMPOTENCYKEYREUSEDEXCEPTION', 'The idempotency key was used with another request body')
  return known.answer
}

export interface ThirdAnswer {
  readonly body: Record<string, unknown>
  readonly headers: Record<string, string>
}

export function runThird(
  world: World,
  caller: Caller,
  methods: Readonly<Record<string, ThirdMethod>>,
  asked: { readonly name: string; readonly text: string; readonly key: string | undefined; readonly began: number },
): ThirdAnswer {
  const entry = Object.entries(methods).find(([name]) => name.toLowerCase() === asked.name.toLowerCase())
  if (!entry) throw new Refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
  const [name, found] = entry
  if (!caller.scope.includes(found.scope)) throw no(403, 'INSUFFICIENTSCOPEEXCEPTION', 'Недостаточно прав для вызова метода')
  let body: unknown
  try {
    body = asked.text.trim() === '' ? {} : JSON.parse(asked.text)
  } catch {
    throw no(400, 'INVALIDJSONEXCEPTION', 'Некорректный JSON в теле запроса')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw no(400, 'INVALIDJSONEXCEPTION', 'Некорректный JSON в теле запроса')
  // The token may be a new one when the same call is repeated.
  const given = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'auth'))
  const print = createHash('sha256').update(JSON.stringify(given)).digest('hex')
  const place = [caller.account, caller.person.id, name, asked.key].join(' ')
  const { key } = asked
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key))
    throw no(400, 'INVALIDIDEMPOTENCYKEYEXCEPTION', 'The idempotency key has to be 1 to 255 printable ASCII characters')
  const headers: Record<string, string> = key !== undefined && found.writes ? { 'idempotency-key': key } : {}
  const before = key !== undefined && found.writes ? replayed(world, place, print) : null
  if (before) return { body: before, headers: { ...headers, 'idempotent-replayed': 'true' } }
  world.limits.checkOperating(name, caller.account, asked.began)
  const unknown = (field: string) => void world.inspector.unknownFields.push({ method: name, field })
  const result = found.run({ world, person: caller.person, installation: caller.installation, scope: caller.scope, method: name, unknown }, given)
  const spent = world.limits.charge(name, caller.account, found.writes ? 0.3 : 0.05, asked.began)
  const answer = { result, time: timeBlock(asked.began, world, spent) }
  if (key !== undefined && found.writes) {
    world.state.office.replays[place] = { at: world.clock.now(), body: print, answer }
    world.touch()
  }
  return { body: answer, headers }
}
